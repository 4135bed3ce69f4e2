"""The addresses that scripts/render/changes.py gives to releases: each that is recorded but the oldest."""

import re
from collections.abc import Iterator
from pathlib import Path

from scripts import pins
from scripts.records import RecordError
from scripts.render.releases import anchor, order

PAGE = "changes"
_FOLDER = re.compile(r"torch-(?P<torch>[\w.]+)-cpu")


def anchors(root: Path) -> Iterator[tuple[str, str]]:
    """(page, anchor) of each release that is compared with one before it."""
    folder = root / "docs" / "records"
    found = {match["torch"] for path in folder.glob("*/*.json") if (match := _FOLDER.fullmatch(path.parent.name))}
    try:
        found.add(pins.load(folder / "pinned" / "behaviour.json").platform["torch"])
    except (RecordError, KeyError):  # check/truth_tables.py says so
        return
    yield from ((PAGE, anchor(torch)) for torch in sorted(found, key=order)[1:])
