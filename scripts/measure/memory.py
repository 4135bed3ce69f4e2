"""Weigh one forward pass in every mode: peak and live bytes, and what is kept for backward. Exact, so no intervals.

    python -m scripts.measure.memory                        into build/records/cpu/memory.json, about 15 seconds
    python -m scripts.measure.memory --device cuda --out docs/records/nvidia-h200

Weights and input are not counted. Each figure is taken twice; if two differ, the run fails and names the row. The mode is
only recorded: quick and full weigh the same, and `keep` does nothing if there is a record.
"""

import sys
import time
from typing import Any

from scripts import records
from scripts.measure import command, launches, machine, progress, provenance, suite

DESIGN = {
    "cpu": "running sum over the CPU allocator's events in torch.profiler",
    "cuda": "counters of the CUDA caching allocator, which rounds blocks up to 512 B; requested bytes beside them",
    "saved": "torch.autograd.graph.saved_tensors_hooks, each storage once, without parameters, buffers and input",
    "not counted": "weights and input",
    "repeats": 2,
}


def measure(mode: str, device: str, stream: Any = launches.stream) -> records.Record:
    """A whole run. Writes nothing."""
    since = time.monotonic()
    record = provenance.new("memory", mode, machine.code_sha256(), device)
    rows = suite.weighed()
    with progress.shown("memory", len(rows)) as advance:
        for weighing, found in zip(rows, stream("weigh", {"device": device}, 0), strict=True):
            record["rows"].append(identity(weighing) | found)
            advance(weighing.workload.label)
    record["torch"]["threads"] = 1
    record["design"] = {name: DESIGN[name] for name in DESIGN if name not in {"cpu", "cuda"} - {device}}
    return provenance.finish(record, since)


def identity(weighing: suite.Weighing) -> dict[str, Any]:
    workload = weighing.workload
    return {
        "workload": workload.name,
        "params": workload.params,
        "group": workload.group,
        "sweep": workload.sweep,
        "output": weighing.output,
        "forwards": weighing.forwards,
        "input_sha256": workload.input_sha256,
    }


if __name__ == "__main__":
    sys.exit(command.run("memory", __doc__ or "", measure))
