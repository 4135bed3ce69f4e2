"""What must be covered: docs/data/coverage/*.yml maps each topic's id to the page, the section and the snippet that show it.

- {id: detach-shares-storage, page: modes/detach, anchor: shared, snippet: detach/shared}
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from scripts.check import data, sections
from scripts.check.problem import Problem
from scripts.render.words import LOCALES

FOLDER = Path("docs/data/coverage")
_KEYS = ("id", "page", "anchor", "snippet")


def problems(root: Path) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, node, entry in _entries(root):
        line = data.line(node)
        if missing := [key for key in _KEYS if not isinstance(entry.get(key), str)]:
            yield Problem(path, line, f"{missing[0]} is missing", f"an entry has {', '.join(_KEYS)}")
            continue
        if entry["id"] in seen:
            yield Problem(path, line, f"{entry['id']} stands twice", "keep one: a fact has one home")
        seen.add(entry["id"])
        yield from _shown(root, path, line, entry)


def count(root: Path) -> int:
    return sum(1 for _ in _entries(root))


def _shown(root: Path, path: Path, line: int, entry: dict[str, str]) -> Iterator[Problem]:
    include = f'--8<-- "snippets/{entry["snippet"]}.md"'
    for locale in LOCALES:
        page = sections.pages(root, locale).get(entry["page"])
        section = page and page.by_slug.get(entry["anchor"])
        if section is None:
            what = f"{entry['id']}: docs/{locale} has no {entry['page']}#{entry['anchor']}"
            yield Problem(path, line, what, "correct page or anchor")
        elif include not in section.text:
            what = f"{entry['id']}: docs/{locale} does not show {entry['snippet']} at {entry['page']}#{entry['anchor']}"
            yield Problem(path, line, what, "correct the anchor or the snippet")


def _entries(root: Path) -> Iterator[tuple[Path, yaml.Node, dict[str, Any]]]:
    for path in sorted((root / FOLDER).glob("*.yml")):
        relative = path.relative_to(root)
        nodes = data.compose(root, relative.as_posix())
        yield from (
            (relative, node, entry)
            for node, entry in zip(nodes.value, data.load(root, relative.as_posix()), strict=True)
        )
