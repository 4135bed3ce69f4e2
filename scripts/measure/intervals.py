"""From the logs of ratios, one per launch, to an interval and a verdict.

Launches (fresh processes) are the sample: rounds within one process share its memory layout and hash seed, so an
interval over rounds would be far too narrow. All statistics are on the log scale, so that a ratio and its inverse are
treated alike.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# Student's t, two-sided, for 4, 12 and 24 launches: constants, so that a bare GPU machine needs no scipy.
T_95 = {4: 3.182446, 12: 2.200985, 24: 2.068658}
T_995 = {4: 7.453319, 12: 3.496614, 24: 3.103997}

FASTER, SLOWER = "faster", "slower"
UNCLEAR, BELOW_FLOOR = "not distinguishable from 1", "below the control's floor"

# So many A/A rows whose 99.5 % interval leaves out 1 reject the run: chance alone gives two in about 1 run of 150.
FAILED_CONTROLS = 2


@dataclass(frozen=True)
class Interval:
    """Mean log ratio over the launches and the half-width of its interval, both on the log scale."""

    log: float
    half_width: float

    @property
    def holds_one(self) -> bool:
        return abs(self.log) <= self.half_width


def interval(launch_logs: Sequence[float], quantiles: dict[int, float] = T_95) -> Interval:
    """Student-t interval of the mean. Raises KeyError for a number of launches no mode has."""
    spread = statistics.stdev(launch_logs) / math.sqrt(len(launch_logs))
    return Interval(statistics.fmean(launch_logs), quantiles[len(launch_logs)] * spread)


def verdict(effect: Interval, control: Interval) -> str:
    """`control` is the A/A interval of the same row: what two runs of the same code differ by."""
    if effect.holds_one:
        return UNCLEAR
    if abs(effect.log) <= abs(control.log) + control.half_width:
        return BELOW_FLOOR
    return FASTER if effect.log < 0 else SLOWER


def ratio(launch_logs: Sequence[float], wall_logs: Sequence[float], control: Interval) -> dict[str, Any]:
    """One entry of a row's `ratio`: time relative to no_grad, by the design's clock, and by wall time."""
    effect = interval(launch_logs)
    return {
        "estimate": math.exp(effect.log),
        "lo": math.exp(effect.log - effect.half_width),
        "hi": math.exp(effect.log + effect.half_width),
        "launch_logs": list(launch_logs),
        "wall": math.exp(statistics.fmean(wall_logs)),
        "verdict": verdict(effect, control),
    }


def failed_controls(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The rows in which the same code, timed twice, differs at 99.5 %."""
    return [row["workload"] for row in rows if not interval(row["ratio"]["aa"]["launch_logs"], T_995).holds_one]


def rejection(rows: Sequence[dict[str, Any]]) -> str | None:
    """Why the run can't be accepted, or None."""
    failed = failed_controls(rows)
    if len(failed) < FAILED_CONTROLS:
        return None
    return f"the A/A control failed at 99.5 % in {len(failed)} rows: {', '.join(failed)}"
