"""The pinned truth tables: what every cell held when somebody last read it, in docs/records/pinned/behaviour.json.

    {"platform": {"torch": "2.13.0", "system": "Linux x86_64", "cpu_capability": "AVX512"},
     "cells": {"graph/output-requires-grad": {"True": "grad, enable_grad", "False": "no_grad, inference_mode"}}}

Each answer stands once, with the modes that give it, so that a change reads as one in git's diff.

On the pinned platform a cell that differs is a change that somebody must acknowledge; elsewhere it is a difference to show.
"""

import json
import platform as system
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts import whole
from scripts.records import COMMITTED, ROOT, Record, RecordError

PATH = COMMITTED / "pinned" / "behaviour.json"
Cells = dict[str, dict[str, str]]
_BETWEEN = ", "
_EXTRAS = re.compile(r" \((warns|leaks)\) ")


@dataclass(frozen=True, order=True)
class Change:
    """One cell that is not as pinned; None where there is no such cell."""

    probe: str
    mode: str
    old: str | None
    new: str | None

    def __str__(self) -> str:
        return f"{self.probe} · {self.mode}: was {_shown(self.old)}, is {_shown(self.new)}"


def lines(changed: Sequence[Change], pinned: Cells) -> list[str]:
    """The changes for a terminal: a line for each probe and each pair of old and new, with the modes it holds in."""
    together: dict[tuple[str, str | None, str | None], list[str]] = {}
    new = {one.probe: 0 for one in changed if one.probe not in pinned}
    for one in changed:
        if one.probe in new:
            new[one.probe] += 1
        else:
            together.setdefault((one.probe, one.old, one.new), []).append(one.mode)
    told = [str(Change(probe, ", ".join(modes), old, is_now)) for (probe, old, is_now), modes in together.items()]
    return told + [f"{probe}: {count} cells are not pinned yet" for probe, count in new.items()]


@dataclass(frozen=True)
class Pins:
    """The expectation: on which platform it was accepted, and the text of every cell."""

    platform: dict[str, str]
    cells: Cells


def text(cell: dict[str, Any]) -> str:
    """A cell in one line: its value, or `! ` and its error; then its warnings and leaks."""
    parts = [f"! {cell['error']}" if "error" in cell else cell["value"]]
    parts += [f"(warns) {warning}" for warning in cell.get("warnings", ())]
    parts += [f"(leaks) {leak}" for leak in cell.get("leaks", ())]
    return " ".join(parts)


def cell(told: str) -> dict[str, Any]:
    """The cell that `text` told."""
    said, *more = _EXTRAS.split(told)
    found: dict[str, Any] = {"error": said[2:]} if said.startswith("! ") else {"value": said}
    for kind, one in zip(more[::2], more[1::2], strict=True):
        found.setdefault({"warns": "warnings", "leaks": "leaks"}[kind], []).append(one)
    return found


def texts(record: Record, probes: Collection[str] | None = None) -> Cells:
    """The cells of a record, each in one line; those of some probes only, where they are given."""
    rows = (row for row in record["rows"] if probes is None or row["id"] in probes)
    return {row["id"]: {mode: text(cell) for mode, cell in row["cells"].items()} for row in rows}


def platform(record: Record) -> dict[str, str]:
    """What must agree before a changed cell is torch's doing and not the machine's."""
    device = record["device"]
    return {
        "torch": record["torch"]["version"].split("+")[0],
        "system": device["name"] if device else f"{system.system()} {system.machine()}",
        "cpu_capability": record["torch"]["cpu_capability"],
    }


def load(path: Path = PATH) -> Pins:
    """Raises RecordError, of one line, for a file that is missing or is not a table of pins."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        cells = {probe: _spread(answers) for probe, answers in found["cells"].items()}
        return Pins(found["platform"], cells)
    except FileNotFoundError:
        raise RecordError(f"{_name(path)}: no such file; run `make bless`, and read what it pins") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(f"{_name(path)}: not a table of pins ({error!r}); restore it from git") from None


def save(record: Record, path: Path = PATH) -> None:
    """Accept every cell of a record, in one step. Raises NotWritten."""
    accepted = {
        "platform": platform(record),
        "cells": {probe: _gathered(cells) for probe, cells in texts(record).items()},
    }
    whole.write(path, json.dumps(accepted, ensure_ascii=False, indent=1) + "\n")


def changes(pins: Pins, record: Record) -> list[Change]:
    """The cells that differ, those that are new and those that are gone, in order."""
    return compare(pins.cells, texts(record))


def compare(old: Cells, new: Cells) -> list[Change]:
    names = {(probe, mode) for cells in (old, new) for probe, modes in cells.items() for mode in modes}
    both = (Change(probe, mode, old.get(probe, {}).get(mode), new.get(probe, {}).get(mode)) for probe, mode in names)
    return sorted((one for one in both if one.old != one.new), key=lambda one: (one.probe, one.mode))


def holds_here(pins: Pins, record: Record) -> bool:
    """Whether the record was made on the platform of the pins."""
    return pins.platform == platform(record)


def _gathered(cells: dict[str, str]) -> dict[str, str]:
    """From the text of each mode to the modes of each text."""
    together: dict[str, list[str]] = {}
    for mode, told in cells.items():
        together.setdefault(told, []).append(mode)
    return {told: _BETWEEN.join(modes) for told, modes in together.items()}


def _spread(answers: dict[str, str]) -> dict[str, str]:
    return {mode: told for told, modes in answers.items() for mode in modes.split(_BETWEEN)}


def _shown(cell: str | None) -> str:
    return "not there" if cell is None else repr(cell)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)
