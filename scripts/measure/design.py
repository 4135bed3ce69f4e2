"""The design of a timing run as data: arms, launches, blocks, budgets. A record's `design` says what stands here."""

from dataclasses import asdict, dataclass
from typing import Any

# `aa` is no_grad once more: the control, whose ratio to no_grad must be 1.
ARMS = ("grad", "no_grad", "aa", "inference")
BASE = "no_grad"
RATIOS = ("inference", "grad", "aa")

# Fresh processes per mode: fixed, no peeking. Their number selects the constants in intervals.py.
LAUNCHES = {"quick": 4, "full": 12, "gold": 24}
ATTEMPTS = 2


@dataclass(frozen=True)
class Design:
    """How one launch times one row. `clock` names the reading that ratios are made of: thread CPU time or wall time."""

    launches: int
    device: str = "cpu"
    clock: str = "thread"
    block_us: float = 300.0
    warm_calls: int = 2
    most_calls: int = 1000
    row_s: float = 0.6
    fewest_rounds: int = 8
    order: str = "workloads shuffled per launch; arms permuted at random per round, every second round the mirror image"

    def described(self) -> dict[str, Any]:
        return asdict(self) | {"arms": list(ARMS), "inputs": "made outside the mode: normal tensors"}


def for_mode(mode: str, device: str) -> Design:
    """Blocks on CUDA are longer, to hold many calls per synchronization, and timed by wall, as they end with one."""
    if device == "cuda":
        return Design(LAUNCHES[mode], device, "wall", block_us=2000.0, most_calls=200, row_s=0.4)
    return Design(LAUNCHES[mode])
