"""What a launch controls, each seen to take effect, and what it can't, seen to be named."""

import json
import os
import random
import subprocess
import sys

import pytest

from scripts.measure import conditions
from scripts.records import ROOT

# A child allocates, touches and frees 64 MiB again and again: with trimming, every round faults its pages in anew.
_FAULTS = """
import ctypes, json
from scripts.measure import conditions

libc = ctypes.CDLL(None)
libc.malloc.restype, libc.free.argtypes, libc.memset.argtypes = (
    ctypes.c_void_p, [ctypes.c_void_p], [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t])

def touch():
    blocks = [libc.malloc(2**21) for _ in range(32)]
    for block in blocks:
        libc.memset(block, 1, 2**21)
    for block in blocks:
        libc.free(block)

def faults():
    for _ in range(3):
        touch()
    before = conditions.minor_faults()
    for _ in range(3):
        touch()
    return conditions.minor_faults() - before

print(json.dumps([faults(), conditions.keep_memory(), faults()]))
"""


def child(code: str) -> object:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_memory_is_kept_from_the_system_where_there_is_glibc() -> None:
    default, kept, held = child(_FAULTS)  # type: ignore[misc]
    assert kept == conditions.has_mallopt()
    assert not kept or (default > 1000 and held < 50)


def test_a_second_compute_thread_is_refused() -> None:
    assert conditions.check_threads(1) == 1
    with pytest.raises(conditions.ThreadError, match="2 threads"):
        conditions.check_threads(2)


def test_a_launch_is_pinned_to_one_of_the_allowed_cores() -> None:
    code = "import json, os, random; from scripts.measure import conditions as c; "
    code += "print(json.dumps([c.pin(random.Random(0)), sorted(getattr(os, 'sched_getaffinity', lambda _: [])(0))]))"
    core, allowed = child(code)  # type: ignore[misc]
    assert allowed == ([] if core is None else [core])


def test_without_affinity_nothing_is_pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_setaffinity", raising=False)
    assert conditions.pin(random.Random(0)) is None


def test_garbage_is_not_collected_during_a_launch() -> None:
    code = "import gc, json; from scripts.measure import conditions; conditions.still_garbage(); "
    code += "print(json.dumps([gc.isenabled(), gc.get_freeze_count() > 0]))"
    assert child(code) == [False, True]


def test_what_a_system_cannot_control_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_setaffinity", raising=False)

    def forbidden(*_: int) -> None:
        raise PermissionError

    monkeypatch.setattr(conditions, "_glibc", lambda: None)
    monkeypatch.setattr(conditions, "resource", None)
    monkeypatch.setattr(os, "setpriority", forbidden)
    conditions.raise_priority(os.getpid())
    assert conditions.uncontrolled(None, None) == [
        "priority over other processes",
        "pinning to one core",
        "malloc trimming",
        "page faults per call",
        "page faults of the thread alone",
    ]
    assert conditions.keep_memory() is False
    assert conditions.minor_faults() == 0


def test_a_process_is_preferred_where_that_is_allowed_and_else_says_that_it_is_not() -> None:
    code = "import json, os; from scripts.measure import conditions as c; c.raise_priority(os.getpid()); "
    code += "print(json.dumps([c.priority(), os.nice(0)]))"
    reached, nice = child(code)  # type: ignore[misc]
    assert reached == (nice if nice < 0 else None)
    assert not hasattr(os, "geteuid") or os.geteuid() != 0 or reached in (None, -10)
