"""A record's envelope, filled from this machine: which torch, on what, at which commit, when.

`new` starts a record, `finish` notes what it cost. What can't be read (no repository, no nvidia-smi) is recorded as unknown.
"""

import os
import platform
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

from scripts.measure.device import gpu_name
from scripts.records import METHODS, ROOT, SCHEMA, Record


def new(kind: str, mode: str, code: str, device: str = "cpu") -> Record:
    """An envelope for this machine, rows empty. `code` is the hash of the measuring code (provenance only).

    Raises RecordError for a GPU where there is none.
    """
    return {
        "schema": SCHEMA,
        "kind": kind,
        "run": {
            "mode": mode,
            "attempt": 1,
            "started": datetime.now(UTC).isoformat(timespec="seconds"),
            "cost_s": 0.0,
            "accepted": True,
            "reason": None,
        },
        "git": _git(),
        "inputs": {"method": METHODS[kind], "code_sha256": code},
        "torch": _torch(),
        "host": host(),
        "device": _device() if device == "cuda" else None,
        "rows": [],
    }


def finish(record: Record, since: float) -> Record:
    """Note the cost, in seconds since the `time.monotonic()` reading given."""
    record["run"]["cost_s"] = round(time.monotonic() - since, 1)
    return record


def _git() -> dict[str, Any]:
    """COMMIT= from the environment, where the code is a copy whose repository, if any, is not this one; else the repository."""
    if given := os.environ.get("COMMIT"):
        return {"commit": given, "dirty": None}
    head = _run("git", "rev-parse", "HEAD")
    if head is None:
        return {"commit": None, "dirty": None}
    changed = (
        "git",
        "status",
        "--porcelain",
        "--untracked-files=no",
        "--",
        ".",
        ":!docs/records",
    )  # a run's own are there
    return {"commit": head, "dirty": bool(_run(*changed))}


def _torch() -> dict[str, Any]:
    return {
        "version": torch.__version__,
        "git_version": str(torch.version.git_version),
        "build": "cuda" if torch.version.cuda else "cpu",
        "threads": torch.get_num_threads(),
        "cpu_capability": torch.backends.cpu.get_cpu_capability(),
        "matmul_precision": torch.get_float32_matmul_precision(),
        "fastpath": not hasattr(torch.backends, "mha") or torch.backends.mha.get_fastpath_enabled(),
    }


def host() -> dict[str, Any]:
    return {
        "cpu": _cpu_name(),
        "cores": os.cpu_count() or 1,
        "kernel": platform.release(),
        "python": platform.python_version(),
        "libc": " ".join(platform.libc_ver()).strip() or platform.system(),
    }


def _cpu_name() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return _run("sysctl", "-n", "machdep.cpu.brand_string") or platform.processor() or platform.machine()


def _device() -> dict[str, Any]:
    name = gpu_name()
    driver = _run("nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader")
    return {
        "name": name,
        "driver": driver.splitlines()[0] if driver else None,
        "cuda": torch.version.cuda,
        "cudnn": torch.backends.cudnn.version(),
    }


def _run(*command: str) -> str | None:
    """The command's output, or None where it is missing or fails."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
