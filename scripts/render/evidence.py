"""What the renderers read: this build's records, the committed ones, and what the code of today would measure.

Everything that can differ between machines enters here, so that rendering itself is a function of its arguments.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts import claims, pins, records, snippets
from scripts.claims import Claim
from scripts.pins import Pins
from scripts.records import ROOT, Record, RecordError
from scripts.render import behaviour_data, frameworks_data, known_data, places
from scripts.render.behaviour_data import Shown
from scripts.render.frameworks_data import Framework
from scripts.render.known_data import Known
from scripts.render.places import Place
from scripts.render.words import LOCALES

Row = dict[str, Any]
_read: dict[Path, tuple[tuple[int, int] | None, Record]] = {}
TERMS = records.ROOT / "docs" / "data" / "terms.yml"


@dataclass(frozen=True)
class Evidence:
    """`here` holds this build's records by kind, `elsewhere` the committed ones with their folders.

    `current` gives, by kind, the hash that each row would have if it were measured now; a kind that is missing can't be
    judged (nothing to compare with), and no row of it is called out of date. `places`: where snippets are shown, `titles`: what
    pages are called, by language.
    """

    here: Mapping[str, Record]
    elsewhere: Mapping[str, Sequence[tuple[str, Record]]] = field(default_factory=dict)
    current: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    pins: Pins | None = None
    shown: Shown = field(default_factory=Shown)
    frameworks: Sequence[Framework] = ()
    claims: Sequence[Claim] = ()
    places: Mapping[str, Mapping[str, Place]] = field(default_factory=dict)
    terms: Sequence[dict[str, Any]] = ()
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    known: Sequence[Known] = ()

    def gpu(self, kind: str) -> list[tuple[str, Record]]:
        """Committed records of a kind that were made on a GPU, the newest first."""
        found = [pair for pair in self.elsewhere.get(kind, ()) if pair[1]["device"]]
        return sorted(found, key=lambda pair: pair[1]["run"]["started"], reverse=True)

    def is_stale(self, kind: str, row: Row, device: str = "cpu") -> bool:
        """Whether the workload behind a row was changed, or removed, since the row was measured."""
        known = self.current.get(f"{kind}-{device}")
        return known is not None and known.get(row_key(row)) != row["input_sha256"]


def row_key(row: Row) -> str:
    """The same for a row of today and one of a record: `mlp batch=1 layers=3 width=64`, or a snippet's id."""
    if "id" in row:
        return str(row["id"])
    return " ".join([row["workload"], *(f"{key}={value}" for key, value in sorted(row["params"].items()))])


def gather() -> Evidence:
    """Read every record there is. Raises RecordError for one that can't be used; a missing one is no error."""
    kinds = ("snippets", "timing", "memory", "behaviour")
    paths = {kind: records.BUILT / f"{kind}.json" for kind in kinds}
    found = {kind: _load(path, kind) for kind, path in paths.items() if path.exists()}
    return Evidence(
        here=found,
        elsewhere={kind: records.committed(kind, _load) for kind in (*kinds, "frameworks")},
        current={"snippets-cpu": _snippets_now(), **_workloads_now(), **probes_now()},
        shown=behaviour_data.load(),
        frameworks=frameworks_data.load(),
        terms=behaviour_data.read(TERMS),
        pins=pins.load() if pins.PATH.exists() else None,
        claims=claims.load(),
        known=known_data.load(),
        places={locale: places.of_snippets(ROOT, locale) for locale in LOCALES},
        titles={locale: places.titles(ROOT, locale) for locale in LOCALES},
    )


def _load(path: Path, kind: str) -> Record:
    """A record as it was read before, where its file is the same: the live site gathers again at every change."""
    told = path.stat()
    at, record = _read.get(path, (None, {}))
    if at != (told.st_mtime_ns, told.st_size):
        record = records.load(path, kind)
        _read[path] = ((told.st_mtime_ns, told.st_size), record)
    return record


def _snippets_now() -> dict[str, str]:
    parsed = (snippets.parse(path) for path in snippets.find())
    return {snippet.id: snippet.sha256 for snippet in parsed}


def _workloads_now() -> dict[str, dict[str, str]]:
    """Hashes of today's workloads by kind and device; nothing where torch, which they are built with, isn't there."""
    try:
        from scripts.measure import suite
    except ImportError:
        return {}
    weighed = [weighing.workload for weighing in suite.weighed()]
    rows = {
        "timing-cpu": suite.timed("cpu"),
        "timing-cuda": suite.timed("cuda"),
        "memory-cpu": weighed,
        "memory-cuda": weighed,
    }
    return {name: {row.label: row.input_sha256 for row in listed} for name, listed in rows.items()}


def probes_now() -> dict[str, dict[str, str]]:
    """Hashes of today's probes and cases, by device; nothing where torch isn't there."""
    try:
        from scripts.measure.behaviour import probe
        from scripts.measure.frameworks import case
    except ImportError:
        return {}
    hashes = {one.id: one.input_sha256 for one in probe.every()}
    cases = {one.id: one.input_sha256 for one in case.every()}
    return {"behaviour-cpu": hashes, "behaviour-cuda": hashes, "frameworks-cpu": cases}


def require_row(record: Record | None, kind: str, identity: str) -> Row:
    """A row by its id. Raises RecordError, naming the file, where the record or the row is missing."""
    path = records.BUILT / f"{kind}.json"
    if record is None:
        raise RecordError(f"{path}: no such record; run `make site`")
    row = next((row for row in record["rows"] if row["id"] == identity), None)
    if row is None:
        raise RecordError(f"{path}: rows: {identity!r} is missing; run `make site`")
    return row
