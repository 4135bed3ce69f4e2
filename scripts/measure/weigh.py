"""Weigh every row of memory.json in a fresh process: each figure twice, and they must agree to the byte.

Prints a line of JSON per row. Started by `launches.py`.

    python -m scripts.measure.weigh '{"device": "cpu"}'
"""

import functools
import json
import sys
from itertools import chain
from typing import Any

import torch

from scripts.measure import allocations, conditions, suite
from scripts.measure.gate import MODES
from scripts.measure.suite import Weighing
from scripts.measure.workloads import Forward


class Unsteady(Exception):
    """Two measurements of the same thing differ. The message names row, mode and figure."""


def weigh(forward: Forward, mode: str, device: str, weighing: Weighing) -> dict[str, int]:
    """Peak, live and saved bytes of the forward(s) in one mode, weights and input not counted."""
    call = functools.partial(forward.model, forward.input)
    footprint = allocations.on_cuda if device == "cuda" else allocations.on_cpu
    fixed = chain(forward.model.parameters(), forward.model.buffers(), [forward.input])
    with MODES[mode]():
        call()
        found = footprint(functools.partial(repeat, call, weighing.forwards, weighing.output == "kept"))
        saved = allocations.saved_for_backward(call, fixed)
    return {"peak": found.peak, "live": found.live, "saved": saved, **found.more}


def repeat(call: Any, forwards: int, keep: bool) -> Any:
    """A loop as people write it: `output = model(input)` holds the previous output while the next is computed."""
    output = None
    for _ in range(forwards):
        if keep:
            output = call()
        else:
            call()
    return output


def agreed(first: dict[str, int], second: dict[str, int], label: str, mode: str) -> dict[str, int]:
    """The one set of figures. Raises Unsteady where two measurements differ."""
    for name in first:
        if first[name] != second[name]:
            raise Unsteady(f"{label}: {mode}.{name}: {first[name]} B and {second[name]} B in two measurements")
    return first


def row(weighing: Weighing, device: str) -> dict[str, Any]:
    forward = weighing.workload.forward(device)
    weights = sum(tensor.nbytes for tensor in chain(forward.model.parameters(), forward.model.buffers()))
    memory = {}
    for mode in MODES:
        first, second = (weigh(forward, mode, device, weighing) for _ in range(2))
        memory[mode] = agreed(first, second, weighing.workload.label, mode)
    return {"weights_bytes": weights, "memory": memory}


def run(device: str) -> None:
    """One thread, as kernels' scratch memory grows with the threads."""
    torch.set_num_threads(1)
    for weighing in suite.weighed():
        conditions.still_garbage()
        print(json.dumps(row(weighing, device)), flush=True)


if __name__ == "__main__":
    run(**json.loads(sys.argv[1]))
