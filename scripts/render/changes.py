"""What changed from release to release of torch, as the pinned truth tables and the committed records of the CPU have it.

Any number of docs/records/torch-<x.y.z>-cpu records takes part, and the pins stand for their own release. Each release is
compared with the one recorded before it, the newest first, so that a new answer stands under the first release that gave it.
What devices change stands on behaviour/devices; outputs and figures are told by scripts/render/changes_runs.py.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from scripts import pins
from scripts.records import Record
from scripts.render import behaviour_data, cells, devices, module_sweep, provenance
from scripts.render.behaviour_data import Table, Text
from scripts.render.cells import Cell, Legend
from scripts.render.evidence import Evidence
from scripts.render.tables import table
from scripts.render.words import Words

BLOCK = "changes"
_NAMED = 3  # modes told by name, where no column of the table is among them
_NO_TABLE = Table("", "", (), (), {})

Cells = Mapping[str, Mapping[str, Cell]]


@dataclass(frozen=True)
class Release:
    """A release's answers. `hashes` are those of the questions as they were asked; `record` is None for the pins."""

    torch: str
    cells: Cells
    hashes: Mapping[str, str]
    record: Record | None
    folder: str


@dataclass(frozen=True)
class Change:
    """The modes in which a question's answer became the same other one; `table` is an empty one where no page asks it."""

    table: Table
    probe: str
    text: Text | None
    modes: tuple[str, ...]
    old: Cell
    new: Cell

    @property
    def page(self) -> str:
        """The page of behaviour/ that asks it, empty where none does."""
        return self.table.page or (module_sweep.GROUP if _is_module(self.probe) else "")

    @property
    def in_text_only(self) -> bool:
        """Both raise the same type: the text differs, or another thing is named."""
        return "error" in self.old and "error" in self.new and _type(self.old) == _type(self.new)


def render(evidence: Evidence, say: Words) -> str:
    """A section for each release that has one before it."""
    found = releases(evidence)
    steps = list(pairwise(found))[::-1]
    if not steps:
        return provenance.note("note", say("changes.none_title"), say("changes.none"))
    values = {one["is"]: one for one in behaviour_data.read(devices.CAUSES)["values"]}
    return "\n\n".join(_step(old, new, evidence, values, say) for old, new in steps)


def releases(evidence: Evidence) -> list[Release]:
    """One of each release, the oldest first; the pins before a record of their own release."""
    found: dict[str, Release] = {}
    if evidence.pins:
        answers = {
            probe: {mode: pins.cell(told) for mode, told in modes.items()}
            for probe, modes in evidence.pins.cells.items()
        }
        torch = evidence.pins.platform["torch"]
        found[torch] = Release(torch, answers, {}, None, "pinned")
    for folder, record in evidence.elsewhere.get("behaviour", ()):
        if not record["device"]:
            answers = {row["id"]: row["cells"] for row in record["rows"]}
            hashes = {row["id"]: row["input_sha256"] for row in record["rows"]}
            one = Release(devices.release(record), answers, hashes, record, folder)
            found.setdefault(one.torch, one)
    return sorted(found.values(), key=lambda one: order(one.torch))


def anchor(torch: str) -> str:
    """`2.13.0` -> `torch-2-13-0`: what is cited, so it never changes."""
    return f"torch-{torch.replace('.', '-')}"


def order(torch: str) -> tuple[int, ...]:
    """`2.9.1` before `2.13.0`."""
    return tuple(int(number) for number in re.findall(r"\d+", torch))


def changes(evidence: Evidence, old: Release, new: Release) -> list[Change]:
    """What two releases answer otherwise, in the order of the pages; what no page asks comes last."""
    comparable = set(asked_alike(evidence, old, new))
    found = []
    for where, probe, text in _asked(evidence, comparable):
        together: dict[str, tuple[list[str], Cell, Cell]] = {}
        for mode, before in old.cells[probe].items():
            was, is_now = devices.answer(before), devices.answer(new.cells[probe].get(mode))
            if was and is_now and was != is_now:
                together.setdefault(f"{was} {is_now}", ([], was, is_now))[0].append(mode)
        found += [Change(where, probe, text, tuple(modes), was, is_now) for modes, was, is_now in together.values()]
    return found


def asked_alike(evidence: Evidence, old: Release, new: Release) -> list[str]:
    """The questions that both answered, and that are still asked as they were."""
    known = evidence.current.get("behaviour-cpu", {})
    return [
        probe
        for probe in old.cells
        if probe in new.cells
        and all(known.get(probe) in (None, one.hashes.get(probe, known.get(probe))) for one in (old, new))
    ]


def _asked(evidence: Evidence, probes: set[str]) -> Iterator[tuple[Table, str, Text | None]]:
    left = dict.fromkeys(sorted(probes, key=lambda probe: (not _is_module(probe), probe)))
    for shown in evidence.shown.tables:
        for row in shown.rows:
            if row.probe in left:
                del left[row.probe]
                yield shown, row.probe, row.text
    yield from ((_NO_TABLE, probe, None) for probe in left)


