"""docs/data/topics.yml: the ids of what this handbook must cover, claims by topic, and gaps."""

from dataclasses import dataclass, field
from pathlib import Path

from scripts.check import data

PATH = Path("docs/data/topics.yml")


@dataclass(frozen=True)
class Topics:
    """`claims` maps each id to its topic; `gaps` are what the tutorials leave out."""

    claims: dict[str, str] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()

    @property
    def every(self) -> tuple[str, ...]:
        return (*self.claims, *self.gaps)


def load(root: Path) -> Topics:
    """Nothing where there is no file."""
    if not (root / PATH).exists():
        return Topics()
    found = data.load(root, PATH.as_posix())
    return Topics({name: topic for topic, names in found["claims"].items() for name in names}, tuple(found["gaps"]))
