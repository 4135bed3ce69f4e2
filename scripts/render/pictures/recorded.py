"""What a forward pass leaves for the backward pass: four layers in a row, under each of several ways to run them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from scripts.render import svg
from scripts.render.evidence import Evidence
from scripts.render.pictures.drawn import arrow, box, drawn, malformed
from scripts.render.svg import Picture
from scripts.render.words import Words

SNIPPET = "detach/in-the-graph"
LAYERS = 4
# Which printed cases each picture shows, and the layers that are frozen in it.
CASES = {
    "detach": {"default": (), "no_grad": (), "detach() after 2": ()},
    "freezing": {"1 and 2 frozen": (1, 2), "2 and 3 frozen": (2, 3), "4 frozen": (4,)},
}
_LINE = re.compile(r"(?P<case>\S.*?) +(?P<backward>[1-4-]{4}) +(?P<kept>[1-4-]{4}) +(?P<gradient>[1-4-]{4})")

# Geometry, in units of svg.WIDTH.
_FIRST, _STEP, _BOX, _HIGH, _ROW, _LOSS = 36, 84, 54, 34, 108, 383


@dataclass(frozen=True)
class Case:
    """For each layer, from the first: does backward come through it, does it keep a tensor, does its weight get a gradient."""

    name: str
    backward: tuple[bool, ...]
    kept: tuple[bool, ...]
    gradient: tuple[bool, ...]


def render(evidence: Evidence, say: Words, which: str) -> str:
    caption = say("pictures.recorded.caption")
    return drawn(evidence, say, SNIPPET, lambda lines: _picture(which, read(lines), say), caption)


def read(lines: Sequence[str]) -> dict[str, Case]:
    """The cases by name. Raises RecordError where one that a picture shows is missing."""
    found = {}
    for line in lines:
        if match := _LINE.fullmatch(line.strip()):
            facts = [tuple(one != "-" for one in match[name]) for name in ("backward", "kept", "gradient")]
            found[match["case"]] = Case(match["case"], *facts)
    for name in (name for cases in CASES.values() for name in cases):
        if name not in found:
            raise malformed(SNIPPET, f"no line is about {name!r}")
    return found


def _picture(which: str, cases: dict[str, Case], say: Words) -> Picture:
    shapes: list[Element] = []
    for number, (name, frozen) in enumerate(CASES[which].items()):
        shapes += _case(cases[name], frozen, number * _ROW + 16, say)
    bottom = len(CASES[which]) * _ROW + 14
    shapes += _legend(bottom, frozen=which == "freezing", say=say)
    described = say.sentences([_sentence(cases[name], say) for name in CASES[which]])
    height = bottom + (56 if which == "freezing" else 34)
    return Picture(f"pm-recorded-{which}", height, say(f"pictures.recorded.title.{which}"), described, shapes)


def _case(case: Case, frozen: Sequence[int], top: float, say: Words) -> Iterator[Element]:
    yield svg.text(0, top, _name(case, say), "pm-text pm-strong")
    middle = top + 14 + _HIGH / 2
    yield svg.text(0, middle + 4.5, say("pictures.recorded.input"))
    for index in range(LAYERS):
        left = _left(index)
        yield from arrow([(left - _STEP + _BOX + 3 if index else 14, middle), (left - 3, middle)], "pm-flow")
        yield from _layer(case, index, index + 1 in frozen, middle)
    end = _left(LAYERS - 1) + _BOX
    yield from arrow([(end + 3, middle), (end + 22, middle)], "pm-flow")
    yield svg.text(_LOSS, middle + 4.5, say("pictures.recorded.loss"), anchor="middle")
    yield from _cut(case, middle)
    yield from _backward(case, middle + _HIGH / 2)
    if not any(case.backward):
        yield svg.text(_FIRST, middle + _HIGH / 2 + 24, say("pictures.recorded.none"))


def _layer(case: Case, index: int, is_frozen: bool, middle: float) -> Iterator[Element]:
    left, top = _left(index), middle - _HIGH / 2
    kind = "pm-live" if case.backward[index] else "pm-ghost"
    yield from box(left, top, _BOX, _HIGH, kind, str(index + 1))
    if case.kept[index]:
        yield svg.circle(left + _BOX - 10, top + 10, 3.5, "pm-kept")
    if is_frozen:
        yield from _snowflake(left + 12, top + 12)


def _cut(case: Case, middle: float) -> Iterator[Element]:
    """Two strokes across the arrow behind the last layer that detach() cuts off."""
    if not case.name.startswith("detach") or all(case.backward):
        return
    x = _left(case.backward.index(True)) - (_STEP - _BOX) / 2
    for shift in (-3, 3):
        yield svg.line(x + shift - 3, middle + 9, x + shift + 3, middle - 9, "pm-cut")


def _backward(case: Case, under: float) -> Iterator[Element]:
    """The way of the gradient: from the right to the first layer that it reaches, a branch up to each weight that gets one."""
    if not any(case.backward):
        return
    lane = under + 18
    start, end = _LOSS, _left(case.backward.index(True)) + _BOX / 2
    yield svg.path([(start, under - 6), (start, lane), (end, lane)], "pm-back")
    for index, gets in enumerate(case.gradient):
        if gets:
            x = _left(index) + _BOX / 2
            yield from arrow([(x, lane), (x, under + 2)], "pm-back")


def _snowflake(x: float, y: float) -> Iterator[Element]:
    for across, along in ((5, 0), (2.5, 4.3), (2.5, -4.3)):
        yield svg.line(x - across, y - along, x + across, y + along, "pm-snow")


def _legend(top: float, *, frozen: bool, say: Words) -> Iterator[Element]:
    words = [say(f"pictures.recorded.legend.{name}") for name in ("live", "kept", "gradient")]
    places = [float(place) for place in say("pictures.recorded.legend.places").split()]
    yield svg.rect(places[0], top, 18, 14, "pm-live", radius=3)
    yield svg.circle(places[1] + 9, top + 7, 3.5, "pm-kept")
    yield from arrow([(places[2] + 9, top + 15), (places[2] + 9, top)], "pm-back")
    for place, text in zip(places, words, strict=True):
        yield svg.text(place + 25, top + 12, text)
    if frozen:
        yield from _snowflake(places[0] + 9, top + 31)
        yield svg.text(places[0] + 25, top + 35, say("pictures.recorded.legend.frozen"))


def _left(index: int) -> float:
    return _FIRST + index * _STEP


def _name(case: Case, say: Words) -> str:
    return say(f"pictures.recorded.cases.{list(_every()).index(case.name)}")


def _every() -> Iterator[str]:
    for cases in CASES.values():
        yield from cases


def _sentence(case: Case, say: Words) -> str:
    told = {name: _listed(getattr(case, name), say) for name in ("backward", "kept", "gradient")}
    return say("pictures.recorded.sentence", name=_name(case, say), **told)


def _listed(facts: Sequence[bool], say: Words) -> str:
    numbers = [str(index + 1) for index, fact in enumerate(facts) if fact]
    return say.join(numbers) or say("pictures.recorded.no_layer")
