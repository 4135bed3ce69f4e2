"""The blocks of committed GPU records: one part per record, the newest first; in words where there is none."""

from collections.abc import Callable, Sequence
from typing import Any

from scripts.records import Record
from scripts.render import memory, memory_rows, numbers, provenance, timing, timing_rows
from scripts.render.evidence import Evidence, Row
from scripts.render.tables import table
from scripts.render.timing_rows import Rows
from scripts.render.words import Words


def render_timing(evidence: Evidence, say: Words) -> str:
    return _parts(evidence, "timing", _timing, say)


def render_memory(evidence: Evidence, say: Words) -> str:
    return _parts(evidence, "memory", _memory, say)


def _parts(evidence: Evidence, kind: str, part: Callable[[Evidence, str, Record, Words], str], say: Words) -> str:
    found = evidence.gpu(kind)
    if not found:
        return provenance.note("note", say("gpu.none_title"), say(f"gpu.none_{kind}"))
    told = []
    for folder, record in found:
        withheld = provenance.withheld(record, kind, say)
        body = withheld or part(evidence, folder, record, say)
        told.append(f"**{record['device']['name']}**{{ .pm-device }}\n\n{body}")
    return "\n\n".join(told)


def _timing(evidence: Evidence, folder: str, record: Record, say: Words) -> str:
    rows = timing_rows.sort(evidence, record, "cuda")
    main, batch = rows.of("main", comparable_only=True), rows.of("batch", comparable_only=True)
    return _joined(
        [
            provenance.smoke(record, say),
            provenance.outdated(rows.stale_labels(say, "main", "batch"), say),
            _main_table(main, say) if main else say("timing.nothing_fresh"),
            _reading(main, say),
            f"{say('gpu.batch')}\n\n{_batch_table(batch, say)}" if batch else None,
            _apart(rows, say),
            provenance.caption(record, say, folder, say("timing.carries_over")),
        ]
    )


def _main_table(rows: Sequence[Row], say: Words) -> str:
    """Wall time until the device is idle; the host's own work beside it, as that is all that a mode can change."""
    names = (
        "workload",
        "control",
        "inference",
        "verdict",
        "enqueue",
        "grad",
        "verdict",
        "no_grad_us",
        "bound",
        "replay",
    )
    align = ["left", "right", "right", "left", "right", "right", "left", "right", "left", "right"]
    return table([say(f"gpu.columns.{name}") for name in names], align, [_main_cells(row, say) for row in rows])


def _main_cells(row: Row, say: Words) -> list[str]:
    ratios, cuda = row["ratio"], row["cuda"]
    return [
        timing_rows.label(row, say),
        timing_rows.ratio(row, "aa"),
        timing_rows.ratio(row, "inference"),
        timing_rows.verdict(ratios["inference"], say),
        _interval(cuda["enqueue"]["inference"]),
        timing_rows.ratio(row, "grad"),
        timing_rows.verdict(ratios["grad"], say),
        numbers.microseconds(row["no_grad_us"]),
        say(f"gpu.bound.{cuda['bound']}"),
        _interval(cuda["replay"]),
    ]


def _batch_table(rows: Sequence[Row], say: Words) -> str:
    names = ("workload", "enqueue_us", "device_us", "bound", "inference", "verdict", "enqueue")
    align = ["left", "right", "right", "left", "right", "left", "right"]
    return table([say(f"gpu.columns.{name}") for name in names], align, [_batch_cells(row, say) for row in rows])


def _batch_cells(row: Row, say: Words) -> list[str]:
    cuda = row["cuda"]
    return [
        timing_rows.label(row, say),
        numbers.microseconds(cuda["enqueue_us"]["no_grad"]),
        numbers.microseconds(cuda["device_us"]["no_grad"]),
        say(f"gpu.bound.{cuda['bound']}"),
        timing_rows.ratio(row, "inference"),
        timing_rows.verdict(row["ratio"]["inference"], say),
        _interval(cuda["enqueue"]["inference"]),
    ]


def _reading(rows: Sequence[Row], say: Words) -> str | None:
    if not rows:
        return None
    replays = [row["cuda"]["replay"] for row in rows if row["cuda"]["replay"]]
    held = sum(one["lo"] <= 1 <= one["hi"] for one in replays)
    launch = sum(row["cuda"]["bound"] == "launch" for row in rows)
    bound = say("gpu.reading", launch=launch, total=len(rows), held=held, replays=len(replays))
    return f"{say.sentences([timing.reading(rows, say), bound])}\n{{ .pm-reading }}"


def _apart(rows: Rows, say: Words) -> str | None:
    """Rows whose operators, kernels or numbers differ between the modes."""
    found = [row for row in rows.fresh if not row["comparable"]]
    if not found:
        return None
    header = [say(f"timing.columns.{name}") for name in ("workload", "why", *timing_rows.ARMS)]
    cells = [
        [
            timing_rows.label(row, say),
            timing_rows.why(row, say),
            *(timing_rows.ratio(row, arm) for arm in timing_rows.ARMS),
        ]
        for row in found
    ]
    return f"{say('gpu.apart')}\n\n{table(header, ['left', 'left', 'right', 'right'], cells)}"


def _interval(one: dict[str, Any] | None) -> str:
    return "—" if one is None else numbers.interval(one["estimate"], one["lo"], one["hi"])


def _memory(evidence: Evidence, folder: str, record: Record, say: Words) -> str:
    fresh, stale = memory_rows.split(evidence, record, "cuda")
    old = [row for row in stale if row["sweep"] is None]
    note = provenance.outdated([memory_rows.name(row, say) for row in old], say)
    caption = provenance.caption(record, say, folder, say("gpu.memory_carries_over"))
    return _joined([note, *memory.weighed_tables(fresh, stale, say), caption])


def _joined(parts: Sequence[str | None]) -> str:
    return "\n\n".join(part for part in parts if part)
