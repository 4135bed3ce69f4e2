"""One launch: a fresh process that times every row once and prints a line of JSON per row. Started by `launches.py`.

python -m scripts.measure.launch '{"mode": "quick", "device": "cpu", "seed": 1, "only": null}'
"""

import functools
import json
import random
import sys
from collections.abc import Sequence
from typing import Any

import torch

from scripts.measure import blocks, conditions, cuda_blocks, suite
from scripts.measure.blocks import Round, Sample
from scripts.measure.design import ARMS, BASE, RATIOS, Design, for_mode
from scripts.measure.suite import Workload

MODES: dict[str, blocks.Mode] = {
    "grad": torch.enable_grad,
    "no_grad": torch.no_grad,
    "aa": torch.no_grad,
    "inference": torch.inference_mode,
}
# First calls fill oneDNN's caches and the allocator's; these are not blocks of any round.
_FIRST_CALLS = 5


def time_row(workload: Workload, design: Design, rng: random.Random) -> dict[str, Any]:
    """Build, warm up, find the calls per block, run the rounds, and reduce them to one number per arm."""
    forward = workload.forward(design.device)
    call = functools.partial(forward.model, forward.input)
    block = cuda_blocks.time_block if design.device == "cuda" else blocks.time_block
    for arm in ARMS:
        block(call, MODES[arm], 1, _FIRST_CALLS)
    once = min(block(call, MODES[BASE], _FIRST_CALLS, 1)[design.clock] for _ in range(3))
    calls, warm = blocks.calls_per_block(once, design), design.warm(once)

    def measure(arm: str) -> Sample:
        return block(call, MODES[arm], calls, warm)

    rounds = blocks.run_rounds(measure, design.budget_s(once, workload.group), rng)
    reduced = reduce_rounds(rounds, design.clock) | {"label": workload.label, "calls": calls}
    if design.device == "cuda":
        reduced["cuda"] = cuda_blocks.reduce_rounds(rounds) | {"replay_log": None}
        if workload.group != "confounder":
            reduced["cuda"]["replay_log"] = cuda_blocks.replay_log(call, MODES, calls, design.row_s / 4, rng)
    return reduced


def reduce_rounds(rounds: Sequence[Round], clock: str) -> dict[str, Any]:
    return {
        "logs": {arm: blocks.median_log(rounds, arm, clock) for arm in RATIOS},
        "wall_logs": {arm: blocks.median_log(rounds, arm, "wall") for arm in RATIOS},
        "us": {arm: blocks.median_us(rounds, arm, clock) for arm in ARMS},
        "faults": {arm: blocks.mean_faults(rounds, arm) for arm in ARMS},
        "rounds": len(rounds),
    }


def run(mode: str, device: str, seed: int, only: str | None = None) -> None:
    """Rows under the system's malloc come first: mallopt can't be taken back. The others follow in random order."""
    rng, design = random.Random(seed), for_mode(mode, device)
    torch.set_num_threads(1)
    about: dict[str, Any] = {
        "threads": conditions.check_threads(torch.get_num_threads()),
        "core": conditions.pin(rng),
        "priority": conditions.priority(),
    }
    if device == "cuda":
        about["cuda"] = cuda_blocks.state()
    rows = [row for row in suite.timed(device) if only is None or row.name == only]
    rng.shuffle(rows)
    conditions.still_garbage()
    print(json.dumps(about), flush=True)
    for workload in (row for row in rows if row.keeps_default_malloc):
        print(json.dumps(time_row(workload, design, rng)), flush=True)
    conditions.keep_memory()
    for workload in (row for row in rows if not row.keeps_default_malloc):
        print(json.dumps(time_row(workload, design, rng)), flush=True)


if __name__ == "__main__":
    run(**json.loads(sys.argv[1]))
