"""The truth tables as blocks: what each row asks, what torch did in each column, and where it did otherwise."""

from collections.abc import Iterable, Sequence
from typing import Any

from scripts.records import Record, RecordError
from scripts.render import cells, deviations, module_sweep, provenance
from scripts.render.behaviour_data import Row, Table, Text
from scripts.render.cells import Legend
from scripts.render.evidence import Evidence, require_row
from scripts.render.tables import joined, table
from scripts.render.words import Words

Rows = dict[str, dict[str, Any]]


def render(evidence: Evidence, say: Words) -> dict[str, str]:
    """All blocks by name; where this build has no record, each says so."""
    tables = evidence.shown.tables
    record = evidence.here.get("behaviour")
    if record is None:
        missing = provenance.withheld(None, "behaviour", say) or ""
        return dict.fromkeys([*(one.block for one in tables), module_sweep.BLOCK, "behaviour-summary"], missing)
    blocks = {one.block: _block(one, record, evidence, say) for one in tables}
    return {**blocks, **_sweep(record, evidence, say), "behaviour-summary": summary(record, evidence, say)}


def summary(record: Record, evidence: Evidence, say: Words) -> str:
    """How much was run, and whether it is as pinned."""
    rows = record["rows"]
    counts = {
        "probes": len(rows),
        "modes": len({mode for row in rows for mode in row["cells"]}),
        "cells": sum(len(row["cells"]) for row in rows),
    }
    parts = [
        f"{say.sentences([say('behaviour.summary', **counts), deviations.as_pinned(evidence, record, say)])}\n{{ .pm-reading }}"
    ]
    parts += deviations.differences(evidence, record, [row["id"] for row in rows], say, say("behaviour.by_cause"))
    return "\n\n".join([*parts, _caption(record, say)])


def _block(shown: Table, record: Record, evidence: Evidence, say: Words) -> str:
    rows = {row.probe: require_row(record, "behaviour", row.probe) for row in shown.rows}
    _require_columns(shown, rows)
    legend = Legend(say, evidence.shown)
    same = [row for row in shown.rows if _is_same(rows[row.probe], shown.columns)]
    differing = [row for row in shown.rows if row not in same]
    stale = [row.text[say.locale] for row in shown.rows if evidence.is_stale("behaviour", rows[row.probe])]
    parts = [
        provenance.outdated(stale, say),
        _table(differing, rows, shown, legend) if differing else None,
        _whatever_the_mode(same, rows, shown, legend, alone=not differing) if same else None,
        _small_print(legend, _alike(shown, rows, evidence.shown.modes, say)),
        *deviations.differences(evidence, record, rows, say, say("behaviour.by_cause")),
        _sources(shown, rows, say),
        _caption(record, say),
    ]
    return joined(parts)


def _small_print(legend: Legend, alike: str) -> str | None:
    """The legend and the other modes. Not searched: a message that a reader pastes is explained on the errors page."""
    parts = ["\n".join([legend.say("behaviour.legend"), "", *legend.lines()]) if legend.entries else "", alike]
    if not any(parts):
        return None
    inner = joined(parts)
    return f'<div class="pm-legend" data-search-exclude markdown="1">\n\n{inner}\n\n</div>'


def _sweep(record: Record, evidence: Evidence, say: Words) -> dict[str, str]:
    """The block of all public modules; none where the record has no such rows."""
    rows = [row for row in record["rows"] if row["group"] == module_sweep.GROUP]
    stale = [row["id"] for row in rows if evidence.is_stale("behaviour", row)]
    if not rows:
        return {}
    parts = [
        provenance.outdated(stale, say),
        module_sweep.block(rows, evidence.shown.modes, say),
        *deviations.differences(evidence, record, [row["id"] for row in rows], say),
        _caption(record, say),
    ]
    return {module_sweep.BLOCK: joined(parts)}


def _table(listed: Sequence[Row], rows: Rows, shown: Table, legend: Legend) -> str:
    say, names = legend.say, legend.shown.modes
    header = [say("behaviour.asked"), *(names[column][say.locale] for column in shown.columns)]
    body = [
        [
            f"{row.text[say.locale]} {link(row, say)}",
            *(cells.markdown(rows[row.probe]["cells"][mode], shown.values, legend) for mode in shown.columns),
        ]
        for row in listed
    ]
    return table(header, ["left"] * len(header), body, "pm-table pm-truth")


