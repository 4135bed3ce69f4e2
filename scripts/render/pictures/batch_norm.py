"""Which statistics flow where in a BatchNorm: what normalises the batch, and what is written, in either mode."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from scripts.render import svg
from scripts.render.evidence import Evidence
from scripts.render.pictures.drawn import arrow, box, drawn, malformed
from scripts.render.svg import Picture
from scripts.render.words import Words

SNIPPET = "batchnorm/two-formulas"
_BLOCK = re.compile(
    r"training: (?P<training>True|False)\n *by batch statistics: (?P<batch>True|False)\n"
    r" *by running statistics: (?P<running>True|False)\n *written: (?P<written>.*)"
)

# Geometry of one mode, in units of svg.WIDTH: the batch flows along the top, its statistics below, the stored ones lowest.
_HIGH, _ALONG, _MIDDLE, _LOW, _LEFT, _RIGHT = 222, 30, 94, 158, 92, 304


@dataclass(frozen=True)
class Flow:
    """In one mode: which statistics normalise, and whether the running ones are written."""

    training: bool
    batch: bool
    running: bool
    writes: bool


def render(evidence: Evidence, say: Words) -> str:
    caption = say("pictures.batch_norm.caption")
    return drawn(evidence, say, SNIPPET, lambda lines: _picture(read(lines), say), caption)


def read(lines: Sequence[str]) -> list[Flow]:
    """Training mode, then evaluation mode. Raises RecordError where they are not both there, once each."""
    found = [
        Flow(*(one[name] == "True" for name in ("training", "batch", "running")), "running_mean" in one["written"])
        for one in _BLOCK.finditer("\n".join(lines))
    ]
    if [flow.training for flow in found] != [True, False]:
        raise malformed(SNIPPET, "training mode and evaluation mode are not there, once each")
    return found


def _picture(flows: list[Flow], say: Words) -> Picture:
    shapes = [shape for number, flow in enumerate(flows) for shape in _mode(flow, number * _HIGH, say)]
    described = say.sentences([_sentence(flow, say) for flow in flows])
    return Picture("pm-batch-norm", 2 * _HIGH - 26, say("pictures.batch_norm.title"), described, shapes)


def _mode(flow: Flow, top: float, say: Words) -> Iterator[Element]:
    yield svg.text(0, top + 15, say(f"pictures.batch_norm.mode.{_yes(flow.training)}"), "pm-text pm-strong")
    along = top + _ALONG
    yield from box(1, along, 70, 36, "pm-cell", say("pictures.batch_norm.batch"))
    yield from box(262, along, 84, 36, "pm-cell", say("pictures.batch_norm.normalise"))
    yield from arrow([(73, along + 18), (259, along + 18)], "pm-flow")
    yield from arrow([(348, along + 18), (398, along + 18)], "pm-flow")
    yield from _batch_statistics(flow, top, say)
    yield from _running_statistics(flow, top, say)


def _batch_statistics(flow: Flow, top: float, say: Words) -> Iterator[Element]:
    """Computed from the batch only where something uses them."""
    middle = top + _MIDDLE
    kind = "pm-live" if flow.batch else "pm-ghost"
    yield from box(_LEFT, middle, 140, 34, kind, say("pictures.batch_norm.statistics"))
    if flow.batch or flow.writes:
        yield from arrow([(36, top + _ALONG + 38), (36, middle + 17), (_LEFT - 3, middle + 17)], "pm-flow")
    if flow.batch:
        yield from _into_normalise(top, middle)


def _running_statistics(flow: Flow, top: float, say: Words) -> Iterator[Element]:
    """Kept in buffers: written from above, or read to normalise."""
    low, x = top + _LOW, _LEFT + 70
    kind = "pm-live" if flow.running else "pm-cell"
    yield from box(_LEFT, low, 140, 34, kind, say("pictures.batch_norm.running"))
    if flow.writes:
        yield from arrow([(x, top + _MIDDLE + 36), (x, low - 3)], "pm-back")
        yield svg.text(x + 10, low - 10, say("pictures.batch_norm.writes"))
    if flow.running:
        yield from _into_normalise(top, low)


def _into_normalise(top: float, of: float) -> Iterator[Element]:
    points = [(_LEFT + 142, of + 17), (_RIGHT, of + 17), (_RIGHT, top + _ALONG + 39)]
    yield from arrow(points, "pm-back")


def _sentence(flow: Flow, say: Words) -> str:
    used = "batch" if flow.batch else "running"
    mode = say(f"pictures.batch_norm.mode.{_yes(flow.training)}")
    return say(f"pictures.batch_norm.told.{used}_{_yes(flow.writes)}", mode=mode)


def _yes(value: bool) -> str:
    return "yes_" if value else "no_"
