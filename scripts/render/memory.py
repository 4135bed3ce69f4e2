"""The memory blocks of this build: exact counts, so no interval. Summary, table, depth sweep."""

from collections.abc import Iterable, Sequence

from scripts.records import Record
from scripts.render import memory_rows, numbers, plots, provenance, scales, svg
from scripts.render.evidence import Evidence, Row
from scripts.render.memory_rows import fall, whole_fall
from scripts.render.plots import Point
from scripts.render.tables import joined, table
from scripts.render.timing_rows import label
from scripts.render.words import Words

BYTES = "pm-table pm-bytes"


def render(evidence: Evidence, say: Words) -> dict[str, str]:
    """All memory blocks by name; where nothing may be shown, each says why."""
    record = evidence.here.get("memory")
    withheld = provenance.withheld(record, "memory", say)
    names = ("memory-summary", "memory", "memory-depth")
    if record is None or withheld:
        return dict.fromkeys(names, withheld or "")
    fresh, stale = memory_rows.split(evidence, record)
    blocks = (summary(record, fresh, stale, say), main(record, fresh, stale, say), depth(record, fresh, stale, say))
    return dict(zip(names, blocks, strict=True))


def summary(record: Record, fresh: Sequence[Row], stale: Sequence[Row], say: Words) -> str:
    """Two or three sentences for other pages: no link, as they lie at different depths."""
    shown = single(fresh)
    if not shown:
        return say("memory.nothing_fresh")
    said = [say("memory.summary.where", where=provenance.where(record, say)), reading(shown, say)]
    if swept := _falls(fresh):
        said.append(_halved(swept, say))
    if stale:
        said.append(say("stale.short", count=len(stale)))
    return f"{say.sentences(said)}\n{{ .pm-reading }}"


def main(record: Record, fresh: Sequence[Row], stale: Sequence[Row], say: Words) -> str:
    old = [row for row in stale if row["sweep"] is None]
    note = provenance.outdated([label(row, say) for row in old], say)
    return joined([note, *weighed_tables(fresh, stale, say), _caption(record, say)])


def weighed_tables(fresh: Sequence[Row], stale: Sequence[Row], say: Words) -> list[str]:
    """The table of single passes with its reading, then that of loops that hold or drop their output."""
    shown, loops = single(fresh), looped(fresh)
    told = f"{reading(shown, say)}\n{{ .pm-reading }}" if shown else say("memory.nothing_fresh")
    return [weighed_table(shown, single(stale), say), told, *(loop_tables(loops, say) if loops else [])]


def loop_tables(loops: Sequence[Row], say: Words) -> list[str]:
    return [_loop_table(loops, say), f"{_loop_reading(loops, say)}\n{{ .pm-reading }}"]


def single(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["sweep"] is None and row["forwards"] == 1]


def looped(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["sweep"] is None and row["forwards"] > 1]


def weighed_table(shown: Sequence[Row], old: Sequence[Row], say: Words) -> str:
    """A row per workload: peaks in both modes, how far the peak falls, and what is kept."""
    names = ("workload", "weights", "peak_grad", "peak_no_grad", "fall", "whole_fall", "saved")
    header = [say(f"memory.columns.{column}") for column in names]
    cells = [_cells(row, say) for row in shown] + [[label(row, say), say("stale.cell"), *[""] * 5] for row in old]
    return table(header, ["left", *["right"] * 6], cells, BYTES)


def reading(shown: Sequence[Row], say: Words) -> str:
    falls = [fall(row) for row in shown]
    wholes = [whole_fall(row) for row in shown]
    apart = [label(row, say) for row in shown if row["memory"]["inference"] != row["memory"]["no_grad"]]
    key = "apart" if apart else "same"
    return say.sentences(
        [
            say("memory.reading.fall", spread=_spread(falls, say), whole=_spread(wholes, say), total=len(shown)),
            say(f"memory.reading.{key}", count=len(apart), total=len(shown), names=say.join(apart)),
        ]
    )


def depth(record: Record, fresh: Sequence[Row], stale: Sequence[Row], say: Words) -> str:
    """How far the peak falls at 1 to 32 layers, one curve per family."""
    old = [row for row in stale if row["sweep"] == "depth"]
    note = provenance.outdated(sorted({label(row, say) for row in old}), say)
    falls = _falls(fresh)
    if not falls:
        return joined([note, say("memory.nothing_fresh")])
    parts = [
        note,
        _depth_curve(falls, say),
        _depth_table(falls, say),
        _depth_reading(falls, say),
        _caption(record, say),
    ]
    return joined(parts)


