"""Blocks on CUDA: when the host had enqueued all calls, how long the device took, and when the last result was there.

No synchronization inside a block, so `enqueue` is the host's work alone; inference_mode can shorten nothing else. As a
second negative control the forward is captured into a CUDA graph under no_grad and under inference_mode: replayed, no
Python and no dispatcher runs, so the ratio must be 1.
"""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

import torch

from scripts.measure import blocks
from scripts.measure.blocks import Call, Mode, Round, Sample
from scripts.measure.conditions import minor_faults
from scripts.measure.design import ARMS, RATIOS

# Enqueueing takes this share of the wall time or more: the device waits for the host, the row is launch-bound.
LAUNCH_BOUND = 0.8
READINGS = ("enqueue", "device", "wall")
_REPLAY_ARMS = ("no_grad", "aa", "inference")
_WARM_UP = 3


def time_block(
    call: Call, mode: Mode, calls: int, warm: int, cuda: Any = None, now: Callable[[], int] = time.perf_counter_ns
) -> Sample:
    """One block, in µs per call: `enqueue`, `device` (between two events), `wall` (until the device is idle again)."""
    cuda = cuda or torch.cuda
    first, last = cuda.Event(enable_timing=True), cuda.Event(enable_timing=True)
    with mode():
        for _ in range(warm):
            call()
        cuda.synchronize()
        faults, start = minor_faults(), now()
        first.record()
        for _ in range(calls):
            call()
        enqueued = now()
        last.record()
        cuda.synchronize()
        done, faults = now(), minor_faults() - faults
    return {
        "enqueue": (enqueued - start) / calls / 1e3,
        "device": first.elapsed_time(last) / calls * 1e3,
        "wall": (done - start) / calls / 1e3,
        "faults": faults / calls,
    }


def reduce_rounds(rounds: Sequence[Round]) -> dict[str, Any]:
    """Medians of one launch: µs per arm and reading, and the enqueue ratios' logs."""
    medians = {f"{name}_us": {arm: blocks.median_us(rounds, arm, name) for arm in ARMS} for name in READINGS}
    return medians | {"enqueue_logs": {arm: blocks.median_log(rounds, arm, "enqueue") for arm in RATIOS}}


def bound(enqueue_us: float, wall_us: float) -> str:
    """`launch` where the host is the slower one, else `compute`."""
    return "launch" if enqueue_us >= LAUNCH_BOUND * wall_us else "compute"


def capture(call: Call, mode: Mode) -> torch.cuda.CUDAGraph:
    """The forward as a CUDA graph, captured in the mode, after a warm-up on a side stream as capture demands."""
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side), mode():
        for _ in range(_WARM_UP):
            call()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with mode(), torch.cuda.graph(graph):
        call()
    return graph


def replay_log(call: Call, modes: dict[str, Mode], calls: int, budget_s: float, rng: random.Random) -> float | None:
    """Median log of replay(inference) / replay(no_grad); None where the forward can't be captured."""
    try:
        graphs = {arm: capture(call, modes[arm]) for arm in _REPLAY_ARMS}
    except RuntimeError:
        torch.cuda.synchronize()
        return None

    def measure(arm: str) -> Sample:
        return time_block(graphs[arm].replay, torch.no_grad, calls, 1)

    rounds = blocks.run_rounds(measure, budget_s, rng, _REPLAY_ARMS)
    return blocks.median_log(rounds, "inference", "device")


def summary(launches: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Medians over the launches, in µs per arm, and whether the row is launch- or compute-bound."""
    readings = {
        f"{name}_us": {arm: statistics.median(one[f"{name}_us"][arm] for one in launches) for arm in ARMS}
        for name in READINGS
    }
    return readings | {"bound": bound(readings["enqueue_us"]["no_grad"], readings["wall_us"]["no_grad"])}


def state() -> dict[str, Any]:
    """The process's switches, read; only cuDNN's benchmark is set, to off, so that no kernel is chosen by timing."""
    torch.backends.cudnn.benchmark = False
    return {
        "module_loading": "eager",
        "cudnn_benchmark": torch.backends.cudnn.benchmark,
        "tf32_matmul": torch.backends.cuda.matmul.allow_tf32,
        "tf32_cudnn": torch.backends.cudnn.allow_tf32,
    }
