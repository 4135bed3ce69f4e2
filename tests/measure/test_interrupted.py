"""Killed at any moment, a run leaves the record that was there, whole."""

import functools
import importlib
import itertools
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

from scripts import records
from scripts.measure import command, timing
from scripts.records import ROOT
from tests.measure.planted import Planted


def die(*_: Any, **__: Any) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def run_until(moment: str, folder: Path) -> int:
    """Run in a child that kills itself at a line of a launch, or when the record is written, flushed or renamed."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    planted, lines = Planted(), itertools.count()
    if moment.isdigit():
        planted.on_line = lambda: die() if next(lines) == int(moment) else None
    elif moment == "dump":
        json.dump = lambda record, file, **_: (file.write(json.dumps(record)[:5000]), file.flush(), die())
    else:
        setattr(os, moment, die)
    try:
        command.run("timing", "", functools.partial(timing.measure, stream=planted), ["--out", str(folder)])
    finally:
        os._exit(0)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("old") / "timing.json"
    records.save(timing.measure("full", "cpu", stream=Planted()), path)
    return path.read_bytes()


@pytest.mark.parametrize("moment", ["0", "140", "285", "dump", "fsync", "replace"])
def test_a_run_killed_at_any_moment_leaves_the_old_record(tmp_path: Path, old: bytes, moment: str) -> None:
    path = tmp_path / "timing.json"
    path.write_bytes(old)
    assert run_until(moment, tmp_path) == -signal.SIGKILL
    assert path.read_bytes() == old
    assert records.load(path, "timing")


def test_a_run_that_is_not_killed_replaces_the_old_record(tmp_path: Path, old: bytes) -> None:
    path = tmp_path / "timing.json"
    path.write_bytes(old)
    assert run_until("9999", tmp_path) == 0
    assert path.read_bytes() != old


def test_ctrl_c_in_a_real_run_says_one_line_and_leaves_neither_record_nor_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.measure.timing", "--mode", "quick", "--out", str(tmp_path)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    # A shell's background jobs have Ctrl-C ignored, and the tests may be one.
    heeding = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True, preexec_fn=heeding, **pipes) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert first.startswith("timing (quick, attempt 1): 10 %")
    assert process.returncode == 130
    assert errors == f"interrupted; {tmp_path / 'timing.json'} is as it was\n"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


# Each command, with what it calls first.
COMMANDS = {
    "labs": "labs.find",
    "release": "run",
    "upgrade": "_clear",
    "growth": "replaced",
    "flips": "claims.load",
    "frameworks": "measure",
    "gpu": "device.folder",
    "bench": "_published",
    "behaviour": "measure",
    "serve": "_taken",
}
MODULES = {"frameworks": "scripts.measure.frameworks.__main__", "behaviour": "scripts.measure.behaviour.__main__"}


@pytest.mark.parametrize("name", COMMANDS)
def test_ctrl_c_is_one_line_of_every_command(name: str, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def struck(*_: Any, **__: Any) -> NoReturn:
        raise KeyboardInterrupt

    module = MODULES.get(name, f"scripts.{'site' if name == 'serve' else 'measure'}.{name}")
    main = importlib.import_module(module).main
    monkeypatch.setattr(f"{module}.{COMMANDS[name]}", struck)
    assert main(["2.6.0"] if name in ("release", "upgrade") else []) == 130
    told = capsys.readouterr().err
    assert told.startswith("interrupted; ")
    assert told.count("\n") == 1
