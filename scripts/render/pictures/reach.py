"""How far each switch reaches: modules down, threads across. eval() fills rows, no_grad frames a column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from scripts.render import svg
from scripts.render.evidence import Evidence
from scripts.render.pictures.drawn import drawn, malformed
from scripts.render.svg import Picture
from scripts.render.words import Words

SNIPPET = "two-switches/reach"
_LINE = re.compile(r"(?P<name>(?:net|other)\S*) +(?P<training>True|False) +(?P<here>True|False) +(?P<other>True|False)")

# Geometry, in units of svg.WIDTH: names, then a column for each thread.
_COLUMNS, _COLUMN_WIDTH, _HEAD, _ROW = (146, 276), 124, 52, 36


@dataclass(frozen=True)
class Row:
    """A module: its name in code, its flag, and whether its output had a graph in either thread."""

    name: str
    training: bool
    graph: tuple[bool, bool]


def render(evidence: Evidence, say: Words) -> str:
    return drawn(evidence, say, SNIPPET, lambda lines: _picture(read(lines), say), say("pictures.reach.caption"))


def read(lines: Sequence[str]) -> list[Row]:
    """The table's rows. Raises RecordError where there is none."""
    found = [match for line in lines if (match := _LINE.fullmatch(line.strip()))]
    if not found:
        raise malformed(SNIPPET, "no line is `net True False True`")
    return [
        Row(one["name"], one["training"] == "True", (one["here"] == "True", one["other"] == "True")) for one in found
    ]


def _picture(rows: list[Row], say: Words) -> Picture:
    bottom = _HEAD + len(rows) * _ROW
    shapes = [*_bands(rows, bottom), *_heads(say)]
    for number, row in enumerate(rows):
        shapes += _row(row, _HEAD + (number + 0.5) * _ROW + 4.5, say)
    shapes += _legend(bottom + 32, say)
    described = say.sentences([_sentence(row, say) for row in rows])
    return Picture("pm-reach", bottom + 62, say("pictures.reach.title"), described, shapes)


def _bands(rows: list[Row], bottom: float) -> Iterator[Element]:
    for number, row in enumerate(rows):
        top = _HEAD + number * _ROW
        if not row.training:
            yield svg.rect(0, top, svg.WIDTH, _ROW, "pm-band")
        yield svg.line(0, top, svg.WIDTH, top, "pm-grid")
    for column, left in enumerate(_COLUMNS):
        if not any(row.graph[column] for row in rows):
            yield svg.rect(left - 4, 2, _COLUMN_WIDTH, bottom + 4, "pm-frame", radius=8)


def _heads(say: Words) -> Iterator[Element]:
    for column, left in enumerate(_COLUMNS):
        for step in range(2):
            words = say(f"pictures.reach.heads.{column}.{step}")
            yield svg.text(left + 6, 21 + step * 18, words, "pm-text pm-strong" if step == 0 else "pm-text")


def _row(row: Row, baseline: float, say: Words) -> Iterator[Element]:
    yield svg.text(6, baseline, row.name, "pm-text pm-strong")
    for column, left in enumerate(_COLUMNS):
        yield svg.text(left + 6, baseline, _cell(row, column, say))


def _legend(baseline: float, say: Words) -> Iterator[Element]:
    yield svg.rect(1, baseline - 12, 22, 14, "pm-band pm-frame-soft", radius=3)
    yield svg.text(30, baseline, say("pictures.reach.legend.eval"))
    yield svg.rect(1, baseline + 10, 22, 14, "pm-frame", radius=3)
    yield svg.text(30, baseline + 22, say("pictures.reach.legend.no_grad"))


def _cell(row: Row, column: int, say: Words) -> str:
    mode = say(f"pictures.reach.training.{'yes_' if row.training else 'no_'}")
    graph = say(f"pictures.reach.graph.{'yes_' if row.graph[column] else 'no_'}")
    return f"{mode} · {graph}"


def _sentence(row: Row, say: Words) -> str:
    return say("pictures.reach.sentence", name=row.name, here=_cell(row, 0, say), other=_cell(row, 1, say))
