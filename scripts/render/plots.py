"""The two kinds of plots: a forest of ratios with their intervals, and curves of a sweep."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from scripts.render import numbers, scales, svg
from scripts.render.scales import Scale
from scripts.render.tables import text_width

# A forest: values stand in a gutter of their own, right of the scale.
_PAD, _HEAD, _ROW, _FOOT, _GUTTER = 10, 34, 42, 26, 52
_CURVE_TOP, _CURVE_BOTTOM, _CURVE_HEIGHT, _LEFT, _RIGHT = 30, 270, 318, 46, 388


@dataclass(frozen=True)
class Bar:
    """One row of a forest: a ratio and its interval, the control's interval behind it, and whether it differs from 1."""

    label: str
    ratio: tuple[float, float, float]
    control: tuple[float, float]
    clear: bool


@dataclass(frozen=True)
class Point:
    """One point of a curve; `lo` and `hi` where it has an interval, `clear` as of a Bar."""

    x: float
    y: float
    lo: float | None = None
    hi: float | None = None
    label: str = ""
    clear: bool = True


@dataclass(frozen=True)
class Legend:
    """What the three shapes of a plot of ratios mean, in words."""

    clear: str
    unclear: str
    control: str


def forest(bars: Sequence[Bar], legend: Legend) -> tuple[list[Element], float]:
    """The shapes, and the picture's height: one row per bar, label and value above, interval below, a line at 1."""
    held = [value for bar in bars for value in (*bar.ratio, *bar.control)]
    scale = scales.around_one(held, _PAD, svg.WIDTH - _PAD - _GUTTER)
    bottom = _HEAD + len(bars) * _ROW
    shapes = [*_key(legend), *_across(scale, bottom)]
    for number, bar in enumerate(bars):
        shapes += _bar(bar, scale, _HEAD + number * _ROW)
    return shapes, bottom + _FOOT


def curve(
    series: Sequence[tuple[str, Sequence[Point]]],
    x: Scale,
    y: Scale,
    x_ticks: dict[float, str],
    y_ticks: dict[float, str],
) -> list[Element]:
    """Axes, grid and lines. `y` maps upwards; `curve_frame` gives the scales that fit the picture's frame."""
    shapes = []
    for value, words in y_ticks.items():
        shapes += [
            svg.line(_LEFT, y(value), _RIGHT, y(value), "pm-grid"),
            svg.text(_LEFT - 6, y(value) + 4.5, words, anchor="end"),
        ]
    for value, words in x_ticks.items():
        shapes += [svg.line(x(value), _CURVE_BOTTOM, x(value), _CURVE_BOTTOM + 5, "pm-axis")]
        shapes += [svg.text(x(value), _CURVE_BOTTOM + 20, words, anchor="middle")]
    shapes.append(svg.line(_LEFT, _CURVE_BOTTOM, _RIGHT, _CURVE_BOTTOM, "pm-axis"))
    for number, (_, points) in enumerate(series):
        shapes += _series(number, points, x, y)
    return shapes


def curve_height() -> float:
    return _CURVE_HEIGHT


def curve_frame() -> tuple[tuple[float, float], tuple[float, float]]:
    """Where x and y of a curve may run: (left, right), (bottom, top)."""
    return (_LEFT + 14, _RIGHT - 14), (_CURVE_BOTTOM, _CURVE_TOP + 6)


def axis_names(x_name: str, y_name: str) -> list[Element]:
    """The y axis is named above it, lying, so that nobody tilts their head."""
    return [
        svg.text(2, 14, y_name, "pm-text pm-strong"),
        svg.text((_LEFT + _RIGHT) / 2, _CURVE_HEIGHT - 8, x_name, "pm-text pm-strong", anchor="middle"),
    ]


def series_key(names: Sequence[str], y: float) -> list[Element]:
    """Shape and name of every series, in one line."""
    shapes, left = [], _LEFT + 8.0
    for number, name in enumerate(names):
        shapes += [
            svg.marker(number, left, y - 4.5, f"pm-dot pm-series-{number}"),
            svg.text(left + 9, y, name, "pm-text pm-over"),
        ]
        left += 26 + svg.TEXT_SIZE * text_width(name)
    return shapes


def _series(number: int, points: Sequence[Point], x: Scale, y: Scale) -> Iterator[Element]:
    yield svg.path([(x(point.x), y(point.y)) for point in points], f"pm-curve pm-series-{number}")
    for point in points:
        if point.lo is not None and point.hi is not None:
            yield svg.line(x(point.x), y(point.lo), x(point.x), y(point.hi), f"pm-bar pm-series-{number}")
        yield svg.marker(number, x(point.x), y(point.y), f"{_dot(point.clear)} pm-series-{number}")
        if point.label:
            yield svg.text(
                x(point.x),
                y(point.hi if point.hi is not None else point.y) - 9,
                point.label,
                "pm-text pm-over",
                anchor="middle",
            )


def _key(legend: Legend) -> Iterator[Element]:
    left = _PAD + 2.0
    for kind, words in (("pm-dot", legend.clear), ("pm-dot pm-hollow", legend.unclear), ("", legend.control)):
        if kind:
            yield svg.circle(left + 3, 11, 4.5, kind)
        else:
            yield svg.rect(left - 4, 6, 16, 10, "pm-control")
        yield svg.text(left + (12 if kind else 17), 15.5, words)
        left += 26 + svg.TEXT_SIZE * text_width(words)


def _across(scale: Scale, bottom: float) -> Iterator[Element]:
    for value in scales.ticks(scale.lo, scale.hi):
        kind = "pm-one" if value == 1 else "pm-grid"
        yield svg.line(scale(value), _HEAD - 6, scale(value), bottom, kind)
        yield svg.text(scale(value), bottom + 17, f"{value:g}", anchor="middle")


def _bar(bar: Bar, scale: Scale, top: float) -> Iterator[Element]:
    estimate, lo, hi = bar.ratio
    middle = top + 27
    yield svg.text(_PAD, top + 14, bar.label, "pm-text pm-over")
    yield svg.text(svg.WIDTH - _PAD, middle + 4.5, numbers.ratio(*bar.ratio), "pm-text pm-strong", anchor="end")
    yield svg.rect(scale(bar.control[0]), middle - 5, scale(bar.control[1]) - scale(bar.control[0]), 10, "pm-control")
    yield svg.line(scale(lo), middle, scale(hi), middle, "pm-bar pm-series-0")
    yield svg.circle(scale(estimate), middle, 4.5, f"{_dot(bar.clear)} pm-series-0")


def _dot(clear: bool) -> str:
    return "pm-dot" if clear else "pm-dot pm-hollow"
