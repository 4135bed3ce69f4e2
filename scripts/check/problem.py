"""What a check finds: where it is, what is wrong, and what to do about it."""

import re
from dataclasses import dataclass
from pathlib import Path

_MESSAGE = re.compile(r"(?P<path>.+?):(?P<line>\d+): (?P<what>.*?)(?:; (?P<remedy>[^;]*))?", re.DOTALL)


@dataclass(frozen=True, order=True)
class Problem:
    """One line of the report. `path` is relative to the root, `line` counts from 1."""

    path: Path
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.line}: {self.what}; {self.remedy}"


class Unreadable(Exception):
    """A file without which a check has nothing to say."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def from_error(error: Exception, root: Path) -> Problem:
    """The problem that a PageError or SnippetError tells; both are worded as a problem is printed."""
    found = _MESSAGE.fullmatch(str(error))
    if found is None:
        raise error
    path = Path(found["path"])
    if path.is_relative_to(root):
        path = path.relative_to(root)
    return Problem(path, int(found["line"]), found["what"], found["remedy"] or "correct it")