def _step(old: Release, new: Release, evidence: Evidence, values: dict[str, Text], say: Words) -> str:
    found, legend = changes(evidence, old, new), Legend(say, evidence.shown)
    answers = [one for one in found if not one.in_text_only]
    texts = [one for one in found if one.in_text_only]
    parts = [
        f"## torch {new.torch} {{ #{anchor(new.torch)} }}",
        f"{_counted(old, new, answers, texts, evidence, say)}\n{{ .pm-reading }}",
        *_tables(answers, (old, new), evidence, values, legend),
    ]
    if legend.entries:
        listed = "\n".join([say("behaviour.legend"), "", *(line.replace("](../", "](") for line in legend.lines())])
        parts.append(f'<div class="pm-legend" data-search-exclude markdown="1">\n\n{listed}\n\n</div>')
    parts += [_texts(texts, evidence, say) if texts else "", f"{_ran(old, new, say)}\n{{ .pm-provenance }}"]
    return "\n\n".join(part for part in parts if part)


def _counted(
    old: Release, new: Release, answers: Sequence[Change], texts: Sequence[Change], evidence: Evidence, say: Words
) -> str:
    alike = asked_alike(evidence, old, new)
    counts = {
        "old": old.torch,
        "new": new.torch,
        "questions": len(alike),
        "cells": sum(len(old.cells[probe].keys() & new.cells[probe].keys()) for probe in alike),
        "answers": len({one.probe for one in answers}),
        "answered": sum(len(one.modes) for one in answers),
        "texts": len({one.probe for one in texts}),
        "missing": len(new.cells.keys() - old.cells.keys()),
        "other": len(old.cells.keys() & new.cells.keys()) - len(alike),
    }
    told = [say("changes.counted", **counts)]
    told += [say(f"changes.{key}", **counts) for key in ("missing", "other") if counts[key]]
    return say.sentences(told)


def _tables(
    found: Sequence[Change], both: tuple[Release, Release], evidence: Evidence, values: dict[str, Text], legend: Legend
) -> Iterator[str]:
    """A table for each page whose questions are among them, under its name."""
    say = legend.say
    header = [say("behaviour.asked"), say("devices.modes"), *(f"torch {one.torch}" for one in both)]
    for page, listed in groupby(found, key=lambda one: one.page):
        rows = [_row(one, values, legend) for one in listed]
        yield _called(page, evidence, say)
        yield table(header, ["left"] * 4, rows, "pm-table pm-truth pm-devices")


def _row(one: Change, values: dict[str, Text], legend: Legend) -> list[str]:
    modes = _modes(one, legend.shown.modes, legend.say)
    answers = (cells.markdown(cell, values | one.table.values, legend) for cell in (one.old, one.new))
    return [_question(one, legend.say), modes, *answers]


def _texts(found: Sequence[Change], evidence: Evidence, say: Words) -> str:
    """The errors with another text, folded: who searches for an old one finds what it is called now."""
    lines = [f'??? note "{say("changes.texts", count=len(found))}"', ""]
    for one in found:
        told = {"asked": _question(one, say), "modes": _modes(one, evidence.shown.modes, say)}
        lines.append(f"    - {say('changes.text', **told, old=_code(one.old['error']), new=_code(one.new['error']))}")
    return "\n".join(lines)


def _ran(old: Release, new: Release, say: Words) -> str:
    told = [
        say("changes.ran", torch=one.torch, where=provenance.where(one.record, say))
        if one.record
        else say("changes.pinned", torch=one.torch)
        for one in (new, old)
    ]
    links = [
        say("changes.record", torch=one.torch, url=f"{{{{site_root}}}}records/{one.folder}/behaviour.json")
        for one in (new, old)
    ]
    return say.sentences([*told, say("changes.records", records=say.join(links))])


def _called(page: str, evidence: Evidence, say: Words) -> str:
    """The page that asks, as a link."""
    title = evidence.titles.get(say.locale, {}).get(f"behaviour/{page}", page)
    return f"**[{title}](behaviour/{page}.md)**" if page else f"**{say('changes.no_page')}**"


def _question(one: Change, say: Words) -> str:
    """The row as a link to it; by its name where no page asks it in words."""
    text = one.text[say.locale] if one.text else f"`{one.probe}`"
    return f"[{text}](behaviour/{one.page}.md#row-{one.probe.replace('/', '-')})" if one.page else text


def _modes(one: Change, names: Mapping[str, Text], say: Words) -> str:
    """The columns of the table that are among them; the others are counted."""
    named = [mode for mode in one.table.columns if mode in one.modes] or list(one.modes[:_NAMED])
    told = say.join([names[mode][say.locale] if mode in names else f"`{mode}`" for mode in named])
    more = len(one.modes) - len(named)
    return say("changes.more", modes=told, count=more) if more else told


def _is_module(probe: str) -> bool:
    """Whether a question is of the sweep over all modules, which a block of its own shows on their page."""
    return probe.startswith(f"{module_sweep.GROUP}/")


def _code(said: str) -> str:
    return f"`{said.replace('`', chr(39))}`"


def _type(cell: Cell) -> str:
    return str(cell["error"]).partition(":")[0]
