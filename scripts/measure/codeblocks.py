"""Snippets through pytest-codeblocks: the rows of what ran, here or shared by processes of their own.

On the CPU pytest-xdist shares them, where it is installed. On CUDA it may be missing, and one process takes five minutes.
"""

import importlib.util
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from scripts import snippets

ON_CUDA = 2  # processes that share the snippets
Rows = dict[str, dict[str, Any]]


class Collector:
    """Gathers pytest's reports (from the workers of xdist too) into rows by snippet id."""

    def __init__(self) -> None:
        self.rows: Rows = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        identity = _identity(report.nodeid)
        if identity is None or (report.when != "call" and not (report.skipped or report.failed)):
            return
        self.rows[identity] = {
            "outcome": _outcome(report),
            "seconds": round(report.duration, 4),
            "output": dict(report.user_properties).get("printed"),
            "reason": _reason(report),
        }


def run(wanted: Sequence[snippets.Snippet], device: str, *more: str) -> tuple[int, Rows]:
    """pytest's exit code and a row for each snippet that it came to, by id; `more` are arguments of pytest.

    Raises KeyboardInterrupt, and BrokenProcessPool where a process that shares them died.
    """
    if device == "cuda" and len(wanted) > ON_CUDA:
        return in_processes([wanted[first::ON_CUDA] for first in range(ON_CUDA)], device, ON_CUDA)
    return _pytest(wanted, device, *more)


def alone(wanted: Sequence[snippets.Snippet]) -> Rows:
    """The rows of snippets, each run in a new process: nothing that others left behind, or did beside it, counts.

    One that ends its process has no row. Raises KeyboardInterrupt.
    """
    rows: Rows = {}
    for snippet in wanted:
        with suppress(BrokenProcessPool):
            rows |= in_processes([[snippet]], "cpu", 1)[1]
    return rows


def in_processes(shares: Sequence[Sequence[snippets.Snippet]], device: str, at_once: int) -> tuple[int, Rows]:
    """The worst status and the rows of all shares, each run in a new process of its own. Raises as `run` does."""
    paths = [[snippet.path for snippet in share] for share in shares]
    with ProcessPoolExecutor(at_once, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        done = list(pool.map(_share, paths, [device] * len(paths)))
    return max(status for status, _ in done), {name: row for _, rows in done for name, row in rows.items()}


def _share(paths: list[Path], device: str) -> tuple[int, Rows]:
    return _pytest([snippets.parse(path) for path in paths], device)


def _pytest(wanted: Sequence[snippets.Snippet], device: str, *more: str) -> tuple[int, Rows]:
    collector = Collector()
    parallel = len(wanted) > 8 and device == "cpu" and importlib.util.find_spec("xdist") is not None
    arguments = [
        "--codeblocks",
        "-q",
        "--no-header",
        "--disable-warnings",
        "--import-mode=importlib",
        f"--device={device}",
        *(["-n", "auto"] if parallel else []),
        *more,
        *(str(snippet.path) for snippet in wanted),
    ]
    status = pytest.main(arguments, plugins=[collector])
    if status == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    return status, collector.rows


def _identity(nodeid: str) -> str | None:
    path = Path(nodeid.split("::")[0])
    return snippets.snippet_id(path) if path.suffix == ".md" else None


def _outcome(report: pytest.TestReport) -> str:
    if report.failed and dict(report.user_properties).get("differs"):
        return "differs"
    return str(report.outcome)


def _reason(report: pytest.TestReport) -> str | None:
    if report.skipped and isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    return str(report.longrepr).splitlines()[0] if report.failed else None
