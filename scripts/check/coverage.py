"""What must be covered: docs/data/coverage/*.yml maps each topic's id to the page, the section and the snippet that show it.

- {id: detach-shares-storage, page: modes/detach, anchor: shared, snippet: detach/shared}

python -m scripts.check.coverage prints the map of all that docs/data/topics.yml lists; exit 1 if something is not shown.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scripts.check import data, sections, topics
from scripts.check.problem import Problem, Unreadable
from scripts.records import ROOT
from scripts.render.words import LOCALES

FOLDER = Path("docs/data/coverage")
MISSING = "is not covered"
_KEYS = ("id", "page", "anchor", "snippet")


def main(argv: Sequence[str] | None = None, root: Path = ROOT) -> int:
    argparse.ArgumentParser(
        prog="python -m scripts.check.coverage",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    ).parse_args(argv)
    try:
        found = rows(root)
        wrong = [
            problem for problem in problems(root) if problem.path != topics.PATH
        ]  # the map itself says what is missing
    except Unreadable as error:
        print(error.problem)
        return 1
    wide = max((len(name) for name, *_ in found), default=0)
    for name, place, snippet in found:
        print(f"{name:<{wide}}  {place}  {snippet}".rstrip())
    for problem in wrong:
        print(problem)
    missing = sum(place == MISSING for _, place, _ in found)
    print(f"{len(found)} topics, {missing} of them not covered")
    return int(bool(missing or wrong))


def rows(root: Path) -> list[tuple[str, str, str]]:
    """(id, page#anchor, snippet) of everything that must be covered, in the order of docs/data/topics.yml."""
    found = {entry["id"]: entry for _, _, entry in _entries(root) if not _missing(entry)}
    return [
        (name, f"{entry['page']}#{entry['anchor']}", entry["snippet"])
        if (entry := found.get(name))
        else (name, MISSING, "")
        for name in topics.load(root).every
    ]


def ids(root: Path) -> set[str]:
    """What is covered."""
    return {entry["id"] for _, _, entry in _entries(root) if isinstance(entry.get("id"), str)}


def problems(root: Path) -> Iterator[Problem]:
    seen: set[str] = set()
    listed = topics.load(root).every
    for path, line, entry in _entries(root):
        if missing := _missing(entry):
            yield Problem(path, line, f"{missing[0]} is missing", f"an entry has {', '.join(_KEYS)}")
            continue
        if entry["id"] in seen:
            yield Problem(path, line, f"{entry['id']} stands twice", "keep one: a fact has one home")
        if listed and entry["id"] not in listed:
            yield Problem(
                path, line, f"{entry['id']} is not in {topics.PATH.as_posix()}", "correct the id, or list it there"
            )
        seen.add(entry["id"])
        yield from _shown(root, path, line, entry)
    for name in (name for name in listed if name not in seen):
        yield Problem(topics.PATH, topics.line(root, name), f"{name} {MISSING}", "map it in docs/data/coverage")


def count(root: Path) -> int:
    return sum(1 for _ in _entries(root))


def _shown(root: Path, path: Path, line: int, entry: dict[str, str]) -> Iterator[Problem]:
    include = f'--8<-- "snippets/{entry["snippet"]}.md"'
    for locale in LOCALES:
        page = sections.named(root, locale, entry["page"])
        section = page and page.by_slug.get(entry["anchor"])
        if section is None:
            what = f"{entry['id']}: docs/{locale} has no {entry['page']}#{entry['anchor']}"
            yield Problem(path, line, what, "correct page or anchor")
        elif include not in section.text:
            what = f"{entry['id']}: docs/{locale} does not show {entry['snippet']} at {entry['page']}#{entry['anchor']}"
            yield Problem(path, line, what, "correct the anchor or the snippet")


def _missing(entry: dict[str, Any]) -> list[str]:
    return [key for key in _KEYS if not isinstance(entry.get(key), str)]


def _entries(root: Path) -> Iterator[tuple[Path, int, dict[str, Any]]]:
    for path in sorted((root / FOLDER).glob("*.yml")):
        relative = path.relative_to(root)
        yield from ((relative, line, entry) for line, entry in data.entries(root, relative.as_posix()))


if __name__ == "__main__":
    sys.exit(main())
