"""The blocks of committed GPU records: one part per record, the newest first; in words where there is none."""

from collections.abc import Callable, Sequence
from typing import Any

from scripts.records import Record
from scripts.render import memory, memory_rows, numbers, provenance, timing, timing_rows
from scripts.render.evidence import Evidence, Row
from scripts.render.tables import joined, table
from scripts.render.timing_rows import Rows
from scripts.render.words import Words

# Columns of the tables: wall time until the device is idle, and what the host did of it.
_MODES = ("workload", "control", "inference", "inference_verdict", "enqueue")
_RECORDING = ("workload", "no_grad_us", "grad", "grad_verdict")
_REPLAY = ("workload", "inference", "replay")
_BATCH = ("workload", "enqueue_us", "device_us", "bound", "inference", "inference_verdict")
_MEMORY = ("workload", "grad_allocated", "grad_requested", "no_grad_allocated", "no_grad_requested", "fall")
_WORDS = ("workload", "bound", "inference_verdict", "grad_verdict")

Part = Callable[[Rows, Words], Sequence[str | None]]


def render(evidence: Evidence, say: Words) -> dict[str, str]:
    """All GPU blocks by name."""
    timed: dict[str, Part] = {
        "gpu-summary": lambda rows, say: [_reading(rows.of("main", comparable_only=True), say)],
        "gpu-modes": _modes,
        "gpu-batch": _batch,
        "gpu-replay": _replay,
        "gpu-apart": _apart,
    }
    blocks = {name: _parts(evidence, "timing", _timing(part), say) for name, part in timed.items()}
    return {**blocks, "gpu-memory": _parts(evidence, "memory", _memory, say)}


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


def _timing(part: Part) -> Callable[[Evidence, str, Record, Words], str]:
    """A block of a timing record: what is out of date, the part itself, where it comes from."""

    def block(evidence: Evidence, folder: str, record: Record, say: Words) -> str:
        rows = timing_rows.sort(evidence, record, "cuda")
        before = [
            provenance.smoke(record, say),
            provenance.outdated(rows.stale_labels(say, "main", "batch"), say),
        ]
        return joined([*before, *part(rows, say), provenance.caption(record, say, folder, say("gpu.carries_over"))])

    return block


def _modes(rows: Rows, say: Words) -> Sequence[str | None]:
    main = rows.of("main", comparable_only=True)
    if not main:
        return [say("timing.nothing_fresh")]
    return [_table(main, _MODES, say), say("gpu.recording"), _table(main, _RECORDING, say), _reading(main, say)]


def _batch(rows: Rows, say: Words) -> Sequence[str | None]:
    batch = rows.of("batch", comparable_only=True)
    if not batch:
        return [say("timing.nothing_fresh")]
    return [_table(batch, _BATCH, say), f"{_batch_reading(batch, say)}\n{{ .pm-reading }}"]


def _replay(rows: Rows, say: Words) -> Sequence[str | None]:
    main = [row for row in rows.of("main", comparable_only=True) if row["cuda"]["replay"]]
    if not main:
        return [say("timing.nothing_fresh")]
    held = sum(row["cuda"]["replay"]["lo"] <= 1 <= row["cuda"]["replay"]["hi"] for row in main)
    furthest = max(abs(row["cuda"]["replay"]["estimate"] - 1) for row in main)
    clear = sum(timing_rows.is_clear(row["ratio"]["inference"]) for row in main)
    told = say("gpu.replayed", clear=clear, held=held, replays=len(main), furthest=numbers.percent(furthest))
    return [_table(main, _REPLAY, say), f"{told}\n{{ .pm-reading }}"]


def _apart(rows: Rows, say: Words) -> Sequence[str | None]:
    """Rows whose operators, kernels or numbers differ between the modes."""
    found = [row for row in rows.fresh if not row["comparable"]]
    if not found:
        return [say("gpu.none_apart")]
    header = [say(f"timing.columns.{name}") for name in ("workload", "why", *timing_rows.ARMS)]
    cells = [
        [
            timing_rows.label(row, say),
            timing_rows.why(row, say),
            *(timing_rows.ratio(row, arm) for arm in timing_rows.ARMS),
        ]
        for row in found
    ]
    return [table(header, ["left", "left", "right", "right"], cells)]


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
        one = cuda["replay"] if name == "replay" else cuda["enqueue"]["inference"]
        return numbers.interval(one["estimate"], one["lo"], one["hi"])
    return timing_rows.ratio(row, "aa" if name == "control" else name)


def _reading(rows: Sequence[Row], say: Words) -> str:
    if not rows:
        return say("timing.nothing_fresh")
    launch = sum(row["cuda"]["bound"] == "launch" for row in rows)
    bound = say("gpu.reading", launch=launch, total=len(rows))
    return f"{say.sentences([timing.reading(rows, say), bound])}\n{{ .pm-reading }}"


def _batch_reading(rows: Sequence[Row], say: Words) -> str:
    """How many rows of each kind show a mode at all."""
    told = []
    for bound in ("launch", "compute"):
        of_kind = [row for row in rows if row["cuda"]["bound"] == bound]
        clear = sum(timing_rows.is_clear(row["ratio"]["inference"]) for row in of_kind)
        told.append(say(f"gpu.batch_reading.{bound}", total=len(of_kind), clear=clear))
    return say.sentences(told)


def _memory(evidence: Evidence, folder: str, record: Record, say: Words) -> str:
    fresh, stale = memory_rows.split(evidence, record, "cuda")
    old = [row for row in stale if row["sweep"] is None]
    shown, loops = memory.single(fresh), memory.looped(fresh)
    cells = [[_bytes(row, name, say) for name in _MEMORY] for row in shown]
    header = [say(f"gpu.memory_columns.{name}") for name in _MEMORY]
    return joined(
        [
            provenance.outdated([timing_rows.label(row, say) for row in old], say),
            table(header, ["left", *["right"] * (len(_MEMORY) - 1)], cells) if shown else say("memory.nothing_fresh"),
            f"{memory.reading(shown, say)}\n{{ .pm-reading }}" if shown else None,
            *(memory.loop_tables(loops, say) if loops else []),
            provenance.caption(record, say, folder, say("gpu.memory_carries_over")),
        ]
    )


def _bytes(row: Row, name: str, say: Words) -> str:
    if name == "workload":
        return timing_rows.label(row, say)
    if name == "fall":
        return numbers.percent(memory_rows.fall(row))
    mode, counted = name.rsplit("_", 1)
    found: dict[str, Any] = row["memory"][mode]
    count = found["peak"] if counted == "allocated" else found.get("requested_peak")
    return "—" if count is None else numbers.size(count)
