"""What the page on frameworks shows: docs/data/frameworks.yml names cases of the committed record, in both languages,
each once, and every case is shown.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts import records
from scripts.check import data
from scripts.check.problem import Problem, Unreadable
from scripts.records import RecordError
from scripts.render.behaviour_data import Row
from scripts.render.frameworks_data import PAGE
from scripts.render.words import LOCALES

PATH = Path("docs/data/frameworks.yml")
RECORD = Path("docs/records/frameworks-cpu/frameworks.json")


def problems(root: Path) -> Iterator[Problem]:
    if not (root / PATH).exists():
        return
    facts = _recorded(root)
    seen: set[str] = set()
    for line, entry in _entries(root):
        name = str(entry.get("case"))
        if missing := [locale for locale in LOCALES if not isinstance(entry.get(locale), str)]:
            yield Problem(PATH, line, f"{name} has no words in {missing[0]}", "say the row in both languages")
        if name not in facts:
            yield Problem(PATH, line, f"{name} is not in {RECORD}", "correct the name, or run `make frameworks`")
        elif (fact := entry.get("fact")) and fact not in facts[name]:
            yield Problem(PATH, line, f"{name} has no fact {fact!r}", f"take one of {', '.join(facts[name])}")
        if name in seen:
            yield Problem(PATH, line, f"{name} stands twice, and its address too", "keep one")
        seen.add(name)
    for name in sorted(facts.keys() - seen):
        yield Problem(PATH, 1, f"{name} was run and is shown nowhere", "add a row, or delete the case")


def anchors(root: Path) -> Iterator[tuple[str, str]]:
    """(page, anchor) of each row that can be cited."""
    if (root / PATH).exists():
        yield from ((PAGE, Row(str(entry.get("case")), {}).anchor) for _, entry in _entries(root))


def _recorded(root: Path) -> dict[str, dict[str, Any]]:
    try:
        return {row["id"]: row["facts"] for row in records.load(root / RECORD, "frameworks")["rows"]}
    except RecordError:
        raise Unreadable(Problem(RECORD, 1, "is no record of the frameworks", "run `make frameworks`")) from None


def _entries(root: Path) -> list[tuple[int, dict[str, Any]]]:
    loaded = data.load(root, PATH.as_posix())
    try:
        return [
            (data.line(node), dict(entry))
            for framework, parts in data.mapping(root, PATH.as_posix())
            for part, listed in parts.value
            for node, entry in zip(listed.value, loaded[framework.value][part.value], strict=True)
        ]
    except (AttributeError, KeyError, TypeError, ValueError):
        what = "is not frameworks with their parts, each a list of rows"
        raise Unreadable(Problem(PATH, 1, what, "see scripts/render/frameworks_data.py")) from None
