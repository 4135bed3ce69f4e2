"""Which switch a framework turns for you, as blocks: a table of what each forward pass met, and answers to single questions."""

from typing import Any

from scripts.records import Record, RecordError
from scripts.render import behaviour, cells, provenance
from scripts.render.evidence import Evidence
from scripts.render.frameworks_data import Framework
from scripts.render.tables import joined, table
from scripts.render.words import Words

KIND = "frameworks"
COLUMNS = ("training", "part", "grad", "inference", "training_after")

Rows = dict[str, dict[str, Any]]


def render(evidence: Evidence, say: Words) -> dict[str, str]:
    """A block for each framework. Raises RecordError for a case that the record does not have."""
    found = evidence.elsewhere.get(KIND, ())
    if not found:
        missing = provenance.withheld(None, KIND, say) or ""
        return {f"{KIND}-{one.name}": missing for one in evidence.frameworks}
    folder, record = found[0]
    return {f"{KIND}-{one.name}": _block(one, record, folder, evidence, say) for one in evidence.frameworks}


def _block(shown: Framework, record: Record, folder: str, evidence: Evidence, say: Words) -> str:
    recorded = {row["id"]: row for row in record["rows"]}
    missing = [row.probe for row in shown.rows if row.probe not in recorded]
    if missing:
        where = f"docs/records/{folder}/{KIND}.json"
        raise RecordError(f"{where}: rows: {missing[0]!r} is missing; run `make frameworks`")
    stale = [row.text[say.locale] for row in shown.rows if evidence.is_stale(KIND, recorded[row.probe])]
    parts = [
        provenance.outdated(stale, say),
        _table(shown, recorded, say),
        _answers(shown, recorded, say),
        _sources(shown, recorded, say),
        _caption(shown, record, folder, say),
    ]
    return joined(parts)


def _table(shown: Framework, recorded: Rows, say: Words) -> str:
    header = [say("frameworks.called"), *(say(f"frameworks.columns.{name}") for name in COLUMNS)]
    body = [
        [
            f"{row.text[say.locale]} {behaviour.link(row, say)}",
            *(_word(recorded[row.probe]["facts"][name], say) for name in COLUMNS),
        ]
        for row in shown.switches
    ]
    return table(header, ["left"] * len(header), body, "pm-table pm-truth")


def _answers(shown: Framework, recorded: Rows, say: Words) -> str:
    lines = [
        f"- {one.row.text[say.locale]}{say('behaviour.arrow')}"
        f"{_word(recorded[one.row.probe]['facts'][one.fact], say)} {behaviour.link(one.row, say)}"
        for one in shown.answers
    ]
    return "\n".join(lines)


def _word(value: bool | str, say: Words) -> str:
    return say("frameworks.mixed") if value == "mixed" else cells.plain(str(value), {}, say)


def _sources(shown: Framework, recorded: Rows, say: Words) -> str:
    """The code of every case, folded."""
    lines = [f'??? quote "{say("behaviour.code")}"']
    shared = dict.fromkeys(recorded[row.probe]["uses"] for row in shown.rows)
    lines += behaviour.fence(say("behaviour.shared"), "\n\n\n".join(shared))
    for row in shown.rows:
        lines += behaviour.fence(row.text[say.locale], recorded[row.probe]["source"])
    return "\n".join(lines)


def _caption(shown: Framework, record: Record, folder: str, say: Words) -> str:
    version = record["frameworks"][shown.name]
    where = provenance.where(record, say)
    told = say("frameworks.ran", name=shown.name, version=version, where=where, commit=provenance.commit(record, say))
    url = f"{{{{site_root}}}}records/{folder}/{KIND}.json"
    return f"{say.sentences([told, say('provenance.record', url=url)])}\n{{ .pm-provenance }}"
