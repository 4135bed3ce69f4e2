"""What a GPU does otherwise than the CPU, and what another release of torch does: a record of a GPU alone mixes the two.

They come apart where a record of the CPU with the GPU's torch is committed, its twin: what differs between this build and the
twin is the release's doing, what differs between the twin and the GPU is the device's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.records import ROOT, Record
from scripts.render import behaviour_data, cells, provenance, releases
from scripts.render.behaviour_data import Row, Table, Text
from scripts.render.cells import Cell, Legend
from scripts.render.evidence import Evidence
from scripts.render.tables import table
from scripts.render.words import Words

CAUSES = ROOT / "docs" / "data" / "devices.yml"
OTHERS = "unexplained"
_RUNS = ("here", "twin", "gpu")

Cells = dict[str, dict[str, Cell]]


@dataclass(frozen=True)
class Trio:
    """This build's record, that of a GPU, and that of a CPU with the GPU's torch."""

    here: Record
    twin: Record
    gpu: Record
    folders: tuple[str, str, str]

    def cells(self, name: str) -> Cells:
        return {row["id"]: row["cells"] for row in getattr(self, name)["rows"]}


@dataclass(frozen=True)
class Difference:
    """A row of a truth table in which some columns differ, with the two cells."""

    table: Table
    row: Row
    modes: tuple[str, ...]
    old: Cell
    new: Cell

    @property
    def in_wording_only(self) -> bool:
        """Both raise: the message differs, or names another thing."""
        return "error" in self.old and "error" in self.new


def render(evidence: Evidence, say: Words, causes: Path = CAUSES) -> dict[str, str]:
    """A block for each cause, one for the release, one that counts."""
    told = behaviour_data.read(causes)
    groups, values = told["causes"], {one["is"]: one for one in told["values"]}
    names = [f"devices-{name}" for name in ("summary", "release", *(one["id"] for one in groups), OTHERS)]
    trio = of(evidence)
    if trio is None:
        return dict.fromkeys(names, provenance.note("note", say("gpu.none_title"), say("devices.none")))
    by_device = list(differences(evidence, trio, "twin", "gpu"))
    shared = _by_cause(by_device, groups)
    brief = {one["id"] for one in groups if one.get("brief")}
    blocks = {
        f"devices-{cause}": _block(found, evidence, trio, "device", values, say, brief=cause in brief)
        for cause, found in shared.items()
    }
    by_release = list(differences(evidence, trio, "here", "twin"))
    return {
        "devices-summary": _summary(trio, say),
        "devices-release": _block(by_release, evidence, trio, "release", values, say),
        **blocks,
    }


def of(evidence: Evidence) -> Trio | None:
    """The newest record of a GPU that has a twin."""
    here = evidence.here.get("behaviour")
    folders = {id(record): folder for folder, record in evidence.elsewhere.get("behaviour", ())}
    pairs = [(record, twin(evidence, record)) for _, record in evidence.gpu("behaviour")]
    trios = (
        Trio(here, alike, gpu, ("cpu", folders[id(alike)], folders[id(gpu)])) for gpu, alike in pairs if here and alike
    )
    return next(trios, None)


def twin(evidence: Evidence, gpu: Record) -> Record | None:
    """The committed record of a CPU with the same torch as a GPU's."""
    committed = [record for _, record in evidence.elsewhere.get("behaviour", ()) if not record["device"]]
    return next((record for record in committed if releases.of(record) == releases.of(gpu)), None)


def differences(evidence: Evidence, trio: Trio, old: str, new: str) -> Iterator[Difference]:
    """The rows of the truth tables that two records answer otherwise, each row once, in the order of the pages."""
    before, after, seen = trio.cells(old), trio.cells(new), set()
    for shown in evidence.shown.tables:
        for row in shown.rows:
            if row.probe in seen or row.probe not in before or row.probe not in after:
                continue
            seen.add(row.probe)
            yield from _of_row(shown, row, before[row.probe], after[row.probe])


def _of_row(shown: Table, row: Row, before: dict[str, Cell], after: dict[str, Cell]) -> Iterator[Difference]:
    together: dict[str, tuple[list[str], Cell, Cell]] = {}
    for mode in shown.columns:
        old, new = answer(before.get(mode)), answer(after.get(mode))
        if old and new and old != new:
            together.setdefault(f"{old} {new}", ([], old, new))[0].append(mode)
    for modes, old, new in together.values():
        yield Difference(shown, row, tuple(modes), old, new)


def answer(cell: Cell | None) -> Cell | None:
    """A cell without its warnings and without what it left unrestored, which names devices."""
    return cell and {key: cell[key] for key in ("value", "error") if key in cell}


