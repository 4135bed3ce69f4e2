"""The timing blocks of this build: summary, main table, what can't be compared, confounders, width sweep."""

from collections.abc import Sequence

from scripts.records import Record
from scripts.render import numbers, plots, provenance, scales, svg, timing_rows
from scripts.render.evidence import Evidence, Row
from scripts.render.plots import Legend, Point
from scripts.render.tables import joined, table
from scripts.render.timing_rows import ARMS, FASTER, SLOWER, Rows
from scripts.render.words import Words

_SWITCHES = ("fastpath", "trimming")


def render(evidence: Evidence, say: Words) -> dict[str, str]:
    """All timing blocks by name; where nothing may be shown, each says why."""
    record = evidence.here.get("timing")
    withheld = provenance.withheld(record, "timing", say)
    blocks = {
        "timing-summary": summary,
        "timing": main,
        "timing-apart": apart,
        "timing-confounders": confounders,
        "timing-width": width,
    }
    if record is None or withheld:
        return dict.fromkeys(blocks, withheld or "")
    rows = timing_rows.sort(evidence, record)
    return {name: block(rows, say) for name, block in blocks.items()}


def summary(rows: Rows, say: Words) -> str:
    """Two or three sentences for other pages: no link, as they lie at different depths."""
    shown = rows.of("main", comparable_only=True)
    if not shown:
        return say("timing.nothing_fresh")
    parts = [say("timing.summary.where", where=provenance.where(rows.record, say)), reading(shown, say)]
    if stale := sum(row["group"] == "main" for row in rows.stale):
        parts.append(say("stale.short", count=stale))
    if rows.record["run"]["mode"] == "quick":
        parts.append(say("quick.short"))
    return f"{say.sentences(parts)}\n{{ .pm-reading }}"


def main(rows: Rows, say: Words) -> str:
    shown = rows.of("main", comparable_only=True)
    notes = [provenance.smoke(rows.record, say), provenance.outdated(rows.stale_labels(say, "main"), say)]
    body = [part for arm in ARMS for part in (_forest(rows.record, shown, arm, say), _table(rows, arm, say))]
    body += [_reading(shown, say), _caption(rows.record, say)]
    return joined([*notes, *body])


def apart(rows: Rows, say: Words) -> str:
    """Rows in which the modes ran different operators, or computed different numbers: the ratio isn't the mode's alone."""
    found = [row for row in rows.fresh if not row["comparable"]]
    old = [timing_rows.label(row, say) for row in rows.stale if not row["comparable"]]
    if not found:
        return joined([provenance.outdated(old, say), "" if old else say("timing.apart.none")])
    header = [say(f"timing.columns.{name}") for name in ("workload", "why", *ARMS)]
    cells = [
        [timing_rows.label(row, say), timing_rows.why(row, say), *(timing_rows.ratio(row, arm) for arm in ARMS)]
        for row in found
    ]
    return joined(
        [
            provenance.outdated(old, say),
            table(header, ["left", "left", "right", "right"], cells),
            _caption(rows.record, say),
        ]
    )


def confounders(rows: Rows, say: Words) -> str:
    """The confounders, beside the rows of the main table that differ from one of them by a switch alone."""
    found = rows.of("confounder") + [row for row in rows.of("main") if any(key in row["params"] for key in _SWITCHES)]
    stale = provenance.outdated(rows.stale_labels(say, "confounder"), say)
    if not found:
        return joined([stale, say("timing.nothing_fresh")])
    names = ("workload", "grad", "inference", "control", "faults_grad", "faults_no_grad")
    ordered = sorted(
        found, key=lambda row: (row["workload"], str(row["params"].get("fastpath")), str(row["params"].get("trimming")))
    )
    cells = [_confounder(row, say) for row in ordered]
    aligned = table([say(f"timing.columns.{name}") for name in names], ["left", *["right"] * 5], cells)
    return joined([stale, aligned, say("timing.confounders.reading"), _caption(rows.record, say)])


def width(rows: Rows, say: Words) -> str:
    shown = sorted(rows.of("width"), key=lambda row: row["params"]["width"])
    stale = provenance.outdated(rows.stale_labels(say, "width"), say)
    if not shown:
        return joined([stale, say("timing.nothing_fresh")])
    names = ("width", "operators", "us_per_operator", "control", "inference", "verdict")
    cells = [_width_cells(row, say) for row in shown]
    aligned = table([say(f"timing.columns.{name}") for name in names], [*["right"] * 5, "left"], cells)
    parts = [provenance.smoke(rows.record, say), stale, _width_curve(shown, say), aligned, _width_reading(shown, say)]
    return joined([*parts, _caption(rows.record, say)])


def reading(shown: Sequence[Row], say: Words) -> str:
    """What the verdicts of both arms amount to. Ranges are of the rows with that verdict only."""
    said = []
    for arm in ARMS:
        parts = [_verdict_part(shown, arm, verdict, say) for verdict in (FASTER, SLOWER)]
        unclear = sum(not timing_rows.is_clear(row["ratio"][arm]) for row in shown)
        parts.append(say("timing.reading.unclear", count=unclear) if unclear else "")
        told = say("lists.clause").join(part for part in parts if part)
        said.append(say(f"timing.reading.{arm}", total=len(shown), parts=told))
    said.append(say("timing.reading.floor", floor=numbers.percent(timing_rows.floor(shown))))
    return say.sentences(said)


def _verdict_part(shown: Sequence[Row], arm: str, verdict: str, say: Words) -> str:
    changes = sorted(abs(1 - row["ratio"][arm]["estimate"]) for row in shown if row["ratio"][arm]["verdict"] == verdict)
    if not changes:
        return ""
    least, most = numbers.percent(changes[0]), numbers.percent(changes[-1])
    spread = least if least == most else say("lists.range", least=least, most=most)
    return say(f"timing.reading.{verdict}", count=len(changes), spread=spread)


