"""How this build's outputs and figures compare with those under other releases: docs/records/torch-<x.y.z>-cpu."""

from collections.abc import Iterator, Sequence

from scripts.records import Record
from scripts.render import provenance, timing_rows
from scripts.render.evidence import Evidence, Row, row_key
from scripts.render.releases import Ran, anchor, answered, of, order, ran
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
        if not record["device"] and here and of(record) != of(here)
    ]
    return sorted(found, key=lambda pair: order(of(pair[1])), reverse=True)


def _outputs(evidence: Evidence, say: Words) -> str:
    """A row for each release: how many of the snippets print what the pages show, print something else, or raise."""
    found = [one for one in ran(evidence)[::-1] if one.folder != "cpu"]
    if not found:
        return say("changes.no_outputs")
    header = [say(f"changes.outputs_columns.{name}") for name in ("torch", "ran", "passed", "differs", "failed")]
    rows = [_counts(one, {release.torch for release in answered(evidence)[1:]}) for one in found]
    counted = table(header, ["left", *["right"] * 4], rows)
    links = [say("changes.record", torch=one.torch, kind="snippets", url=_url(one.folder, "snippets")) for one in found]
    return f"{counted}\n\n{say('changes.records', records=say.join(links))}\n{{ .pm-provenance }}"


def _counts(one: Ran, told: set[str]) -> list[str]:
    """A release that is compared with one before it has a section."""
    outcomes = [row["outcome"] for row in one.rows.values()]
    name = f"[torch {one.torch}](#{anchor(one.torch)})" if one.torch in told else f"torch {one.torch}"
    counts = [outcomes.count(outcome) for outcome in ("passed", "differs", "failed")]
    return [name, *(str(count) for count in (sum(counts), *counts))]


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
    was = timing_rows.sort(evidence, record).fresh
    both = [(row, now[row_key(row)]) for row in was if row_key(row) in now]
    both = [(old, new) for old, new in both if old["comparable"] and new["comparable"]]
    rows = [line for old, new in both for line in _moved(old, new, say)]
    told = {"torch": of(record), "here": of(here)}
    releases = (f"torch {told['torch']}", f"torch {told['here']}")
    header = [say("timing.columns.workload"), say("changes.compared"), *releases]
    shown = [table(header, ["left", "left", "right", "right"], rows)] if rows else []
    counted = say("changes.figures", count=len(rows), total=len(both) * len(timing_rows.ARMS), **told)
    return "\n\n".join([counted, *shown, f"{_caption(folder, record, say)}\n{{ .pm-provenance }}"])


def _moved(old: Row, new: Row, say: Words) -> Iterator[Sequence[str]]:
    for arm in timing_rows.ARMS:
        one, other = old["ratio"][arm], new["ratio"][arm]
        if one["hi"] < other["lo"] or other["hi"] < one["lo"]:
            ratios = (timing_rows.ratio(row, arm) for row in (old, new))
            yield [timing_rows.label(new, say), say(f"timing.columns.{arm}"), *ratios]


def _caption(folder: str, record: Record, say: Words) -> str:
    ran = say("changes.ran", torch=of(record), where=provenance.where(record, say))
    link = say("provenance.record", url=_url(folder, record["kind"]))
    return say.sentences([ran, link])


def _url(folder: str, kind: str) -> str:
    return f"{{{{site_root}}}}records/{folder}/{kind}.json"
