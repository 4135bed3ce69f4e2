"""The slow groups (processes, compile, export): each in a process of its own, its rows kept by what they depend on.

    python -m scripts.measure.behaviour.apart compile cpu       prints the group's rows, one JSON line

The key of the cache: the group's files, the engine (this file, cell.py, probe.py, and the switches of clean_state.py that cells
are watched by), the modes, Python, torch and its build, and the device.
"""

import hashlib
import inspect
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch

from scripts import records, whole
from scripts.measure import clean_state, pinned
from scripts.measure.behaviour import cell, modes, probe
from scripts.measure.behaviour.probe import Probe, slow_groups

CACHE = records.ROOT / "build" / "cache" / "behaviour"
TIMEOUT_S = 600  # ten times what the longest group takes alone

Found = dict[str, list[Any]]


class GroupFailed(Exception):
    """A slow group's process ended without rows; the message names the group and ends with what it said last."""


def run(group: str, listed: Sequence[Probe], device: str) -> Found:
    """`rows` and `left_out` of a slow group, from the cache where nothing they depend on changed. Raises GroupFailed,
    and NotWritten.
    """
    path = CACHE / f"{group}-{_key(listed, device)}.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        pass  # not run yet, or cut off: run it
    found = _run(group, device)
    if found["left_out"]:
        return found
    whole.write(path, json.dumps(found, ensure_ascii=False))
    return found


def kept(run: Callable[[], list[dict]], device: str, left_out: list[str]) -> list[dict]:
    """The rows of a run; where it broke, none and the reason among `left_out`, on another device or release than pinned."""
    try:
        return run()
    except (cell.BrokenProbe, GroupFailed) as error:
        if device == "cpu" and pinned.runs_here():
            raise
        left_out.append(str(error))
        print(error, file=sys.stderr)
        return []


def _key(listed: Sequence[Probe], device: str) -> str:
    files = [__file__, *(inspect.getfile(module) for module in (cell, modes, probe, clean_state))]
    sources = [Path(file).read_text(encoding="utf-8") for file in files]
    sources += [_group_source(listed), *(one.source for one in listed)]
    versions = [sys.version, torch.__version__, str(torch.version.git_version), device]
    versions.append(torch.cuda.get_device_name() if device == "cuda" else torch.backends.cpu.get_cpu_capability())
    return hashlib.sha256("\0".join([*sources, *versions]).encode()).hexdigest()[:16]


def _group_source(listed: Sequence[Probe]) -> str:
    """What the group's modules are, and what they use of each other."""
    files = {Path(sys.modules[one.module].__file__ or "") for one in listed}
    beside = {file.with_name("subjects.py") for file in files}
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(files | beside) if file.exists())


def _run(group: str, device: str) -> Found:
    command = [sys.executable, "-m", __name__, group, device]
    with tempfile.TemporaryDirectory() as empty:
        quiet = {"OMP_NUM_THREADS": "1", "TORCHINDUCTOR_CACHE_DIR": empty}
        try:
            done = subprocess.run(
                command, cwd=records.ROOT, env=os.environ | quiet, capture_output=True, text=True,
                timeout=TIMEOUT_S, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise GroupFailed(f"the probes of {group} took more than {TIMEOUT_S} s; find the one that hangs") from None
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        last = next(iter(reversed(done.stderr.strip().splitlines())), "nothing")
        raise GroupFailed(f"the probes of {group} ended with {done.returncode}; they said last: {last}")
    return json.loads(lines[-1])


def main() -> int:
    group, device = sys.argv[1:]
    left_out: list[str] = []
    try:
        rows = [kept(lambda one=one: [cell.row(one, device)], device, left_out) for one in slow_groups()[group]]
    except cell.BrokenProbe as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps({"rows": [one for listed in rows for one in listed], "left_out": left_out}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
