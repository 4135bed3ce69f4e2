"""Outputs and figures that changed with the release of torch: this build's records beside docs/records/torch-<x.y.z>-cpu."""

from collections.abc import Iterator, Sequence

from scripts.records import Record
from scripts.render import devices, provenance, timing_rows
from scripts.render.changes import order
from scripts.render.evidence import Evidence, Row, row_key
from scripts.render.tables import table
from scripts.render.words import Words

Found = tuple[str, Record]


def render(evidence: Evidence, say: Words) -> dict[str, str]:
    return {"changes-outputs": _outputs(evidence, say), "changes-figures": _figures(evidence, say)}


def others(evidence: Evidence, kind: str) -> list[Found]:
    """The committed records of the CPU with another torch than this build's, the newest release first."""
    here = evidence.here.get(kind)
    found = [
        (folder, record)
        for folder, record in evidence.elsewhere.get(kind, ())
        if not record["device"] and here and devices.release(record) != devices.release(here)
    ]
    return sorted(found, key=lambda pair: order(devices.release(pair[1])), reverse=True)


def _outputs(evidence: Evidence, say: Words) -> str:
    found = others(evidence, "snippets")
    if not found:
        return say("changes.no_outputs")
    return "\n\n".join(_printed(folder, record, evidence, say) for folder, record in found)


def _printed(folder: str, record: Record, evidence: Evidence, say: Words) -> str:
    """The snippets that printed something else with another release, or raised, with the first line that differs."""
    fresh = [row for row in record["rows"] if not evidence.is_stale("snippets", row)]
    now = {row["id"]: row for row in evidence.here["snippets"]["rows"]}
    pairs = [(row, now[row["id"]]) for row in fresh if row["id"] in now and row["outcome"] in ("differs", "failed")]
    told = {"torch": devices.release(record), "here": devices.release(evidence.here["snippets"])}
    lines = [say("changes.outputs", count=len(pairs), total=len(fresh), **told), ""]
    lines += [f"- {_output(row, other, evidence, say, **told)}" for row, other in pairs]
    return "\n".join([*lines, "", f"{_caption(folder, record, say)}\n{{ .pm-provenance }}"])


def _output(row: Row, now: Row, evidence: Evidence, say: Words, **told: str) -> str:
    place = evidence.places[say.locale].get(row["id"])
    where = f"[{place.name}]({place.link})" if place else f"`{row['id']}`"
    if row["outcome"] == "failed":
        return say("changes.raised", where=where, line=(row["reason"] or "").splitlines()[-1], **told)
    old, new = _first_difference(row["output"] or "", now["output"] or "")
    return say("changes.printed", where=where, old=old, new=new, **told)


def _first_difference(old: str, new: str) -> tuple[str, str]:
    """The first line of each that the other has not in its place; empty where one ends."""
    before, after = old.splitlines(), new.splitlines()
    length = max(len(before), len(after))
    pairs = zip(
        before + [""] * (length - len(before)),
        after + [""] * (length - len(after)),
        strict=True,
    )
    return next(((one, other) for one, other in pairs if one != other), ("", ""))


def _figures(evidence: Evidence, say: Words) -> str:
    """Only where the CPU is the same: another one's ratios differ for reasons of its own."""
    here = evidence.here.get("timing")
    found = [pair for pair in others(evidence, "timing") if here and pair[1]["host"]["cpu"] == here["host"]["cpu"]]
    if not here or not found:
        return say("changes.no_figures")
    return "\n\n".join(_measured(folder, record, here, evidence, say) for folder, record in found)


def _measured(folder: str, record: Record, here: Record, evidence: Evidence, say: Words) -> str:
    """The workloads whose ratio moved by more than both intervals allow."""
    now = {row_key(row): row for row in timing_rows.sort(evidence, here).fresh}
    both = [(row, now[row_key(row)]) for row in timing_rows.sort(evidence, record).fresh if row_key(row) in now]
    rows = [line for old, new in both for line in _moved(old, new, say)]
    told = {"torch": devices.release(record), "here": devices.release(here)}
    releases = (f"torch {told['torch']}", f"torch {told['here']}")
    header = [say("timing.columns.workload"), say("changes.compared"), *releases]
    shown = [table(header, ["left", "left", "right", "right"], rows)] if rows else []
    counted = say("changes.figures", count=len(rows), total=len(both) * len(timing_rows.ARMS), **told)
    return "\n\n".join([counted, *shown, f"{_caption(folder, record, say)}\n{{ .pm-provenance }}"])


def _moved(old: Row, new: Row, say: Words) -> Iterator[Sequence[str]]:
    for arm in timing_rows.ARMS:
        one, other = old["ratio"][arm], new["ratio"][arm]
        if old["comparable"] and new["comparable"] and (one["hi"] < other["lo"] or other["hi"] < one["lo"]):
            ratios = (timing_rows.ratio(row, arm) for row in (old, new))
            yield [timing_rows.label(new, say), say(f"timing.columns.{arm}"), *ratios]


def _caption(folder: str, record: Record, say: Words) -> str:
    ran = say("changes.ran", torch=devices.release(record), where=provenance.where(record, say))
    link = say("provenance.record", url=f"{{{{site_root}}}}records/{folder}/{record['kind']}.json")
    return say.sentences([ran, link])
