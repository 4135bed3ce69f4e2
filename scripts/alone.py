"""One process at a time for what two can't do at once: a lock that says who holds it and ends with it.

A lock is a file with a process's number in it, locked by the system, so that a killed process leaves none. Where Python has no
flock (Windows), nothing is locked, and whoever starts two builds there has to look out for himself.
"""

import os
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # pragma: no cover
    fcntl = None  # type: ignore[assignment]


class Taken(Exception):
    """Another process is at it. The message is one line: what, which process, what to do."""


class Alone:
    """The lock on `path`, from `take` until `leave` or the end of the process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    def take(self, what: str) -> None:
        """Raises Taken, naming the process that is at it already. `what` is told: `another build of site`."""
        if fcntl is None:
            return
        while self._file is None:
            file = self.path.open("a+", encoding="utf-8")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Taken(f"{what} runs here, pid {_holder(file)}; wait until it is done, or stop it") from None
            if self._is_still(file):
                self._file = file
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n")
        self._file.flush()

    def leave(self) -> None:
        if self._file is not None:
            self.path.unlink(missing_ok=True)
            self._file.close()
            self._file = None

    def _is_still(self, file: IO[str]) -> bool:
        """Whether the file that was locked is the one that stands there: its last holder may just have removed it."""
        try:
            return os.path.samestat(os.fstat(file.fileno()), os.stat(self.path))
        except FileNotFoundError:
            return False


def _holder(file: IO[str]) -> str:
    file.seek(0)
    return file.read().strip() or "unknown"