def _whatever_the_mode(listed: Sequence[Row], rows: Rows, shown: Table, legend: Legend, *, alone: bool) -> str:
    """Rows that no column changes: a list under the table, not a table of equal cells; alone, it names the columns."""
    say = legend.say
    lines = [
        f"- {row.text[say.locale]}{say('behaviour.arrow')}"
        f"{cells.markdown(rows[row.probe]['cells'][shown.columns[0]], shown.values, legend)} {link(row, say)}"
        for row in listed
    ]
    modes = say.join([legend.shown.modes[column][say.locale] for column in shown.columns])
    title = say("behaviour.whatever_alone", modes=modes) if alone else say("behaviour.whatever")
    return "\n".join([title, "", *lines])


def link(row: Row, say: Words) -> str:
    """The row's own address to copy."""
    title = say("behaviour.link", probe=row.probe)
    return f'[#](#{row.anchor}){{ #{row.anchor} .pm-row title="{title}" }}'


def _alike(shown: Table, rows: Rows, names: dict[str, Text], say: Words) -> str:
    """Which of the other modes that were tried agree with a column in every row, and which with none."""
    like: dict[tuple[str, ...], list[str]] = {}
    for column in shown.columns:
        like.setdefault(tuple(_modes_like(column, shown, rows)), []).append(column)

    def named(modes: Iterable[str]) -> str:
        return say.join([names[mode][say.locale] for mode in modes])

    told = [say("behaviour.like", mode=named(columns), others=named(modes)) for modes, columns in like.items() if modes]
    taken = {mode for modes in like for mode in modes} | set(shown.columns)
    own = [mode for mode in _tried(rows) if mode not in taken]
    if own:
        told.append(say("behaviour.own", others=named(own)))
    return f"{say.sentences([say('behaviour.also'), *told])}\n{{ .pm-alike }}" if told else ""


def _modes_like(column: str, shown: Table, rows: Rows) -> list[str]:
    return [
        mode
        for mode in _tried(rows)
        if mode not in shown.columns and all(row["cells"][mode] == row["cells"][column] for row in rows.values())
    ]


def _tried(rows: Rows) -> list[str]:
    """The modes in which every row of the table was run."""
    first, *others = rows.values()
    return [mode for mode in first["cells"] if all(mode in row["cells"] for row in others)]


def _sources(shown: Table, rows: Rows, say: Words) -> str:
    """The code of every row, folded: it is what was run, and not worth a search."""
    lines = [f'??? quote "{say("behaviour.code")}"', "", f"    {say('behaviour.code_note')}"]
    shared = dict.fromkeys(text for row in rows.values() for text in row["uses"])
    if shared:
        lines += fence(say("behaviour.shared"), "\n\n\n".join(shared))
    for row in shown.rows:
        lines += fence(row.text[say.locale], rows[row.probe]["source"])
    return "\n".join(lines)


def fence(title: str, code: str) -> list[str]:
    inner = [f"    {line}".rstrip() for line in code.strip().splitlines()]
    return ["", f"    {title}", "", "    ``` { .text .no-copy data-search-exclude }", *inner, "    ```"]


def _caption(record: Record, say: Words) -> str:
    url = "{{site_root}}records/cpu/behaviour.json"
    told = say("behaviour.ran", where=provenance.where(record, say), commit=provenance.commit(record, say))
    return f"{say.sentences([told, say('provenance.record', url=url)])}\n{{ .pm-provenance }}"


def _is_same(row: dict[str, Any], columns: Sequence[str]) -> bool:
    return all(row["cells"][column] == row["cells"][columns[0]] for column in columns)


def _require_columns(shown: Table, rows: Rows) -> None:
    for probe, row in rows.items():
        for column in shown.columns:
            if column not in row["cells"]:
                raise RecordError(
                    f"docs/data/behaviour/{shown.page}.yml: {probe} was not run in {column!r}; correct columns"
                )
