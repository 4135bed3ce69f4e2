"""The statistics, on numbers whose truth is known."""

import math
import random

import pytest

from scripts.measure import intervals
from scripts.measure.design import LAUNCHES
from scripts.measure.intervals import BELOW_FLOOR, FASTER, SLOWER, UNCLEAR, Interval

QUIET = Interval(0.0, 0.001)


def student_probability(t: float, freedom: int, steps: int = 4000) -> float:
    """P(|T| <= t), by Simpson's rule over the density."""
    scale = math.gamma((freedom + 1) / 2) / (math.sqrt(freedom * math.pi) * math.gamma(freedom / 2))
    width = t / steps
    inner = sum(
        (4 if step % 2 else 2) * (1 + (step * width) ** 2 / freedom) ** (-(freedom + 1) / 2) for step in range(1, steps)
    )
    ends = 1 + (1 + t**2 / freedom) ** (-(freedom + 1) / 2)
    return 2 * scale * width / 3 * (inner + ends)


def launch_logs(rng: random.Random, effect: float, launches: int, spread: float = 0.01) -> list[float]:
    return [rng.gauss(effect, spread) for _ in range(launches)]


def row(name: str, control: list[float]) -> dict:
    return {"workload": name, "ratio": {"aa": {"launch_logs": control}}}


@pytest.mark.parametrize(("quantiles", "wanted"), [(intervals.T_95, 0.95), (intervals.T_995, 0.995)])
def test_the_t_constants_are_student_quantiles_of_every_mode(quantiles: dict[int, float], wanted: float) -> None:
    assert set(quantiles) == set(LAUNCHES.values())
    for launches, t in quantiles.items():
        assert student_probability(t, launches - 1) == pytest.approx(wanted, abs=1e-6)


def test_the_check_of_the_constants_would_catch_the_normal_quantile() -> None:
    assert student_probability(1.96, 11) < 0.93


@pytest.mark.parametrize("launches", sorted(LAUNCHES.values()))
def test_an_interval_covers_the_true_effect_in_95_of_100_runs(launches: int) -> None:
    rng, effect, runs = random.Random(launches), math.log(0.8), 4000
    found = [intervals.interval(launch_logs(rng, effect, launches)) for _ in range(runs)]
    covered = sum(abs(one.log - effect) <= one.half_width for one in found) / runs
    assert covered == pytest.approx(0.95, abs=0.012)


def test_a_known_effect_is_recovered_with_its_verdict() -> None:
    rng = random.Random(1)
    logs = launch_logs(rng, math.log(0.8), 12)
    found = intervals.ratio(logs, logs, QUIET)
    assert found["estimate"] == pytest.approx(0.8, abs=0.01)
    assert found["lo"] < 0.8 < found["hi"]
    assert found["wall"] == pytest.approx(found["estimate"])
    assert found["verdict"] == FASTER


def test_a_ratio_and_its_inverse_are_treated_alike() -> None:
    logs = launch_logs(random.Random(2), 0.1, 12)
    there, back = (intervals.ratio(one, one, QUIET) for one in (logs, [-log for log in logs]))
    assert there["estimate"] == pytest.approx(1 / back["estimate"])
    assert there["lo"] == pytest.approx(1 / back["hi"])


@pytest.mark.parametrize(
    ("effect", "control", "wanted"),
    [
        (Interval(-0.1, 0.01), QUIET, FASTER),
        (Interval(0.1, 0.01), QUIET, SLOWER),
        (Interval(-0.01, 0.02), QUIET, UNCLEAR),
        (Interval(-0.02, 0.01), Interval(0.015, 0.01), BELOW_FLOOR),
        (Interval(0.02, 0.01), Interval(-0.015, 0.01), BELOW_FLOOR),
        (Interval(-0.03, 0.01), Interval(0.015, 0.01), FASTER),
    ],
)
def test_a_verdict_needs_an_interval_without_1_and_an_effect_above_the_control(
    effect: Interval, control: Interval, wanted: str
) -> None:
    assert intervals.verdict(effect, control) == wanted


def test_one_failed_control_is_chance_and_two_reject_the_run() -> None:
    rng = random.Random(3)
    good = [row(f"good-{number}", launch_logs(rng, 0.0, 12, 0.001)) for number in range(3)]
    bad = [row(f"bad-{number}", launch_logs(rng, 0.01, 12, 0.001)) for number in range(2)]
    assert intervals.rejection(good) is None
    assert intervals.rejection([*good, bad[0]]) is None
    assert intervals.rejection([*good, *bad]) == "the A/A control failed at 99.5 % in 2 rows: bad-0, bad-1"


def test_good_runs_are_rarely_rejected() -> None:
    rng, runs = random.Random(4), 1000
    rejected = sum(
        intervals.rejection([row(str(number), launch_logs(rng, 0.0, 12)) for number in range(22)]) is not None
        for _ in range(runs)
    )
    assert rejected / runs < 0.02
