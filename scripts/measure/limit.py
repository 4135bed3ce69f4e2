"""A limit of time for a body and all that it started: torch 2.4.1 may wait for ever where a process group is taken down."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

LIMIT_S = 600  # the slowest snippets take 20 s, and on a busy machine many times as long


@contextmanager
def limited(seconds: int = LIMIT_S) -> Iterator[None]:
    """Raise TimeoutError in the body when it takes longer, and end what it started. Nothing where there is no SIGALRM."""

    def end(*_: Any) -> None:
        for child in _started(os.getpid()):
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        raise TimeoutError(f"no end after {seconds} s")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _started(process: int) -> Iterator[int]:
    """The children of a process, theirs before them; none where there is no /proc."""
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, listed.read_text().split()):
            yield from _started(child)
            yield child
