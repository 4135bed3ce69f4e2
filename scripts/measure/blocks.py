"""Pairs in short blocks: rounds of permuted arms, each arm one block of a few calls, on any clock.

A round is a random permutation of the arms, and every second round is the mirror image of the one before, so that a
linear drift of the machine's speed cancels within each pair of rounds instead of falling on one arm.
"""

import math
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager

from scripts.measure.conditions import minor_faults
from scripts.measure.design import ARMS, BASE, FEWEST_ROUNDS, Design

# One block's readings per call: the clocks in µs (`thread`, `wall`, on CUDA `enqueue` and `device` too) and `faults`.
Sample = dict[str, float]
Round = dict[str, Sample]
Call = Callable[[], object]
Mode = Callable[[], AbstractContextManager[object]]


def time_block(call: Call, mode: Mode, calls: int, warm: int) -> Sample:
    """Enter the mode, make `warm` untimed calls, time the others on the thread's CPU clock and the wall clock."""
    with mode():
        for _ in range(warm):
            call()
        faults, wall, thread = minor_faults(), time.perf_counter_ns(), time.thread_time_ns()
        for _ in range(calls):
            call()
        thread, wall, faults = time.thread_time_ns() - thread, time.perf_counter_ns() - wall, minor_faults() - faults
    return {"thread": thread / calls / 1e3, "wall": wall / calls / 1e3, "faults": faults / calls}


def orders(arms: Sequence[str], rng: random.Random) -> Iterator[list[str]]:
    """Endless orders of the arms: a random permutation, then its mirror image, then another."""
    while True:
        order = rng.sample(arms, len(arms))
        yield order
        yield order[::-1]


def run_rounds(
    measure: Callable[[str], Sample],
    budget_s: float,
    rng: random.Random,
    arms: Sequence[str] = ARMS,
    now: Callable[[], float] = time.monotonic,
) -> list[Round]:
    """As many pairs of rounds as fit into the budget, in seconds of wall time, and at least `FEWEST_ROUNDS` rounds."""
    deadline, order = now() + budget_s, orders(arms, rng)
    rounds: list[Round] = []
    while len(rounds) < FEWEST_ROUNDS or len(rounds) % 2 or now() < deadline:
        rounds.append({arm: measure(arm) for arm in next(order)})
    return rounds


def median_log(rounds: Sequence[Round], arm: str, clock: str, base: str = BASE) -> float:
    """The median over rounds of log(t_arm / t_base): pairs, so that what is common to a round cancels."""
    return statistics.median(math.log(one[arm][clock] / one[base][clock]) for one in rounds)


def median_us(rounds: Sequence[Round], arm: str, clock: str) -> float:
    return statistics.median(one[arm][clock] for one in rounds)


def mean_faults(rounds: Sequence[Round], arm: str) -> float:
    return statistics.fmean(one[arm]["faults"] for one in rounds)


def calls_per_block(call_us: float, design: Design) -> int:
    """As many calls as fill a block, at least one."""
    return max(1, min(design.most_calls, round(design.block_us / max(call_us, 1e-3))))
