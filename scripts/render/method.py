"""How this build's timing was done, and how it went: every figure from the record, none from the code of today."""

from typing import Any

from scripts.records import Record
from scripts.render import numbers, provenance, timing_rows
from scripts.render.evidence import Evidence
from scripts.render.tables import joined, table
from scripts.render.words import Words


def render(evidence: Evidence, say: Words) -> str:
    """A rejected run is described too: how it was done is what a reader wants to know then. It has no rows to judge."""
    record = evidence.here.get("timing")
    withheld = provenance.withheld(record, "timing", say)
    if record is None:
        return withheld or ""
    told = _designed(record, say) | (_outcome(record, say) if not withheld else {})
    rows = [[say(f"method.rows.{name}"), value] for name, value in told.items()]
    aligned = table([say("method.what"), say("method.value")], ["left", "left"], rows)
    caption = provenance.caption(record, say, "cpu", say("method.closing"))
    return joined([withheld, provenance.smoke(record, say), aligned, caption])


def _block(design: dict[str, Any], say: Words) -> str:
    warm, long_warm, long_ms = design["warm_calls"], design["long_warm_calls"], design["long_call_us"] / 1000
    told = f"{design['block_us']:g}"
    return say("method.block", microseconds=told, warm=warm, long_warm=long_warm, long_ms=f"{long_ms:g}")


def _designed(record: Record, say: Words) -> dict[str, str]:
    design, run = record["design"], record["run"]
    return {
        "mode": provenance.mode(record, say),
        "launches": str(design["launches"]),
        "rounds": _rounds(design.get("rounds"), say),
        "block": _block(design, say),
        "clock": say(f"method.clocks.{design['clock']}"),
        "order": _known("method.orders", design["order"], say),
        "inputs": _known("method.inputs", str(design.get("inputs")), say),
        "threads": str(record["torch"]["threads"]),
        "malloc": f"`{design.get('malloc') or record['host'].get('malloc')}`",
        "seeds": say.join([f"`{seed}`" for seed in design["seeds"]]),
        "attempt": say("method.attempt", number=run["attempt"]),
        "cost": say("provenance.seconds", count=f"{run['cost_s']:.0f}"),
        "uncontrolled": _uncontrolled(design.get("uncontrolled"), say),
    }


def _outcome(record: Record, say: Words) -> dict[str, str]:
    rows = record["rows"]
    held = timing_rows.controls_holding_one(rows)
    apart = sum(not row["comparable"] for row in rows)
    return {
        "coverage": say("method.coverage", held=held, total=len(rows)),
        "floor": numbers.percent(timing_rows.floor(rows)),
        "gates": say("method.gates", passed=len(rows) - apart, total=len(rows)),
        "precision": _precision(rows),
    }


def _precision(rows: list[dict[str, Any]]) -> str:
    """The mean half-width of the intervals, as a share of the ratio: how small an effect this run could see."""
    told = []
    for arm in timing_rows.ARMS:
        ratios = [row["ratio"][arm] for row in rows]
        half = sum((one["hi"] - one["lo"]) / 2 / one["estimate"] for one in ratios) / len(ratios)
        told.append(f"{timing_rows.MODES[arm]} ± {numbers.percent(half)}")
    return " · ".join(told)


def _rounds(rounds: Any, say: Words) -> str:
    if not isinstance(rounds, dict):
        return say("provenance.unknown")
    return say("lists.range", least=rounds["fewest"], most=rounds["most"])


def _uncontrolled(names: list[str] | None, say: Words) -> str:
    if names is None:
        return say("provenance.unknown")
    return say.join([_known("uncontrolled", name, say) for name in names]) if names else say("method.nothing")


def _known(section: str, name: str, say: Words) -> str:
    """The words for a name of the record, which is itself in English; unknown ones are shown as they stand."""
    slug = "-".join("".join(character if character.isalnum() else " " for character in name.lower()).split())[:40]
    return say.find(f"{section}.{slug}") or f"`{name}`"