def _by_cause(found: Sequence[Difference], groups: Sequence[dict[str, Any]]) -> dict[str, list[Difference]]:
    shared: dict[str, list[Difference]] = {one["id"]: [] for one in groups} | {OTHERS: []}
    for one in found:
        # The longest beginning that fits: `made-inside/lstm-cell` before `made-inside/lstm`.
        fitting = [
            (len(start), group["id"])
            for group in groups
            for start in group["probes"]
            if one.row.probe.startswith(start)
        ]
        shared[max(fitting)[1] if fitting else OTHERS].append(one)
    return shared


def _block(
    found: Sequence[Difference],
    evidence: Evidence,
    trio: Trio,
    kind: str,
    values: dict[str, Text],
    say: Words,
    *,
    brief: bool = False,
) -> str:
    shown = [one for one in found if not one.in_wording_only]
    wording = len({one.row.probe for one in found if one.in_wording_only})
    legend = Legend(say, evidence.shown)
    parts = [say("devices.no_difference")]
    if shown:
        parts = [_brief(shown, trio, say) if brief else _table(shown, trio, kind, values, legend)]
    if legend.entries:
        listed = "\n".join([say("behaviour.legend"), "", *legend.lines()])
        parts.append(f'<div class="pm-legend" data-search-exclude markdown="1">\n\n{listed}\n\n</div>')
    if wording:
        parts.append(say("devices.wording", count=wording))
    return "\n\n".join([*parts, f"{_links(trio, say)}\n{{ .pm-provenance }}"])


def _table(shown: Sequence[Difference], trio: Trio, kind: str, values: dict[str, Text], legend: Legend) -> str:
    say = legend.say
    told = {"old": releases.of(trio.here), "new": releases.of(trio.twin), "device": trio.gpu["device"]["name"]}
    runs = (say(f"devices.{kind}_{name}", **told) for name in ("old", "new"))
    header = [say("behaviour.asked"), say("devices.modes"), *runs]
    return table(header, ["left"] * 4, [_line(one, values, legend) for one in shown], "pm-table pm-truth pm-devices")


def _brief(shown: Sequence[Difference], trio: Trio, say: Words) -> str:
    """The rows by name, folded."""
    asked = list(dict.fromkeys(_asked(one, say) for one in shown))
    title = say("devices.brief", device=trio.gpu["device"]["name"], count=len(asked))
    return "\n".join([f'??? note "{title}"', "", *(f"    - {one}" for one in asked)])


def _asked(one: Difference, say: Words) -> str:
    return f"[{one.row.text[say.locale]}]({one.table.page}.md#{one.row.anchor})"


def _line(one: Difference, values: dict[str, Text], legend: Legend) -> list[str]:
    say, names = legend.say, legend.shown.modes
    every = set(one.modes) == set(one.table.columns)
    modes = say("devices.every") if every else say.join([names[mode][say.locale] for mode in one.modes])
    return [
        _asked(one, say),
        modes,
        *(cells.markdown(cell, values | one.table.values, legend) for cell in (one.old, one.new)),
    ]


def _summary(trio: Trio, say: Words) -> str:
    """How many cells of all, in every mode, were compared, and how many are the device's doing and the release's."""
    here, alike, gpu = (trio.cells(name) for name in _RUNS)
    compared = [
        (here[probe][mode], alike[probe][mode], gpu[probe][mode])
        for probe in here
        if probe in alike and probe in gpu
        for mode in here[probe]
        if mode in alike[probe] and mode in gpu[probe]
    ]
    counts = {
        "cells": len(compared),
        "release": sum(answer(old) != answer(same) for old, same, _ in compared),
        "device": sum(answer(same) != answer(new) for _, same, new in compared),
        "both": sum(answer(old) != answer(same) != answer(new) for old, same, new in compared),
        "missing": len(gpu.keys() - alike.keys()),
        "torch": releases.of(trio.twin),
        "here": releases.of(trio.here),
        "gpu": trio.gpu["device"]["name"],
    }
    told = [say("devices.summary", **counts)]
    told += [say("devices.missing", **counts)] if counts["missing"] else []
    ran = say("devices.ran", **{name: provenance.where(getattr(trio, name), say) for name in _RUNS})
    where = f"{say.sentences([ran, _links(trio, say)])}\n{{ .pm-provenance }}"
    return f"{say.sentences(told)}\n{{ .pm-reading }}\n\n{where}"


def _links(trio: Trio, say: Words) -> str:
    urls = (f"{{{{site_root}}}}records/{folder}/behaviour.json" for folder in trio.folders)
    return say("devices.records", **dict(zip(_RUNS, urls, strict=True)))
