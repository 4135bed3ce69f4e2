"""docs/data/translations.json: {page: {slug: [zh, en]}}, the hashes of each section's two sides as last reviewed together."""

import json
from pathlib import Path
from typing import Any

from scripts import whole
from scripts.check.problem import Problem, Unreadable
from scripts.render.words import LOCALES

PATH = Path("docs/data/translations.json")
Reviewed = dict[str, dict[str, list[str]]]


def load(root: Path) -> Reviewed:
    """Raises Unreadable for a file that holds something else."""
    try:
        reviewed = json.loads((root / PATH).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise Unreadable(Problem(PATH, line, "is not JSON", "restore it from the last commit")) from None
    if not _is_reviewed(reviewed):
        raise Unreadable(Problem(PATH, 1, "is not {page: {slug: [zh, en]}}", "restore it from the last commit"))
    return reviewed


def save(root: Path, reviewed: Reviewed) -> None:
    """One section a line, sorted, so that a diff shows what was reviewed. Raises NotWritten."""
    pages = [
        f" {json.dumps(page)}: {{\n"
        + ",\n".join(f"  {json.dumps(slug)}: {json.dumps(hashes)}" for slug, hashes in sorted(slugs.items()))
        + "\n }"
        for page, slugs in sorted(reviewed.items())
        if slugs
    ]
    whole.write(root / PATH, "{\n" + ",\n".join(pages) + "\n}\n")


def lines(root: Path) -> dict[tuple[str, str], int]:
    """Where each entry stands in the file as `save` lays it out."""
    found, page = {}, ""
    text = (root / PATH).read_text(encoding="utf-8") if (root / PATH).exists() else ""
    for number, line in enumerate(text.splitlines(), 1):
        key = line.strip().partition('": ')[0].strip('"')
        if line.endswith("{") and key != "{":
            page = key
        found[page, key] = number
    return found


def _is_reviewed(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(slugs, dict)
        and all(isinstance(hashes, list) and len(hashes) == len(LOCALES) for hashes in slugs.values())
        for slugs in value.values()
    )
