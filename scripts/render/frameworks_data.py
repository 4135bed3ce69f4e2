"""What the page on frameworks shows: docs/data/frameworks.yml names the cases of the record, both languages beside each other.

lightning:
  switches:                                  # rows of the table: what a forward pass met
    - {case: lightning/fit, zh: …, en: …}
  answers:                                   # a list below it: one fact of a case, `answer` unless another is named
    - {case: lightning/load-from-checkpoint, fact: training, zh: …, en: …}
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.records import ROOT
from scripts.render.behaviour_data import Row, read, text
from scripts.render.words import WordsError

FILE = ROOT / "docs" / "data" / "frameworks.yml"
PAGE = "recipes/frameworks"


@dataclass(frozen=True)
class Answer:
    """A row, and which fact of its case it tells."""

    row: Row
    fact: str


@dataclass(frozen=True)
class Framework:
    """`name` is that of the package, the record's `framework`, and of the block `frameworks-<name>`."""

    name: str
    switches: tuple[Row, ...]
    answers: tuple[Answer, ...]

    @property
    def rows(self) -> list[Row]:
        return [*self.switches, *(one.row for one in self.answers)]


def load(path: Path = FILE) -> Sequence[Framework]:
    """Raises WordsError for a file that is not as described above."""
    if not path.exists():
        return ()
    try:
        return tuple(_framework(path, name, found) for name, found in read(path).items())
    except (KeyError, TypeError, AttributeError) as error:
        what = f"is not as described in scripts/render/frameworks_data.py ({error!r})"
        raise WordsError(f"{path}: {what}; correct it") from None


def _framework(path: Path, name: str, found: dict[str, Any]) -> Framework:
    answers = tuple(Answer(_row(path, one), one.get("fact", "answer")) for one in found["answers"])
    return Framework(name, tuple(_row(path, one) for one in found["switches"]), answers)


def _row(path: Path, one: dict[str, Any]) -> Row:
    return Row(one["case"], text(path, one))
