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
# However slow the machine, a median is over so many rounds.
FEWEST_ROUNDS = 20


@dataclass(frozen=True)
class Design:
    """How one launch times one row. `clock` names the reading that ratios are made of: thread CPU time or wall time.

    A row gets `row_s` seconds of wall time, or `long_row_s` if a call takes `long_call_us` or longer: there, few rounds
    fit and their noise counts; in the others launches differ by more than the rounds of one. A row outside the main table
    gets the share `aside` of that. A long call needs fewer untimed ones before it, as it fills the caches by itself.
    """

    launches: int
    device: str = "cpu"
    clock: str = "thread"
    block_us: float = 300.0
    warm_calls: int = 2
    most_calls: int = 1000
    row_s: float = 0.6
    long_call_us: float = 1000.0
    long_row_s: float = 2.4
    long_warm_calls: int = 1
    aside: float = 0.5
    order: str = "workloads shuffled per launch; arms permuted at random per round, every second round the mirror image"

    def budget_s(self, call_us: float, group: str) -> float:
        whole = self.long_row_s if call_us >= self.long_call_us else self.row_s
        return whole if group == "main" else whole * self.aside

    def warm(self, call_us: float) -> int:
        return self.long_warm_calls if call_us >= self.long_call_us else self.warm_calls

    def described(self) -> dict[str, Any]:
        return asdict(self) | {"arms": list(ARMS), "inputs": "made outside the mode: normal tensors"}


def for_mode(mode: str, device: str) -> Design:
    """Blocks on CUDA are longer, to hold many calls per synchronization, and timed by wall, as they end with one."""
    if device == "cuda":
        return Design(LAUNCHES[mode], device, "wall", block_us=2000.0, most_calls=200, row_s=0.5, long_row_s=1.0)
    return Design(LAUNCHES[mode])
