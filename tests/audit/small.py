"""Real commands that take seconds, what they make, and two versions of a word so that each run has something to write."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

WORDS = "docs/data/words/en.yml"
VERSIONS = ("  faster: faster\n", "  faster: quicker\n")
PAGE = "en/performance/time"

Files = Mapping[str, str]


@dataclass(frozen=True)
class Kind:
    """A command, what it makes, and its settings. `whole`: all that it makes changes in one step, not file by file."""

    command: tuple[str, ...]
    made: str
    whole: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)


KINDS = {
    "measuring": Kind(("scripts.measure.memory", "--mode", "full"), "build/records/cpu"),
    "rendering": Kind(("scripts.render",), "build/generated"),
    "building": Kind(("mkdocs", "build"), "site", True, {"ONLY": PAGE}),
}


def worded(project: Path, version: int) -> None:
    """Put one of two words into the project; blocks and pages differ by it."""
    path = project / WORDS
    text = path.read_text(encoding="utf-8")
    assert sum(map(text.count, VERSIONS)) == 1, f"{WORDS} no longer holds one of {VERSIONS}; choose another word"
    for other in VERSIONS:
        text = text.replace(other, VERSIONS[version])
    path.write_text(text, encoding="utf-8")


def files(folder: Path) -> Files:
    """The hash of every file by its name; what a killed run left unfinished begins with a dot and is not one of them."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
