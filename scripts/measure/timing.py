"""Time every workload in every mode, in fresh processes, and record the ratios with their intervals.

    python -m scripts.measure.timing --mode full            about 4 minutes, into build/records/cpu/timing.json
    python -m scripts.measure.timing --mode quick           about 1 minute, a smoke run; never replaces an accepted full one
    python -m scripts.measure.timing --mode keep            nothing if there is a record, else as quick
    python -m scripts.measure.timing --mode full --device cuda --out docs/records/nvidia-h200

A run whose A/A controls fail is repeated once with new seeds. Rejected again, an accepted record stays as it is, and where
there is none, one that says why stands in its place, without rows.
"""

import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scripts import records
from scripts.measure import command, conditions, design, intervals, launches, machine, progress, provenance, rows, suite
from scripts.measure.design import Design

Stream = Callable[[str, dict[str, Any], int], Iterator[dict[str, Any]]]


@dataclass(frozen=True)
class Run:
    """One attempt: its rows, its launches' seeds, and what the last launch said about its process."""

    rows: list[dict[str, Any]]
    seeds: list[int]
    about: dict[str, Any]


def attempt(
    plan: Design, mode: str, seeds: Sequence[int], only: str | None, stream: Stream, advance: progress.Advance
) -> Run:
    """The gate once, then one launch per seed, one after the other."""
    request = {"device": plan.device, "only": only}
    gates, about = {}, {}
    for found in stream("gate", request, 0):
        gates[found["label"]] = found
        advance(f"gate: {found['label']}")
    readings: dict[str, list[dict[str, Any]]] = {label: [] for label in gates}
    for number, seed in enumerate(seeds, 1):
        for line in stream("launch", request | {"mode": mode, "seed": seed}, seed):
            if "label" in line:
                readings[line["label"]].append(line)
                advance(f"launch {number} of {len(seeds)}: {line['label']}")
            else:
                about = line
    timed = [row for row in suite.timed(plan.device) if row.label in gates]
    return Run([rows.row(row, gates[row.label], readings[row.label]) for row in timed], list(seeds), about)


def measure(mode: str, device: str, only: str | None = None, stream: Stream = launches.stream) -> records.Record:
    """A whole run, repeated once if rejected. Writes nothing."""
    since, plan = time.monotonic(), design.for_mode(mode, device)
    record = provenance.new("timing", mode, machine.code_sha256(), device)
    load, gpu = machine.load(), machine.gpu() if device == "cuda" else None
    number, reason, run = accepted(plan, mode, only, stream)
    record["run"] |= {"attempt": number, "accepted": reason is None, "reason": reason}
    record["rows"] = run.rows if reason is None else []
    record["torch"]["threads"] = run.about["threads"]
    record["host"] |= {"malloc": machine.malloc(), "load_before": load, "load_after": machine.load()}
    record["design"] = describe(plan, run)
    if device == "cuda":
        record["design"]["cuda"] = run.about["cuda"] | {"before": gpu, "after": machine.gpu()}
    return provenance.finish(record, since)


def accepted(plan: Design, mode: str, only: str | None, stream: Stream) -> tuple[int, str | None, Run]:
    """The first attempt whose controls hold, else the last one: its number, why it is rejected or None, and its rows."""
    steps = (plan.launches + 1) * len([row for row in suite.timed(plan.device) if only in (None, row.name)])
    for number in range(1, design.ATTEMPTS + 1):
        seeds = [secrets.randbelow(2**32) for _ in range(plan.launches)]
        with progress.shown(f"timing ({mode}, attempt {number})", steps) as advance:
            run = attempt(plan, mode, seeds, only, stream, advance)
        reason = intervals.rejection(run.rows)
        if reason is None:
            break
    return number, reason, run


def describe(plan: Design, run: Run) -> dict[str, Any]:
    """The record's `design`: what was planned, and what this machine let it control."""
    rounds = [count for row in run.rows for count in row["rounds"]] or [0]
    unlisted = plan.device == "cuda" and not any(row["cuda"]["kernels"] for row in run.rows)
    return plan.described() | {
        "seeds": run.seeds,
        "rounds": {"fewest": min(rounds), "most": max(rounds)},
        "malloc": machine.malloc(),
        "pinned": run.about["core"] is not None,
        "priority": run.about["priority"],
        "uncontrolled": conditions.uncontrolled(run.about["core"], run.about["priority"])
        + ["CUDA kernel names"] * unlisted,
    }


if __name__ == "__main__":
    sys.exit(command.run("timing", __doc__ or "", measure))