def _reading(shown: Sequence[Row], say: Words) -> str:
    return f"{reading(shown, say)}\n{{ .pm-reading }}" if shown else say("timing.nothing_fresh")


def _forest(record: Record, shown: Sequence[Row], arm: str, say: Words) -> str | None:
    if not shown:
        return None
    legend = Legend(*(say(f"timing.legend.{name}") for name in ("clear", "unclear", "control")))
    shapes, height = plots.forest([timing_rows.bar(row, arm, say) for row in shown], legend)
    description = say("timing.plot.description", count=len(shown))
    picture = svg.Picture(f"pm-timing-{arm}", height, say(f"timing.plot.{arm}"), description, shapes)
    return svg.figure(picture, say(f"timing.plot.{arm}_caption", launches=record["design"]["launches"]))


def _table(rows: Rows, arm: str, say: Words) -> str:
    """The text twin of an arm's picture. The floor comes first: what no_grad differs by from itself."""
    names = (
        ("workload", "control", arm, "verdict")
        if arm == "inference"
        else ("workload", arm, "verdict", "us_per_operator")
    )
    header = [say(f"timing.columns.{name}") for name in names]
    align = ["left" if name in ("workload", "verdict") else "right" for name in names]
    shown = rows.of("main", comparable_only=True)
    cells = [_control(shown, say), *({name: _cell(row, arm, name, say) for name in names} for row in shown)]
    stale = [{"workload": label, "verdict": say("stale.cell")} for label in rows.stale_labels(say, "main")]
    return table(header, align, [[one.get(name, "") for name in names] for one in (*cells, *stale)])


def _control(shown: Sequence[Row], say: Words) -> dict[str, str]:
    """The first row of both tables, by column."""
    if not shown:
        return {"workload": say("timing.control.name")}
    estimates = sorted(row["ratio"]["aa"]["estimate"] for row in shown)
    spread = say("lists.range", least=f"{estimates[0]:.3f}", most=f"{estimates[-1]:.3f}")
    held = say("timing.control.held", count=timing_rows.controls_holding_one(shown), total=len(shown))
    return {"workload": say("timing.control.name"), "control": spread, "grad": spread, "verdict": held}


def _cell(row: Row, arm: str, name: str, say: Words) -> str:
    if name == "workload":
        return timing_rows.label(row, say)
    if name == "verdict":
        return timing_rows.verdict(row["ratio"][arm], say)
    if name == "us_per_operator":
        return numbers.microseconds(row[name])
    return timing_rows.ratio(row, "aa" if name == "control" else name)


def _confounder(row: Row, say: Words) -> list[str]:
    ratios = [timing_rows.ratio(row, arm) for arm in ("grad", "inference", "aa")]
    faults = [f"{row['faults_per_call'][arm]:.1f}" for arm in ("grad", "no_grad")]
    return [timing_rows.label(row, say), *ratios, *faults]


def _width_cells(row: Row, say: Words) -> list[str]:
    counts = [str(row["params"]["width"]), str(row["leaf_operators"]), numbers.microseconds(row["us_per_operator"])]
    ratios = [timing_rows.ratio(row, arm) for arm in ("aa", "inference")]
    return [*counts, *ratios, timing_rows.verdict(row["ratio"]["inference"], say)]


def _width_reading(shown: Sequence[Row], say: Words) -> str:
    told = [_told(row, say) for row in (shown[0], shown[-1])]
    return f"{say('timing.width.reading', narrow=told[0], wide=told[1])}\n{{ .pm-reading }}"


def _told(row: Row, say: Words) -> str:
    """One end of the sweep: its width, its cost per operator, and its verdict, with a figure only where it is clear."""
    one = row["ratio"]["inference"]
    found = timing_rows.verdict(one, say)
    by = say("timing.width.by", change=numbers.percent(abs(1 - one["estimate"]))) if timing_rows.is_clear(one) else ""
    per_operator = numbers.microseconds(row["us_per_operator"])
    return say("timing.width.told", width=row["params"]["width"], per_operator=per_operator, verdict=found, by=by)


def _width_curve(shown: Sequence[Row], say: Words) -> str:
    points = [_width_point(row) for row in shown]
    across, up = plots.curve_frame()
    costs = [point.x for point in points]
    x = scales.Scale(min(costs), max(costs), *across, logarithmic=True)
    y = scales.around_one([value for point in points for value in (point.lo, point.hi) if value], *up)
    x_ticks = {value: f"{value:g}" for value in scales.powers(x.lo, x.hi)}
    y_ticks = {value: f"{value:g}" for value in scales.ticks(y.lo, y.hi)}
    one = svg.line(across[0] - 14, y(1), across[1] + 14, y(1), "pm-one")
    shapes = [
        one,
        *plots.curve([("", points)], x, y, x_ticks, y_ticks),
        *plots.axis_names(say("timing.width.x"), say("timing.width.y")),
    ]
    picture = svg.Picture(
        "pm-timing-width", plots.curve_height(), say("timing.width.title"), say("timing.width.description"), shapes
    )
    return svg.figure(picture, say("timing.width.caption"))


def _width_point(row: Row) -> Point:
    one = row["ratio"]["inference"]
    return Point(
        row["us_per_operator"],
        one["estimate"],
        one["lo"],
        one["hi"],
        str(row["params"]["width"]),
        timing_rows.is_clear(one),
    )


def _caption(record: Record, say: Words) -> str:
    return provenance.caption(record, say, "cpu", say("timing.carries_over"))