def _falls(fresh: Sequence[Row]) -> dict[str, dict[int, float]]:
    """By family of models and number of layers, the share of the peak that no_grad takes away."""
    swept = [row for row in fresh if row["sweep"] == "depth"]
    families = dict.fromkeys(row["workload"] for row in swept)
    return {family: memory_rows.falls_by_depth(swept, family) for family in families}


def _cells(row: Row, say: Words) -> list[str]:
    grad, no_grad = (row["memory"][mode] for mode in ("grad", "no_grad"))
    return [
        label(row, say),
        numbers.exact_size(row["weights_bytes"]),
        numbers.exact_size(grad["peak"]),
        numbers.exact_size(no_grad["peak"]),
        numbers.percent(fall(row)),
        numbers.percent(whole_fall(row)),
        numbers.exact_size(grad["saved"]),
    ]


def _loop_table(loops: Sequence[Row], say: Words) -> str:
    names = ("workload", "output", "peak_grad", "peak_no_grad", "live_grad", "live_no_grad")
    header = [say(f"memory.columns.{column}") for column in names]
    return table(header, ["left", "left", *["right"] * 4], [_loop_cells(row, say) for row in loops], BYTES)


def _loop_cells(row: Row, say: Words) -> list[str]:
    counts = [row["memory"][mode][count] for count in ("peak", "live") for mode in ("grad", "no_grad")]
    return [label(row, say), say(f"memory.outputs.{row['output']}"), *map(numbers.exact_size, counts)]


def _loop_reading(loops: Sequence[Row], say: Words) -> str:
    """How much higher the peak of a loop is that holds its previous output, than of one that drops it."""
    ratios = {mode: memory_rows.held_to_dropped(loops, mode) for mode in ("grad", "no_grad")}
    told = {mode: _numbers_spread(found, say) for mode, found in ratios.items()}
    return say("memory.loops.reading", **told)


def _numbers_spread(found: Sequence[float], say: Words) -> str:
    least, most = (f"{value:.2f}" for value in (min(found), max(found)))
    return least if least == most else say("lists.range", least=least, most=most)


def _spread(fractions: Iterable[float], say: Words) -> str:
    ordered = sorted(fractions)
    least, most = numbers.percent(ordered[0]), numbers.percent(ordered[-1])
    return least if least == most else say("lists.range", least=least, most=most)


def _depth_curve(falls: dict[str, dict[int, float]], say: Words) -> str:
    across, up = plots.curve_frame()
    layers = sorted({depth for found in falls.values() for depth in found})
    x = scales.Scale(layers[0], max(layers[-1], layers[0] + 1), *across, logarithmic=True)
    y = scales.Scale(min(0.0, *(value for found in falls.values() for value in found.values())), 1.0, *up)
    series = [(family, [Point(depth, value) for depth, value in found.items()]) for family, found in falls.items()]
    y_ticks = {value: f"{100 * value:.0f}" for value in scales.ticks(y.lo, y.hi)}
    shapes = plots.curve(series, x, y, {depth: str(depth) for depth in layers}, y_ticks)
    shapes += plots.axis_names(say("memory.depth.x"), say("memory.depth.y"))
    shapes += plots.series_key([say(f"families.{family}") for family in falls], 31)
    described = say("memory.depth.description")
    picture = svg.Picture("pm-memory-depth", plots.curve_height(), say("memory.depth.title"), described, shapes)
    return svg.figure(picture, say("memory.depth.caption"))


def _depth_table(falls: dict[str, dict[int, float]], say: Words) -> str:
    layers = sorted({depth for found in falls.values() for depth in found})
    header = [say("memory.depth.layers"), *(say(f"families.{family}") for family in falls)]
    rows = [[str(n), *(_at(found.get(n)) for found in falls.values())] for n in layers]
    return table(header, ["right"] * len(header), rows)


def _at(fraction: float | None) -> str:
    return "—" if fraction is None else numbers.percent(fraction)


def _depth_reading(falls: dict[str, dict[int, float]], say: Words) -> str:
    return f"{_halved(falls, say)}\n{{ .pm-reading }}"


def _halved(falls: dict[str, dict[int, float]], say: Words) -> str:
    """For each family the depth from which on the peak is at most half: where "memory halves" begins to be true."""
    told = []
    for family, found in falls.items():
        enough = [depth for depth, value in found.items() if value >= 0.5]
        key = "half" if enough else "never"
        told.append(say(f"memory.depth.{key}", family=say(f"families.{family}"), layers=min(enough, default=0)))
    return say("memory.depth.reading", parts=say("lists.clause").join(told))


def _caption(record: Record, say: Words) -> str:
    return provenance.caption(record, say, "cpu", say("memory.carries_over"))
