"""How far a measurement is: a rich bar on a terminal that has rich, else a plain line at every tenth."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[str], None]


@contextmanager
def shown(title: str, total: int) -> Iterator[Advance]:
    """Yields `advance(text)`, to be called once per step. Everything goes to stderr."""
    try:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
    except ImportError:
        yield _plain(title, total)
        return
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _plain(title, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), TextColumn("{task.fields[step]}"))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=total, step="")
        yield lambda step: bar.update(task, advance=1, step=step)


def _plain(title: str, total: int) -> Advance:
    done = 0

    def advance(step: str) -> None:
        nonlocal done
        done += 1
        if done * 10 // total > (done - 1) * 10 // total:
            print(f"{title}: {done * 100 // total} % ({step})", file=sys.stderr, flush=True)

    return advance
