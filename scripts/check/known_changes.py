"""docs/data/changes.yml: each line is shown by two neighbouring records, and says no release by hand.

Records are asked as they are: a snippet that was rewritten since keeps its line from being published, and fails nothing.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from scripts import pins, records, snippets
from scripts.check import data, prose, typography
from scripts.check.problem import Problem, Unreadable
from scripts.render import changes_known, known_data
from scripts.render.evidence import Evidence
from scripts.render.releases import answered, ran
from scripts.render.words import WordsError

PATH = Path("docs/data/changes.yml")
_RELEASE = re.compile(r"\d+\.\d+")


def problems(root: Path) -> Iterator[Problem]:
    if not (root / PATH).exists():
        return
    known = [(line, _known(line, entry)) for line, entry in data.entries(root, PATH.as_posix())]
    try:
        cells, outputs = _recorded(root, {one.source for _, one in known})
    except records.RecordError as error:
        told = str(error).partition("; delete")[0]  # these are committed: nobody can measure them again at will
        remedy = "restore the record with git"
        raise Unreadable(Problem(PATH, 1, f"can't be compared with the records ({told})", remedy)) from None
    for line, one in known:
        if changes_known.step(one, cells, outputs) is None:
            what = f"{one.id}: no two neighbouring releases show {one.was!r} and then {one.is_now!r} in {one.source}"
            yield Problem(PATH, line, what, "correct it, or take it away")
        if any(_RELEASE.search(prose.without_code(text)) for text in one.text.values()):
            yield Problem(PATH, line, f"{one.id}: names a release", "leave it out: the records tell it")
        for what, remedy in typography.text_problems(prose.without_code(one.text["zh"])):
            yield Problem(PATH, line, f"{one.id}: {what}", remedy)


def _known(line: int, entry: dict[str, Any]) -> known_data.Known:
    try:
        return known_data.of_entry(PATH, entry)
    except WordsError as error:
        what, _, remedy = str(error).partition(": ")[2].rpartition("; ")
        raise Unreadable(Problem(PATH, line, what, remedy)) from None


def _recorded(root: Path, asked: set[str]) -> tuple[list, list]:
    """The rows asked for of the committed records of the CPU; with the pinned torch, snippets print what they expect."""
    folder = root / "docs" / "records"
    found = {
        kind: [
            (path.parent.name, records.load(path, kind, asked))
            for path in sorted(folder.glob(f"torch-*-cpu/{kind}.json"))
        ]
        for kind in ("behaviour", "snippets")
    }
    pinned = pins.load(folder / "pinned" / "behaviour.json")
    here = {"snippets": _expected(root, pinned.platform["torch"])}
    gathered = Evidence(here, found, pins=pinned)
    return answered(gathered), ran(gathered)


def _expected(root: Path, torch: str) -> records.Record:
    parsed = []
    for path in snippets.find(root / "snippets"):
        with suppress(snippets.SnippetError):  # check/snippets.py says so
            parsed.append(snippets.parse(path))
    rows = [
        {"id": one.id, "input_sha256": one.sha256, "outcome": "passed", "output": one.expected.text, "reason": None}
        for one in parsed
        if one.expected
    ]
    return {"torch": {"version": torch}, "device": None, "rows": rows}
