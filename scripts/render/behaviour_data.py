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
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from scripts.records import ROOT
from scripts.render.words import LOCALES, WordsError

FOLDER = ROOT / "docs" / "data" / "behaviour"
ERRORS = ROOT / "docs" / "data" / "errors.yml"
MODES = "modes"

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
    """One block. `values` maps a cell's text to words by language; `title` is what the mode explorer calls the table."""

    page: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    values: dict[str, Text]
    title: Text | None = None

    @property
    def block(self) -> str:
        return f"behaviour-{self.page}-{self.name}"


@dataclass(frozen=True)
class Shown:
    """All of it: the tables, how each mode is called, and (fragment of a message, slug of its entry on the errors page)."""

    tables: tuple[Table, ...] = ()
    modes: dict[str, Text] = field(default_factory=dict)
    errors: tuple[tuple[str, str], ...] = ()

    def entry_of(self, said: str) -> str | None:
        """The slug of the entry on the errors page that explains an error, if there is one."""
        return next((slug for message, slug in self.errors if message in said), None)


def load(folder: Path = FOLDER, errors: Path = ERRORS) -> Shown:
    """Raises WordsError for a file that is not as described above."""
    paths = [path for path in sorted(folder.glob("*.yml")) if path.stem != MODES]
    names = folder / f"{MODES}.yml"
    entries = read(errors) if errors.exists() else []
    return Shown(
        tuple(table for path in paths for table in _tables(path)),
        {one["id"]: text(names, one) for one in read(names)},
        tuple((one["message"], one["slug"]) for one in entries),
    )


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
        values = {one["is"]: text(path, one) for one in found.get("values") or ()}
        for name, table in found["tables"].items():
            rows = tuple(Row(row["probe"], text(path, row)) for row in table["rows"])
            title = text(path, table["title"]) if "title" in table else None
            yield Table(path.stem, name, tuple(table["columns"]), rows, values, title)
    except (KeyError, TypeError, AttributeError) as error:
        raise _error(path, f"is not as described in scripts/render/behaviour_data.py ({error!r})") from None


def text(path: Path, found: dict[str, Any]) -> Text:
    missing = [locale for locale in LOCALES if not isinstance(found.get(locale), str)]
    if missing:
        raise _error(path, f"{found.get('probe') or found.get('is') or found.get('id')}: no words in {missing[0]}")
    return {locale: found[locale] for locale in LOCALES}


def _error(path: Path, what: str) -> WordsError:
    return WordsError(f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}: {what}; correct it")
