"""Numbers as a reader sees them. No rounding may move a value across the line it is read against.

A no-break space stands between a number and its unit.
"""

import math

_GAP = "\N{NO-BREAK SPACE}"
_UNITS = (("B", 1), ("KiB", 2**10), ("MiB", 2**20), ("GiB", 2**30))


def interval(estimate: float, lo: float, hi: float) -> str:
    """A ratio and its 95 % interval: `0.853 [0.846, 0.861]`."""
    decimals = _decimals(lo, hi)
    return f"{estimate:.{decimals}f} [{lo:.{decimals}f}, {hi:.{decimals}f}]"


def ratio(estimate: float, lo: float, hi: float) -> str:
    """The ratio alone, with the decimals that its interval needs."""
    return f"{estimate:.{_decimals(lo, hi)}f}"


def _decimals(lo: float, hi: float) -> int:
    """Three; more where an interval that leaves out 1 would be shown as touching it."""
    nearest = hi if hi < 1 else lo if lo > 1 else None
    if nearest is None:
        return 3
    return next((decimals for decimals in (3, 4, 5) if round(nearest, decimals) != 1), 6)


def percent(fraction: float) -> str:
    """One decimal; a fraction that is neither nothing nor all is never shown as 0.0 or 100.0."""
    shown = f"{100 * fraction:.1f}"
    if shown in ("0.0", "-0.0") and fraction != 0:
        shown = "< 0.1" if fraction > 0 else "> -0.1"
    if shown == "100.0" and fraction < 1:
        shown = "> 99.9"
    return f"{shown} %".replace(" ", _GAP)


def size(count: int) -> str:
    """Bytes in the largest unit that leaves a figure of one or more: `64 KiB`, `2.38 MiB`."""
    unit, factor = max((pair for pair in _UNITS if count >= pair[1]), key=lambda pair: pair[1], default=_UNITS[0])
    value = count / factor
    return f"{value:.0f}{_GAP}{unit}" if value == int(value) else f"{_significant(value)}{_GAP}{unit}"


def exact_size(count: int) -> str:
    """Like `size`, with the count itself behind it where the unit hides it: `2.38 MiB (2,494,464)`."""
    return size(count) if count < 2**10 else f"{size(count)} ({count:,})"


def microseconds(value: float) -> str:
    """Three significant digits, never in powers of ten: `2.41`, `38.2`, `1,240`."""
    return f"{_significant(value)}"


def _significant(value: float) -> str:
    decimals = max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
    return f"{value:,.{decimals}f}"
