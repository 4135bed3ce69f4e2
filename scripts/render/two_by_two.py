"""The picture of the handbook: training × grad mode, as the snippet that runs all four combinations printed it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from scripts import records
from scripts.records import RecordError
from scripts.render import provenance, svg
from scripts.render.evidence import Evidence, require_row
from scripts.render.tables import table
from scripts.render.words import Words

SNIPPET = "two-switches/four-combinations"
FACTS = ("repeatable", "bn_moves", "records_graph", "saved_bytes_is_zero")
_COMBINATIONS = ((True, True), (True, False), (False, True), (False, False))
_LINE = re.compile(" ".join(f"{name}=(True|False)" for name in ("training", "grad", *FACTS)))

# The picture's geometry, in units of svg.WIDTH: two columns of cells, room for the column heads above.
_CELL_WIDTH, _CELL_HEIGHT, _GAP, _TOP, _LINE_HEIGHT = 196, 140, 8, 6, 21


@dataclass(frozen=True)
class Combination:
    """One of the four, with the facts that were printed for it."""

    training: bool
    grad: bool
    facts: dict[str, bool]


def render(evidence: Evidence, say: Words) -> str:
    row = require_row(evidence.here.get("snippets"), "snippets", SNIPPET)
    combinations = read(row["output"] or "")
    parts = [_picture(combinations, say), _folded(_table(combinations, say), say)]
    if evidence.is_stale("snippets", row):
        parts.insert(0, provenance.note("warning", say("stale.title"), say("stale.snippet", name=SNIPPET)))
    return "\n\n".join(parts)


def read(output: str) -> list[Combination]:
    """The four printed lines, in the picture's order. Raises RecordError where they are not all four, once each."""
    found = {}
    for printed in output.strip().splitlines():
        match = _LINE.fullmatch(printed.strip())
        if match is None:
            raise _malformed(f"{printed!r} is not a line of facts")
        training, grad, *facts = (value == "True" for value in match.groups())
        found[training, grad] = Combination(training, grad, dict(zip(FACTS, facts, strict=True)))
    if sorted(found) != sorted(_COMBINATIONS) or len(output.strip().splitlines()) != len(_COMBINATIONS):
        raise _malformed(f"{len(found)} of the four combinations, each once, are there")
    return [found[combination] for combination in _COMBINATIONS]


def _folded(markdown: str, say: Words) -> str:
    """The picture's twin in text: there for those who can't see it, out of the way for those who can."""
    inner = "\n".join(f"    {line}" if line else "" for line in markdown.splitlines())
    return f'??? note "{say("two_by_two.as_table")}"\n\n{inner}'


def _malformed(what: str) -> RecordError:
    path = records.BUILT / "snippets.json"
    return RecordError(f"{path}: rows: {SNIPPET}: {what}; correct snippets/{SNIPPET}.md and run `make site`")


def _picture(combinations: list[Combination], say: Words) -> str:
    shapes = [shape for number, one in enumerate(combinations) for shape in _cell(number, one, say)]
    described = say.sentences([_sentence(one, say) for one in combinations])
    height = _TOP + 2 * _CELL_HEIGHT + _GAP + 4
    picture = svg.Picture("pm-two-by-two", height, say("two_by_two.title"), described, shapes)
    return svg.figure(picture, say("two_by_two.caption"))


def _cell(number: int, one: Combination, say: Words) -> Iterator[Element]:
    left, top = (number % 2) * (_CELL_WIDTH + _GAP), _TOP + (number // 2) * (_CELL_HEIGHT + _GAP)
    clean = one.facts["repeatable"] and one.facts["saved_bytes_is_zero"]
    yield svg.rect(
        left + 1, top, _CELL_WIDTH - 2, _CELL_HEIGHT, "pm-cell pm-cell-good" if clean else "pm-cell", radius=8
    )
    for step, words in enumerate((_mode(one, say), _grad(one, say))):
        yield svg.text(left + 12, top + 22 + step * 19, words, "pm-text pm-strong")
    for step, name in enumerate(FACTS):
        middle = top + 61 + step * _LINE_HEIGHT - 4
        good = one.facts[name] is not (name in ("bn_moves", "records_graph"))
        yield from _mark(left + 17, middle, good)
        yield svg.text(left + 30, middle + 4.5, _fact(one, name, say))


def _mark(x: float, y: float, good: bool) -> list[Element]:
    """A tick for what an evaluation wants, a cross for what it does not."""
    return svg.tick(x, y) if good else svg.cross(x, y)


def _table(combinations: list[Combination], say: Words) -> str:
    header = [say("two_by_two.combination"), *(say(f"two_by_two.columns.{name}") for name in FACTS)]
    rows = [
        [f"{_mode(one, say)} · {_grad(one, say)}", *(say(f"answers.{_yes(one.facts[name])}") for name in FACTS)]
        for one in combinations
    ]
    return table(header, ["left", *["center"] * len(FACTS)], rows)


def _sentence(one: Combination, say: Words) -> str:
    facts = say.join([_fact(one, name, say) for name in FACTS])
    return say("two_by_two.sentence", mode=_mode(one, say), grad=_grad(one, say), facts=facts)


def _mode(one: Combination, say: Words) -> str:
    return say(f"two_by_two.training.{_yes(one.training)}")


def _grad(one: Combination, say: Words) -> str:
    return say(f"two_by_two.grad.{_yes(one.grad)}")


def _fact(one: Combination, name: str, say: Words) -> str:
    return say(f"two_by_two.facts.{name}.{_yes(one.facts[name])}")


def _yes(value: bool) -> str:
    return "yes_" if value else "no_"
