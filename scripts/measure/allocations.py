"""Instruments for memory: exact bytes of one call, from the allocator's own events, and what autograd kept of it.

Dispatch-mode trackers miss scratch memory inside operators, and the resident set of the process is off by half; the
profiler sees every allocation and every release of torch's CPU allocator, and the CUDA allocator counts its own. The
caller keeps the garbage collector still (`conditions.still_garbage`), or what it frees during a call would be counted.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import torch
from torch import Tensor
from torch.profiler import ProfilerActivity, profile


@dataclass(frozen=True)
class Footprint:
    """Bytes above what was allocated before the call: at most, and still at its end. `more` holds what only CUDA has."""

    peak: int
    live: int
    more: dict[str, int] = field(default_factory=dict)


def on_cpu(call: Callable[[], Any]) -> Footprint:
    """The running sum over the CPU allocator's events. What `call` returns is alive at the end."""
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as seen:
        held = call()
    raw = seen.profiler.kineto_results.events()
    events = sorted((event for event in raw if event.name() == "[memory]"), key=lambda event: event.start_ns())
    sums = list(accumulate(event.nbytes() for event in events)) or [0]
    del held
    return Footprint(max(0, *sums), sums[-1])


def on_cuda(call: Callable[[], Any], cuda: Any = None) -> Footprint:
    """The caching allocator's counters: allocated (blocks are rounded up to 512 B) and requested bytes."""
    cuda = cuda or torch.cuda
    cuda.synchronize()
    base, asked = cuda.memory_allocated(), cuda.memory_stats()["requested_bytes.all.current"]
    cuda.reset_peak_memory_stats()
    held = call()
    cuda.synchronize()
    stats = cuda.memory_stats()
    found = Footprint(
        peak=cuda.max_memory_allocated() - base,
        live=cuda.memory_allocated() - base,
        more={
            "requested_peak": stats["requested_bytes.all.peak"] - asked,
            "requested_live": stats["requested_bytes.all.current"] - asked,
        },
    )
    del held
    return found


def saved_for_backward(call: Callable[[], Any], not_counted: Iterable[Tensor]) -> int:
    """Bytes that autograd keeps, each storage once, without those of parameters, buffers and input."""
    kept: dict[int, Tensor] = {}

    def pack(tensor: Tensor) -> Tensor:
        kept[tensor.untyped_storage().data_ptr()] = tensor
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        held = call()
    for tensor in not_counted:
        kept.pop(tensor.untyped_storage().data_ptr(), None)
    found = sum(tensor.untyped_storage().nbytes() for tensor in kept.values())
    del held
    return found
