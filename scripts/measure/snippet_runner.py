"""What pytest-codeblocks does not do for us, as pytest hooks (snippets/conftest.py takes them in).

Every snippet starts seeded, in an empty folder with copies of its topic's files, on the chosen default device, and must
leave the process as it was. Its output is kept for the record, compared without `, device='cuda:0'` on CUDA. A failure is
told as `path:line: what; what to do`, the line being the snippet's own.
"""

import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pytest_codeblocks.plugin import TestBlock

from scripts import snippets
from scripts.measure import clean_state, limit, pinned

NEEDS_CUDA = "needs CUDA"
_CHILD = Path(__file__).parent / "child"
_DEVICE = re.compile(r",? ?device='cuda:\d+'")
# What gloo logs to the output of the processes it connects, in torch 2.8 to 2.10; which lines run together is chance.
_LOGGED = re.compile(r"^\[Gloo\] .*\n+", re.MULTILINE)
# The line of a traceback that says what was raised; torchrun puts the process before it.
_RAISED = re.compile(r"^(?:\[rank\d+\]: ?)?((?:\w+\.)*\w*(?:Error|Exception|Unsupported): .+)$", re.MULTILINE)


class Expected(str):
    """An expected output that remembers what was printed, but for gloo's log, and forgives the device's name on CUDA."""

    device = "cpu"
    actual: str | None = None

    def __ne__(self, actual: object) -> bool:
        self.actual = _LOGGED.sub("", str(actual))
        return str(self) != self.without_device(self.actual)

    __hash__ = str.__hash__

    def without_device(self, text: str) -> str:
        return text if self.device == "cpu" else _DEVICE.sub("", text)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--device", default="cpu", choices=("cpu", "cuda"), help="default device of the snippets")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "gpu: the snippet needs CUDA; elsewhere it is skipped with that reason")
    TestBlock.repr_failure = _told  # pytest-codeblocks' own loses the traceback


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Read each snippet strictly, so that one that pytest-codeblocks would drop in silence stops the run."""
    for item in items:
        if isinstance(item, TestBlock):
            snippet = _parsed(item.path)
            item.snippet = snippet
            item.obj.expected_output = Expected(item.obj.expected_output or "")
            item.obj.expected_output.device = config.getoption("--device")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("gpu") and item.config.getoption("--device") != "cuda":
        pytest.skip(NEEDS_CUDA)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    if not isinstance(item, TestBlock):
        return (yield)
    device = item.config.getoption("--device")
    guard = clean_state.guard(forgive=not pinned.runs_here())
    with folder_for(item.path, device), clean_state.default_device(device), guard, limit.limited():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[pytest.TestReport]:
    """Send what was printed to the record, also from a worker of xdist."""
    report = yield
    if isinstance(item, TestBlock) and call.when == "call":
        expected = item.obj.expected_output
        differs = bool(call.excinfo) and _is_mismatch(call.excinfo.value)
        report.user_properties.append(("printed", expected.actual))
        report.user_properties.append(("differs", differs))
    return report


def _parsed(path: Path) -> snippets.Snippet:
    try:
        return snippets.parse(path)
    except snippets.SnippetError as error:
        raise pytest.UsageError(str(error)) from None


@contextmanager
def folder_for(path: Path, device: str) -> Iterator[None]:
    """An empty working folder with copies of the topic's files, to import or to start; `python` is this one, on this device."""
    here = Path.cwd()
    kept = {name: os.environ.get(name) for name in ("PATH", "PYTHONPATH")}
    with tempfile.TemporaryDirectory() as folder:
        for file in path.parent.glob("*.py"):
            shutil.copy(file, folder)
        os.chdir(folder)
        sys.path.insert(0, folder)
        os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
        if device == "cuda":
            os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_CHILD), kept["PYTHONPATH"])))
        try:
            yield
        finally:
            os.chdir(here)
            sys.path.remove(folder)
            _forget(folder)
            for name, value in kept.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


def _forget(folder: str) -> None:
    """Unload what was imported from a folder: the next topic may have a file of the same name."""
    for file in Path(folder).glob("*.py"):
        module = sys.modules.get(file.stem)
        if module is not None and getattr(module, "__file__", None) == str(file):
            del sys.modules[file.stem]


def _is_mismatch(error: BaseException) -> bool:
    return isinstance(error, RuntimeError) and "Expected output\n" in str(error) and error.__context__ is None


def _told(item: Any, excinfo: pytest.ExceptionInfo[BaseException]) -> str:
    """One line to act on, then what a person needs to see: the difference, or the traceback in the snippet's lines."""
    path = item.path.relative_to(snippets.ROOT) if item.path.is_relative_to(snippets.ROOT) else item.path
    error = excinfo.value
    if _is_mismatch(error):
        expected = item.obj.expected_output
        diff = _difference(expected, expected.without_device(expected.actual or ""))
        return f"{path}:{item.obj.lineno}: printed something else; correct the code, or review and run `make bless`\n{diff}"
    cause = error.__context__ or error
    line, trace = _trace(cause, item)
    return f"{path}:{line}: {_said(cause)}\n{trace}"


def _difference(expected: str, actual: str) -> str:
    lines = difflib.unified_diff(expected.splitlines(), actual.splitlines(), "expected", "printed", lineterm="", n=2)
    return "\n".join(lines)


def _trace(error: BaseException, item: Any) -> tuple[int, str]:
    """The line of the file, and a traceback in which frames of the snippet point at its own lines."""
    fence, source = item.obj.lineno, item.obj.code.splitlines()
    if isinstance(error, SyntaxError) and error.filename == "<string>":
        return fence + (error.lineno or 0), f"    {error.text or ''}"
    if isinstance(error, subprocess.CalledProcessError):
        return fence + 1, (error.stderr or b"").decode(errors="replace")
    frames, line = [], fence
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == "<string>":
            line = fence + (frame.lineno or 0)
            frames.append(f"  {item.path.name}:{line}: {source[(frame.lineno or 1) - 1].strip()}")
        elif frames:
            frames.append(f"  {frame.filename}:{frame.lineno}: {frame.line}")
    return line, "\n".join(frames)


def _said(error: BaseException) -> str:
    """Type and first line of an error; of a started file, what that one raised. Paths below the root lose it."""
    kind = "" if isinstance(error, clean_state.LeakedState) else f"{type(error).__name__}: "
    said = f"{kind}{(str(error).splitlines() or [''])[0]}"
    if isinstance(error, subprocess.CalledProcessError):
        said = [said, *_RAISED.findall((error.stderr or b"").decode(errors="replace"))][-1]
    return said.replace(f"{snippets.ROOT}{os.sep}", "")
