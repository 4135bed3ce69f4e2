"""The releases of torch of which records of the CPU are there, the oldest first: answers of truth tables, and runs of snippets.

Any number of docs/records/torch-<x.y.z>-cpu records takes part; the pins and this build's run stand for the pinned release.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scripts import pins
from scripts.records import Record
from scripts.render.cells import Cell
from scripts.render.evidence import Evidence, Row

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
class Ran:
    """A release's run of the snippets: the rows that are about their text of today, by id."""

    torch: str
    rows: Mapping[str, Row]
    record: Record
    folder: str


def of(record: Record) -> str:
    """`2.13.0+cpu` -> `2.13.0`."""
    return str(record["torch"]["version"].split("+")[0])


def order(torch: str) -> tuple[int, ...]:
    """`2.9.1` before `2.13.0`."""
    return tuple(int(number) for number in re.findall(r"\d+", torch))


def anchor(torch: str) -> str:
    """`2.13.0` -> `torch-2-13-0`: what is cited, so it never changes."""
    return f"torch-{torch.replace('.', '-')}"


def answered(evidence: Evidence) -> list[Release]:
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
            one = _answered(folder, record)
            found.setdefault(one.torch, one)
    return sorted(found.values(), key=lambda one: order(one.torch))


def _answered(folder: str, record: Record) -> Release:
    answers = {row["id"]: row["cells"] for row in record["rows"]}
    hashes = {row["id"]: row["input_sha256"] for row in record["rows"]}
    return Release(of(record), answers, hashes, record, folder)


def ran(evidence: Evidence) -> list[Ran]:
    """One of each release, the oldest first; this build's before a record of its own release."""
    found: dict[str, Ran] = {}
    here = [("cpu", evidence.here["snippets"])] if "snippets" in evidence.here else []
    for folder, record in (*here, *evidence.elsewhere.get("snippets", ())):
        if not record["device"]:
            rows = {row["id"]: row for row in record["rows"] if not evidence.is_stale("snippets", row)}
            found.setdefault(of(record), Ran(of(record), rows, record, folder))
    return sorted(found.values(), key=lambda one: order(one.torch))
