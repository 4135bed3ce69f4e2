"""Files and folders that are whole or not there: written beside the old one, then put in its place in one step.

Whatever ends the process, what stood there stays until the new one is complete. Needs nothing but the standard library, because
`make gpu` runs on machines that have little else.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

_REMEDIES = {
    errno.ENOSPC: "free some space and run it again",
    errno.EDQUOT: "free some of your quota and run it again",
    errno.EROFS: "run it where the folder can be written to",
    errno.EACCES: "make it yours to write, or run it as its owner",
    errno.EPERM: "make it yours to write, or run it as its owner",
    errno.EMFILE: "raise the limit of open files (ulimit -n)",
}


class NotWritten(Exception):
    """Something could not be written. The message is one line: path: what the system says; what to do."""


def refusal(path: Path | str, error: OSError) -> NotWritten:
    """An error of the system as a line to act on. What stood there before is as it was."""
    said = (error.strerror or str(error)).lower()
    remedy = _REMEDIES.get(error.errno or 0, "see what the system says, and run it again")
    return NotWritten(f"{path}: can't be written ({said}); {remedy}")


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A file to write into, which takes the place of `path` once all of it is on the disk. Raises NotWritten."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise refusal(path, error) from None
        raise


def write(path: Path, text: str) -> None:
    """The text in one step. Raises NotWritten."""
    with replacing(path) as file:
        file.write(text)


def unfinished(_folder: str, names: list[str]) -> list[str]:
    """What a killed run left beside the whole files: for shutil.copytree(ignore=…)."""
    return [name for name in names if name.startswith(".")]


def swap(new: Path, old: Path) -> None:
    """Put a folder in the place of another, and remove the other. Where the system can exchange two names, there is no moment
    without one of them; elsewhere a killed process may leave the old one beside, and `restore` puts it back.
    """
    if old.exists() and not _exchanged(new, old):
        aside = _aside(old)
        shutil.rmtree(aside, ignore_errors=True)
        old.rename(aside)
        new.rename(old)
        shutil.rmtree(aside, ignore_errors=True)
    elif new.exists() and not old.exists():
        new.rename(old)
    else:
        shutil.rmtree(new, ignore_errors=True)


def restore(old: Path) -> None:
    """Put back what a swap left beside when it was killed between its two steps."""
    if not old.exists() and _aside(old).exists():
        _aside(old).rename(old)


def _aside(old: Path) -> Path:
    return old.with_name(f".{old.name}.old")


def _exchanged(one: Path, other: Path) -> bool:
    """Linux's renameat2 with RENAME_EXCHANGE, on a file system that has it."""
    with suppress(OSError, AttributeError, ImportError):
        import ctypes

        call = ctypes.CDLL(None, use_errno=True).renameat2
        at_cwd, exchange = -100, 2
        return call(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), exchange) == 0
    return False
