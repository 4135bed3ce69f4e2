"""docs/data/topics.yml: the ids of what this handbook must cover, claims by topic, and gaps."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from scripts.check import data
from scripts.check.problem import Problem, Unreadable

PATH = Path("docs/data/topics.yml")
_SHAPE = {"claims": dict, "gaps": list}


@dataclass(frozen=True)
class Topics:
    """`claims` maps each id to its topic; `gaps` are what the tutorials leave out."""

    claims: dict[str, str] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()

    @property
    def every(self) -> tuple[str, ...]:
        return (*self.claims, *self.gaps)


def line(root: Path, name: str) -> int:
    """Where an id stands in the file."""
    lines = (root / PATH).read_text(encoding="utf-8").splitlines()
    return next((number for number, text in enumerate(lines, 1) if re.search(rf"(?<![\w-]){name}(?![\w-])", text)), 1)


def load(root: Path) -> Topics:
    """Nothing where there is no file. Raises Unreadable for one that holds something else."""
    if not (root / PATH).exists():
        return Topics()
    found = data.load(root, PATH.as_posix())
    if wrong := next(data.misshapen(found, _SHAPE), None):
        raise Unreadable(Problem(PATH, 1, wrong, "it has claims, by topic, and gaps"))
    return Topics(
        {name: topic for topic, names in found["claims"].items() for name in names or ()}, tuple(found["gaps"])
    )
