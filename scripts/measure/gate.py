"""Kernel identity: do the modes run the same operators on the same numbers? Only then is a ratio the mode's doing.

A fresh process, which lists per row and mode the leaf ATen operators (on CUDA the kernels' names too), compares the
outputs bit for bit, and checks that no buffer changes. Prints a line of JSON per row. Started by `launches.py`.

    python -m scripts.measure.gate '{"device": "cpu", "only": null}'
"""

import functools
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.autograd import DeviceType
from torch.profiler import ProfilerActivity, profile

from scripts.measure import suite
from scripts.measure.design import BASE
from scripts.measure.workloads import Forward

MODES = {"grad": torch.enable_grad, "no_grad": torch.no_grad, "inference": torch.inference_mode}
_MOST_NAMES = 3


@dataclass(frozen=True)
class Trace:
    """One forward in one mode: leaf operators in order, all operators, kernels, the output, changed buffers."""

    leaves: list[str]
    operators: list[str]
    kernels: list[str]
    output: Tensor
    changed: list[str] = field(default_factory=list)


def trace(forward: Forward, mode: str, device: str) -> Trace:
    """Profile the second forward in the mode: the first may build caches."""
    call = functools.partial(forward.model, forward.input)
    before = _buffers(forward.model)
    activities = [ProfilerActivity.CPU, *([ProfilerActivity.CUDA] if device == "cuda" else [])]
    with MODES[mode]():
        call()
        with profile(activities=activities) as seen:
            output = call()
            if device == "cuda":
                torch.cuda.synchronize()
    events = [event for event in seen.events() if event.device_type == DeviceType.CPU and _is_aten(event)]
    after = _buffers(forward.model)
    return Trace(
        leaves=[event.name for event in events if not any(map(_is_aten, event.cpu_children))],
        operators=[event.name for event in events],
        kernels=[event.name for event in seen.events() if event.device_type == DeviceType.CUDA],
        output=output.detach(),
        changed=[name for name in before if not torch.equal(before[name], after[name])],
    )


def reasons(traces: dict[str, Trace]) -> list[str]:
    """Why the modes can't be compared; empty if they can. One phrase per mode and kind of difference."""
    base, found = traces[BASE], []
    for mode, one in traces.items():
        if one.changed:
            found.append(f"{mode} changes buffers: {', '.join(one.changed[:_MOST_NAMES])}")
        if one.leaves != base.leaves:
            found.append(f"{mode} runs other operators than {BASE}: {_difference(one.operators, base.operators)}")
        if one.kernels != base.kernels:
            found.append(f"{mode} runs other kernels than {BASE}: {_difference(one.kernels, base.kernels)}")
        if not torch.equal(one.output, base.output):
            apart = (one.output - base.output).abs().max().item()
            found.append(f"{mode} computes other numbers than {BASE}: up to {apart:.1e} apart")
    return found


def check(forward: Forward, device: str) -> dict[str, Any]:
    """The gate's part of a row."""
    traces = {mode: trace(forward, mode, device) for mode in MODES}
    found = reasons(traces)
    return {
        "comparable": not found,
        "why": "; ".join(found) or None,
        "leaf_operators": len(traces[BASE].leaves),
        "kernels": len(traces[BASE].kernels) if device == "cuda" else None,
    }


def run(device: str, only: str | None = None) -> None:
    torch.set_num_threads(1)
    for workload in suite.timed(device):
        if only is None or workload.name == only:
            print(json.dumps(check(workload.forward(device), device) | {"label": workload.label}), flush=True)


def _is_aten(event: Any) -> bool:
    return event.name.startswith("aten::")


def _buffers(model: nn.Module) -> dict[str, Tensor]:
    return {name: buffer.clone() for name, buffer in model.named_buffers()}


def _difference(ours: Sequence[str], base: Sequence[str]) -> str:
    """`+name` runs here only, or more often; `-name` in the base. What one side lacks comes first, kernels before."""
    both = set(ours) & set(base)
    named = []
    for sign, here, there in (("+", ours, base), ("-", base, ours)):
        more = [name for name in dict.fromkeys(here) if Counter(here)[name] > Counter(there)[name]]
        ranked = sorted(more, key=lambda name: (name in both, "::_" not in name))
        named += [sign + name for name in ranked[:_MOST_NAMES]]
    return ", ".join(named) or "the same ones in another order"


if __name__ == "__main__":
    run(**json.loads(sys.argv[1]))
