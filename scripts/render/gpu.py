"""The blocks of committed GPU records: one part per record, the newest first; in words where there is none."""

from collections.abc import Callable, Sequence
from typing import Any

from scripts.records import Record
from scripts.render import memory, memory_rows, numbers, provenance, timing, timing_rows
from scripts.render.evidence import Evidence, Row
from scripts.render.tables import table
from scripts.render.timing_rows import Rows
from scripts.render.words import Words

# Columns of the tables: wall time until the device is idle, and what the host did of it.
_MAIN = (
    ("workload", "control", "inference", "inference_verdict", "enqueue", "bound"),
    ("workload", "grad", "grad_verdict", "no_grad_us", "replay"),
)
_BATCH = ("workload", "enqueue_us", "device_us", "bound", "inference", "inference_verdict")
_WORDS = ("workload", "bound", "inference_verdict", "grad_verdict")


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
            *([_table(main, names, say) for names in _MAIN] if main else [say("timing.nothing_fresh")]),
            _reading(main, say),
            f"{say('gpu.batch')}\n\n{_table(batch, _BATCH, say)}" if batch else None,
            _apart(rows, say),
            provenance.caption(record, say, folder, say("gpu.carries_over")),
        ]
    )


def _table(rows: Sequence[Row], names: Sequence[str], say: Words) -> str:
    align = ["left" if name in _WORDS else "right" for name in names]
    header = [say(f"gpu.columns.{name}") for name in names]
    return table(header, align, [[_cell(row, name, say) for name in names] for row in rows])


def _cell(row: Row, name: str, say: Words) -> str:
    """`enqueue` is the ratio of the host's own work, the only part that a mode can change; `replay` a second control."""
    cuda = row["cuda"]
    if name == "workload":
        return timing_rows.label(row, say)
    if name == "bound":
        return say(f"gpu.bound.{cuda['bound']}")
    if name.endswith("_verdict"):
        return timing_rows.verdict(row["ratio"][name.removesuffix("_verdict")], say)
    if name in ("enqueue_us", "device_us"):
        return numbers.microseconds(cuda[name]["no_grad"])
    if name == "no_grad_us":
        return numbers.microseconds(row[name])
    if name in ("enqueue", "replay"):
        return _interval(cuda["replay"] if name == "replay" else cuda["enqueue"]["inference"])
    return timing_rows.ratio(row, "aa" if name == "control" else name)


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
