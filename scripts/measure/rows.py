"""From what the gate and the launches printed to the rows of timing.json. Pure: the same input gives the same rows."""

import statistics
from collections.abc import Sequence
from typing import Any

from scripts.measure import intervals
from scripts.measure.design import ARMS, BASE, RATIOS
from scripts.measure.suite import Workload

Reading = dict[str, Any]


def row(workload: Workload, gate: Reading, launches: Sequence[Reading]) -> dict[str, Any]:
    """One row from the gate's finding and one reading per launch. Times in µs per call, faults per call."""
    no_grad_us = statistics.median(one["us"][BASE] for one in launches)
    made = {
        "workload": workload.name,
        "params": workload.params,
        "group": workload.group,
        "sweep": workload.sweep,
        "comparable": gate["comparable"],
        "why": gate["why"],
        "leaf_operators": gate["leaf_operators"],
        "no_grad_us": no_grad_us,
        "us_per_operator": no_grad_us / gate["leaf_operators"],
        "faults_per_call": {arm: statistics.fmean(one["faults"][arm] for one in launches) for arm in ARMS},
        "ratio": ratios([one["logs"] for one in launches], [one["wall_logs"] for one in launches]),
        "rounds": [one["rounds"] for one in launches],
        "calls_per_block": [one["calls"] for one in launches],
        "input_sha256": workload.input_sha256,
    }
    return made | ({"cuda": cuda_part([one["cuda"] for one in launches], gate)} if "cuda" in launches[0] else {})


def ratios(logs: Sequence[dict[str, float]], wall_logs: Sequence[dict[str, float]]) -> dict[str, Any]:
    """Every arm relative to no_grad, its verdict against the row's own A/A control."""
    control = intervals.interval([one["aa"] for one in logs])
    return {
        arm: intervals.ratio([one[arm] for one in logs], [one[arm] for one in wall_logs], control) for arm in RATIOS
    }


def cuda_part(launches: Sequence[Reading], gate: Reading) -> dict[str, Any]:
    """Enqueue, device and wall time per arm, what bounds the row, and the ratios of enqueueing and of graph replay."""
    from scripts.measure import cuda_blocks

    logs = [one["enqueue_logs"] for one in launches]
    replays = [one["replay_log"] for one in launches]
    replay = None if None in replays else intervals.ratio(replays, replays, intervals.Interval(0.0, 0.0))
    return cuda_blocks.summary(launches) | {"kernels": gate["kernels"], "enqueue": ratios(logs, logs), "replay": replay}
