"""What the pages show of the truth tables: docs/data/behaviour/<page>.yml, one file a page, both languages beside each other.

    tables:
      recorded:                                  # the block generated/behaviour-graph-recorded.md
        columns: [grad, no_grad, inference_mode]
        rows:
          - {probe: graph/backward, zh: …, en: …}
    values:                                      # words for what probes answer; yes, no and None have theirs already
      - {is: "weight=True, bias=True", zh: …, en: …}
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from scripts.records import ROOT
from scripts.render.words import LOCALES, WordsError

FOLDER = ROOT / "docs" / "data" / "behaviour"
ERRORS = ROOT / "docs" / "data" / "errors.yml"
_NOT_TABLES = ("modes", "explorer")

Text = dict[str, str]


@dataclass(frozen=True)
class Row:
    """A row as shown: the probe, and its words by language."""

    probe: str
    text: Text

    @property
    def anchor(self) -> str:
        """`graph/backward` -> `row-graph-backward`: what is cited, so it never changes."""
        return f"row-{self.probe.replace('/', '-')}"


@dataclass(frozen=True)
class Table:
    """One block. `values` maps a cell's text to words by language."""

    page: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    values: dict[str, Text]

    @property
    def block(self) -> str:
        return f"behaviour-{self.page}-{self.name}"


def tables() -> list[Table]:
    """Every table of every page. Raises WordsError for a file that is not as described above."""
    return [table for path in sorted(FOLDER.glob("*.yml")) if path.stem not in _NOT_TABLES for table in _tables(path)]


def modes() -> dict[str, Text]:
    """How each mode is called, by its id."""
    return {one["id"]: _text(FOLDER / "modes.yml", one) for one in read(FOLDER / "modes.yml")}


def error_slugs() -> list[tuple[str, str]]:
    """(fragment of a message, slug of its entry on the errors page)."""
    return [(one["message"], one["slug"]) for one in read(ERRORS)] if ERRORS.exists() else []


@cache
def _parsed(path: Path, _changed: int) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise _error(path, f"is not YAML ({' '.join(str(error).split())})") from None


def read(path: Path) -> Any:
    """A data file, parsed again only when it changed."""
    return _parsed(path, path.stat().st_mtime_ns)


def _tables(path: Path) -> Iterator[Table]:
    found = read(path)
    try:
        values = {one["is"]: _text(path, one) for one in found.get("values") or ()}
        for name, table in found["tables"].items():
            rows = tuple(Row(row["probe"], _text(path, row)) for row in table["rows"])
            yield Table(path.stem, name, tuple(table["columns"]), rows, values)
    except (KeyError, TypeError, AttributeError) as error:
        raise _error(path, f"is not as described in scripts/render/behaviour_data.py ({error!r})") from None


def _text(path: Path, found: dict[str, Any]) -> Text:
    missing = [locale for locale in LOCALES if not isinstance(found.get(locale), str)]
    if missing:
        raise _error(path, f"{found.get('probe') or found.get('is') or found.get('id')}: no words in {missing[0]}")
    return {locale: found[locale] for locale in LOCALES}


def _error(path: Path, what: str) -> WordsError:
    return WordsError(f"{path.relative_to(ROOT)}: {what}; correct it")
