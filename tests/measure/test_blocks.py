"""Rounds of permuted arms, on a clock that drifts as told; blocks, on calls that count."""

import random
from collections.abc import Callable
from itertools import count

import pytest
import torch

from scripts.measure import blocks, conditions
from scripts.measure.blocks import Round, Sample
from scripts.measure.design import ARMS, FEWEST_ROUNDS, Design, for_mode

TRUE_US = {"grad": 13.0, "no_grad": 10.0, "aa": 10.0, "inference": 9.0}
ROUNDS = 80


def drifting(per_block: float) -> Callable[[str], Sample]:
    """A machine that gets slower by the same amount with every block."""
    blocks_so_far = count()

    def measure(arm: str) -> Sample:
        return {"thread": TRUE_US[arm] * (1 + per_block * next(blocks_so_far))}

    return measure


def run(per_block: float, seed: int) -> list[Round]:
    """So many rounds, on a clock that says a second has passed whenever it is asked."""
    seconds = count()
    return blocks.run_rounds(drifting(per_block), ROUNDS, random.Random(seed), now=lambda: float(next(seconds)))


def ratios(rounds: list[Round]) -> dict[str, float]:
    return {arm: 2.718281828 ** blocks.median_log(rounds, arm, "thread") for arm in ARMS}


def test_known_ratios_are_recovered_without_drift() -> None:
    found = ratios(run(0.0, 0))
    assert found == pytest.approx({"grad": 1.3, "no_grad": 1.0, "aa": 1.0, "inference": 0.9})


@pytest.mark.parametrize("seed", range(5))
def test_a_linear_drift_is_cancelled(seed: int) -> None:
    found = ratios(run(0.01, seed))
    assert found["aa"] == pytest.approx(1.0, abs=0.003)
    assert found["inference"] == pytest.approx(0.9, abs=0.003)
    assert found["grad"] == pytest.approx(1.3, abs=0.006)


def test_arms_in_a_fixed_order_would_be_caught_by_that_check() -> None:
    measure = drifting(0.01)
    found = ratios([{arm: measure(arm) for arm in ARMS} for _ in range(ROUNDS)])
    assert abs(found["aa"] - 1.0) > 0.003


def test_every_order_is_a_permutation_and_every_second_one_a_mirror_image() -> None:
    orders = blocks.orders(ARMS, random.Random(0))
    drawn = [next(orders) for _ in range(40)]
    assert all(sorted(order) == sorted(ARMS) for order in drawn)
    assert all(drawn[even + 1] == drawn[even][::-1] for even in range(0, 40, 2))
    assert len({tuple(order) for order in drawn}) > 10


def test_rounds_end_with_the_time_but_not_before_the_fewest() -> None:
    late = blocks.run_rounds(drifting(0.0), 0.0, random.Random(0))
    assert len(late) == FEWEST_ROUNDS
    assert ROUNDS <= len(run(0.0, 0)) <= 2 * ROUNDS + 2 * FEWEST_ROUNDS
    assert len(run(0.0, 0)) % 2 == 0


def test_a_row_of_long_calls_and_one_of_the_main_table_get_more_time() -> None:
    plan = for_mode("full", "cpu")
    assert plan.budget_s(plan.long_call_us, "main") > plan.budget_s(plan.long_call_us - 1, "main")
    assert plan.budget_s(1.0, "main") > plan.budget_s(1.0, "width")


def test_a_block_holds_as_many_calls_as_fill_it_and_at_least_one() -> None:
    plan = Design(4, block_us=300.0, most_calls=1000)
    assert blocks.calls_per_block(100.0, plan) == 3
    assert blocks.calls_per_block(5000.0, plan) == 1
    assert blocks.calls_per_block(0.0, plan) == 1000


def test_a_block_runs_all_its_calls_inside_the_mode_and_leaves_it() -> None:
    inside = []
    found = blocks.time_block(lambda: inside.append(torch.is_inference_mode_enabled()), torch.inference_mode, 5, 2)
    assert inside == [True] * 7
    assert not torch.is_inference_mode_enabled()
    assert set(found) == {"thread", "wall", "faults"}


def test_the_clocks_count_microseconds_per_call() -> None:
    def spin() -> None:
        stop = blocks.time.thread_time_ns() + 2_000_000
        while blocks.time.thread_time_ns() < stop:
            pass

    found = blocks.time_block(spin, torch.no_grad, 5, 0)
    assert found["thread"] == pytest.approx(2000, rel=0.05)
    assert found["wall"] >= found["thread"] * 0.99


def test_touching_new_pages_counts_as_faults() -> None:
    import mmap

    pages = 2000
    before = conditions.minor_faults()
    with mmap.mmap(-1, pages * mmap.PAGESIZE) as fresh:
        for page in range(pages):
            fresh[page * mmap.PAGESIZE] = 1
    assert conditions.minor_faults() - before >= (pages if "resource" in dir(conditions) and conditions.resource else 0)
