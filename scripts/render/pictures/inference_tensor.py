"""The life of an inference tensor: made inside, and outside what it takes part in, what refuses it, and the way back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from scripts.render import svg
from scripts.render.evidence import Evidence
from scripts.render.pictures.drawn import arrow, box, drawn, malformed
from scripts.render.svg import Picture
from scripts.render.words import Words

SNIPPET = "inference-mode/rules"
BACK = "t.clone() * w"
_LINE = re.compile(r"(?P<use>\S.*?) {2,}ok +(?P<told>\S.*)")

# Geometry, in units of svg.WIDTH: the block above, two lists below it, the way back at the bottom.
_LIST, _LINE_HEIGHT, _HALF = 116, 21, 196


@dataclass(frozen=True)
class Use:
    """What is done with the tensor outside, in code, and whether it raised."""

    code: str
    raises: bool


def render(evidence: Evidence, say: Words) -> str:
    caption = say("pictures.inference_tensor.caption")
    return drawn(evidence, say, SNIPPET, lambda lines: _picture(read(lines), say), caption)


def read(lines: Sequence[str]) -> list[Use]:
    """The uses that go well with a tensor from no_grad. Raises RecordError where they are not of both kinds."""
    found = [match for line in lines[1:] if (match := _LINE.fullmatch(line.strip()))]
    uses = [Use(one["use"], one["told"] != "ok") for one in found]
    if len({use.raises for use in uses}) < 2 or not any(use.code == BACK for use in uses):
        raise malformed(SNIPPET, f"uses that are ok, uses that raise and {BACK!r} are not all there")
    return uses


def _picture(uses: list[Use], say: Words) -> Picture:
    back = next(use for use in uses if use.code == BACK)
    fine = [use for use in uses if not use.raises and use is not back]
    refused = [use for use in uses if use.raises and use is not back]
    high = 34 + max(len(fine), len(refused)) * _LINE_HEIGHT
    shapes = [*_inside(say), *_list(0, high, fine, "fine", say)]
    shapes += _list(svg.WIDTH - _HALF, high, refused, "refused", say)
    bottom = _LIST + high
    shapes += _way_back(bottom, back, say)
    described = say.sentences([_sentence("fine", fine, say), _sentence("refused", refused, say)])
    return Picture("pm-inference-tensor", bottom + 86, say("pictures.inference_tensor.title"), described, shapes)


def _inside(say: Words) -> Iterator[Element]:
    yield from box(1, 2, svg.WIDTH - 2, 62, "pm-live")
    yield svg.text(14, 26, "with torch.inference_mode():", "pm-text pm-strong")
    yield svg.text(14, 49, say("pictures.inference_tensor.inside"))
    for x in (_HALF / 2, svg.WIDTH - _HALF / 2):
        yield from arrow([(x, 66), (x, _LIST - 4)], "pm-flow")
    yield svg.text(svg.WIDTH / 2, 94, say("pictures.inference_tensor.outside"), "pm-text pm-strong", "middle")


def _list(left: float, high: float, uses: Sequence[Use], kind: str, say: Words) -> Iterator[Element]:
    yield svg.rect(left + 1, _LIST, _HALF - 2, high, "pm-cell", radius=8)
    yield svg.text(left + 12, _LIST + 22, say(f"pictures.inference_tensor.{kind}"), "pm-text pm-strong")
    for number, use in enumerate(uses):
        middle = _LIST + 40 + number * _LINE_HEIGHT
        yield from (svg.cross if use.raises else svg.tick)(left + 17, middle)
        yield svg.text(left + 30, middle + 4.5, _shown(use, say))


def _shown(use: Use, say: Words) -> str:
    """The code, or the page's own words where the snippet has words."""
    return say.find(f"pictures.inference_tensor.uses.{use.code.replace(' ', '_')}") or use.code


def _way_back(top: float, back: Use, say: Words) -> Iterator[Element]:
    x = svg.WIDTH - _HALF / 2
    yield from arrow([(x, top + 2), (x, top + 36)], "pm-flow")
    yield svg.text(x - 8, top + 24, say("pictures.inference_tensor.clone"), anchor="end")
    kind = "pm-ghost" if back.raises else "pm-live"
    yield from box(1, top + 38, svg.WIDTH - 2, 44, kind)
    yield from (svg.cross if back.raises else svg.tick)(18, top + 60)
    yield svg.text(32, top + 64.5, say("pictures.inference_tensor.ordinary", code=BACK))


def _sentence(kind: str, uses: Sequence[Use], say: Words) -> str:
    return say(f"pictures.inference_tensor.told.{kind}", uses=say.join([_shown(use, say) for use in uses]))
