"""From values to places: a linear or logarithmic scale, and where its ticks stand."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0)
_MOST_TICKS = 7


@dataclass(frozen=True)
class Scale:
    """Maps `lo`..`hi` onto `start`..`end` units of a picture."""

    lo: float
    hi: float
    start: float
    end: float
    logarithmic: bool = False

    def __call__(self, value: float) -> float:
        lo, hi, at = (math.log(v) if self.logarithmic else v for v in (self.lo, self.hi, value))
        return self.start + (at - lo) / (hi - lo) * (self.end - self.start)


def around_one(values: Iterable[float], start: float, end: float) -> Scale:
    """A logarithmic scale that holds all values and 1, with some air."""
    held = [1.0, *values]
    air = 0.04 * max(math.log(max(held) / min(held)), 0.05)
    return Scale(min(held) * math.exp(-air), max(held) * math.exp(air), start, end, logarithmic=True)


def ticks(lo: float, hi: float) -> list[float]:
    """Round numbers from lo to hi, at most seven."""
    step = next((s for s in _STEPS if math.floor(hi / s) - math.ceil(lo / s) < _MOST_TICKS), 10.0)
    return [round(n * step, 6) for n in range(math.ceil(lo / step - 1e-9), math.floor(hi / step + 1e-9) + 1)]


def powers(lo: float, hi: float) -> list[float]:
    """1, 2, 5, 10, 20, 50 … from lo to hi: ticks of a logarithmic scale over decades."""
    decades = range(math.floor(math.log10(lo)), math.ceil(math.log10(hi)) + 1)
    return [m * 10.0**d for d in decades for m in (1, 2, 5) if lo <= m * 10.0**d <= hi]
