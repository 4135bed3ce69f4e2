"""docs/data/changes.yml: what whoever comes from an older torch should know first. What it says is found in the records.

- id: weights-only
  zh: …                              # what changed and what to do, without a release: that comes from the records
  en: …
  snippet: checkpoints/trust         # or probe: graph/leaf, and mode: no_grad
  was: "whole module default: Linear"               # a line that it printed or what it raised, or the cell, up to a release …
  is: "whole module default: UnpicklingError"       # … and from the next recorded one on
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.records import ROOT
from scripts.render import behaviour_data
from scripts.render.behaviour_data import Text
from scripts.render.words import LOCALES, WordsError

PATH = ROOT / "docs" / "data" / "changes.yml"


@dataclass(frozen=True)
class Known:
    """An entry. `mode` is empty for a snippet."""

    id: str
    text: Text
    source: str
    mode: str
    was: str
    is_now: str


def load(path: Path = PATH) -> list[Known]:
    """Raises WordsError for an entry that lacks something."""
    return [of_entry(path, one) for one in behaviour_data.read(path) or ()]


def of_entry(path: Path, one: Any) -> Known:
    """Raises WordsError where it lacks something, or is something else."""
    if not isinstance(one, dict):
        raise WordsError(f"docs/data/{path.name}: {one!r}: is no entry; see scripts/render/known_data.py")
    text = behaviour_data.text(path, {key: one.get(key) for key in ("id", *LOCALES)})
    try:
        source = one.get("snippet") or one["probe"]
        return Known(one["id"], text, source, one.get("mode", ""), str(one["was"]), str(one["is"]))
    except KeyError as error:
        raise WordsError(
            f"docs/data/{path.name}: {one.get('id')}: has no {error}; see scripts/render/known_data.py"
        ) from None
