"""What a launch controls about its process: one thread, one core, no garbage collection, memory kept from the system.

What can't be controlled (macOS has no affinity, musl no mallopt) is left out and named, so that the record says so.
"""

import ctypes
import gc
import os
import random

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

# glibc's mallopt parameters (malloc.h), and values that keep freed memory in the process.
_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3
_KEEP = {_M_MMAP_THRESHOLD: 32 * 2**20, _M_TRIM_THRESHOLD: 2**31 - 1, _M_TOP_PAD: 64 * 2**20}

_NICE = -10

MALLOC_HELD = "glibc, trimming off (M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD)"
MALLOC_DEFAULT = "the system's default"


class ThreadError(Exception):
    """More than one compute thread: the thread clock would miss the others' work."""


def minor_faults() -> int:
    """Minor page faults so far: of this thread where the system tells them apart, else of the process."""
    if resource is None:
        return 0
    return resource.getrusage(getattr(resource, "RUSAGE_THREAD", resource.RUSAGE_SELF)).ru_minflt


def pin(rng: random.Random) -> int | None:
    """Pin to one of the allowed cores, drawn anew per launch; None where the system has no affinity."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    core = rng.choice(sorted(os.sched_getaffinity(0)))
    os.sched_setaffinity(0, {core})
    return core


def raise_priority() -> int | None:
    """Ask to be preferred to other processes (on a busy machine, three times the rounds in the same time): the nice value
    reached, or None where that isn't allowed, as for anyone but root.
    """
    try:
        os.setpriority(os.PRIO_PROCESS, 0, _NICE)
    except (AttributeError, OSError):
        return None
    return _NICE


def has_mallopt() -> bool:
    """Whether the C library is glibc: others have no mallopt, or one of another meaning."""
    return _glibc() is not None


def keep_memory() -> bool:
    """Stop malloc from giving freed memory back, which the next call would fault in again. False without glibc."""
    libc = _glibc()
    return libc is not None and all(libc.mallopt(parameter, value) == 1 for parameter, value in _KEEP.items())


def still_garbage() -> None:
    """Collect once, put what is left out of the collector's sight, and switch it off."""
    gc.collect()
    gc.freeze()
    gc.disable()


def check_threads(threads: int) -> int:
    """Raises ThreadError unless torch computes in one thread."""
    if threads != 1:
        raise ThreadError(f"torch computes in {threads} threads, the thread clock sees 1; set OMP_NUM_THREADS=1")
    return threads


def uncontrolled(priority: int | None) -> list[str]:
    """What this system doesn't let a launch control. `priority` is what `raise_priority` reached."""
    controlled = {
        "priority over other processes": priority is not None,
        "pinning to one core": hasattr(os, "sched_setaffinity"),
        "malloc trimming": has_mallopt(),
        "page faults per call": resource is not None,
        "page faults of the thread alone": hasattr(resource, "RUSAGE_THREAD"),
    }
    return [name for name, there in controlled.items() if not there]


def _glibc() -> ctypes.CDLL | None:
    try:
        libc = ctypes.CDLL(None)
    except (OSError, TypeError):
        return None
    return libc if hasattr(libc, "gnu_get_libc_version") else None
