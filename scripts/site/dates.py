"""When a page last changed, by git: the newest commit of its source, the snippets it shows and the data it is rendered from.

Nothing is said where it can't be known: without a repository, in a shallow clone (whose one commit touches every file), or
where one of the sources has changes that are not committed. Records of measurements don't count: a build measures anew.
"""

import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scripts import labs, pages
from scripts.records import ROOT
from scripts.render.words import LOCALES

_DATA = {
    "behaviour-": "docs/data/behaviour/{stem}.yml",
    "changes-known": "docs/data/changes.yml",
    "claims": "docs/data/claims.yml",
    "devices-": "docs/data/devices.yml",
    "frameworks-": "docs/data/frameworks.yml",
    "glossary": "docs/data/terms.yml",
}
_COMMIT = "\x01"


@dataclass(frozen=True)
class Dates:
    """{path from the root: `2026-11-27`} of what is committed, and the paths that are not as committed."""

    committed: dict[str, str] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()

    def newest(self, paths: Iterable[str]) -> str | None:
        """The newest date of these; None where one of them has none, or has changed since."""
        found = [None if path in self.changed else self.committed.get(path) for path in paths]
        return max(filter(None, found)) if found and all(found) else None

    def of(self, page: Path) -> str | None:
        return self.newest(sources(page))


def read(root: Path = ROOT) -> Dates:
    """The dates of all files of a repository."""
    shallow = _git(root, "rev-parse", "--is-shallow-repository")
    log = _git(root, "-c", "core.quotePath=false", "log", f"--format={_COMMIT}%cs", "--name-only", "--relative")
    status = _git(root, "-c", "core.quotePath=false", "status", "--porcelain", "--no-renames", ".")
    if log is None or status is None or shallow is None or shallow.strip() != "false":
        return Dates()
    committed: dict[str, str] = {}
    for commit in log.split(_COMMIT)[1:]:  # the newest first
        date, *paths = commit.split("\n")
        for path in filter(None, paths):
            committed.setdefault(path, date)
    return Dates(committed, frozenset(line[3:] for line in status.splitlines()))


def sources(page: Path) -> Iterator[str]:
    """The page's file, its snippets, and the data of its generated blocks or of its figures, as paths from the root."""
    yield page.relative_to(ROOT).as_posix()
    words = f"docs/data/{labs.FOLDER}/{page.stem}.yml"  # figures speak English by themselves
    if labs.is_lab(page) and page.is_relative_to(ROOT / "docs" / LOCALES[0]) and (ROOT / words).exists():
        yield words
    for include in pages.includes(page.read_text(encoding="utf-8"), page):
        if include.snippet:
            yield include.target
        block = include.target.removeprefix("generated/")
        for start, data in _DATA.items():
            path = data.format(stem=page.stem)
            if block.startswith(start) and (ROOT / path).exists():
                yield path


def _git(root: Path, *command: str) -> str | None:
    try:
        done = subprocess.run(["git", *command], cwd=root, capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
