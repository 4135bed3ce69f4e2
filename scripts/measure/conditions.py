"""What a launch controls about its process: one thread, one core, no garbage collection, memory kept from the system.

What can't be controlled (macOS has no affinity, musl no mallopt) is left out and named, so that the record says so.
"""

import contextlib
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
    """Pin to one of the allowed cores, drawn anew per launch; None where the system has no affinity or refuses."""
    try:
        core = rng.choice(sorted(os.sched_getaffinity(0)))
        os.sched_setaffinity(0, {core})
    except (AttributeError, OSError):
        return None
    return core


def raise_priority(process: int) -> None:
    """Prefer the process to others where that is allowed, as it is for root: on a busy machine it gets three times the
    rounds into the same time.
    """
    with contextlib.suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, process, _NICE)


def priority() -> int | None:
    """The nice value of this process if it is preferred to others, else None."""
    nice = os.getpriority(os.PRIO_PROCESS, 0) if hasattr(os, "getpriority") else 0
    return nice if nice < 0 else None


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


def uncontrolled(core: int | None, reached: int | None) -> list[str]:
    """What this system doesn't let a launch control. A launch has said to which core and which priority it got."""
    controlled = {
        "priority over other processes": reached is not None,
        "pinning to one core": core is not None,
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
