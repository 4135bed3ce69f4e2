"""Start a measuring process and read what it prints, a line of JSON per row. Knows nothing of torch or statistics."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from scripts.measure import conditions
from scripts.records import ROOT

# A child's environment: one thread; all of CUDA's kernels loaded at the start, not in the first timed call; no chatter
# of the profiler.
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "CUDA_MODULE_LOADING": "EAGER",
    "KINETO_LOG_LEVEL": "99",
}
# What would change malloc behind the row that is measured with the system's default.
_DROPPED = ("MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TOP_PAD_", "GLIBC_TUNABLES", "LD_PRELOAD")


class LaunchError(Exception):
    """A measuring process failed. The message is one line: the process and the last thing that it said."""


def stream(module: str, request: dict[str, Any], hash_seed: int = 0) -> Iterator[dict[str, Any]]:
    """Run `python -m scripts.measure.<module>`, yield its rows as they come; the process never outlives the caller."""
    command = [sys.executable, "-m", f"scripts.measure.{module}", json.dumps(request)]
    kept = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    environment = kept | _ENVIRONMENT | {"PYTHONHASHSEED": str(hash_seed)}
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True)
        conditions.raise_priority(process.pid)
        try:
            assert process.stdout is not None
            yield from map(json.loads, process.stdout)
            if process.wait():
                errors.seek(0)
                raise LaunchError(f"scripts.measure.{module}: {_last_line(errors.read(), process.returncode)}")
        finally:
            process.kill()
            process.wait()


def _last_line(errors: str, code: int) -> str:
    lines = errors.strip().splitlines()
    return lines[-1] if lines else f"ended with exit code {code}"
