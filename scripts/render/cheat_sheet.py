"""The cheat sheet's table: rows of the truth tables, each answer in one word, each question a link to its own row."""

from collections.abc import Iterator
from typing import Any

from scripts.records import RecordError
from scripts.render import provenance
from scripts.render.behaviour_data import Shown
from scripts.render.evidence import Evidence, require_row
from scripts.render.tables import joined, table
from scripts.render.words import Words

BLOCK = "cheat-sheet"
COLUMNS = ("grad", "eval", "no_grad", "inference_mode", "output.detach()", "frozen parameters")
PROBES = (
    "explorer/output-repeated",
    "explorer/output-and-buffers",
    "explorer/output-recorded",
    "explorer/output-keeps-tensors",
    "graph/gradients-of-model-and-input",
    "explorer/output-trained-on",
    "graph/the-next-forward-pass-outside",
)
# What a probe answers, and the word for it: a key under `cheat_sheet.answers`.
_ANSWERS = {
    **dict.fromkeys(("True", "weight.grad=True", "recorded"), "yes_"),
    **dict.fromkeys(("False", "none"), "no_"),
    "parameters=True, input=True": "both",
    "parameters=False, input=True": "input",
}


def render(evidence: Evidence, say: Words) -> str:
    """Raises RecordError for an answer that the sheet has no word for: it would have to be read first."""
    record = evidence.here.get("behaviour")
    if record is None:
        return provenance.withheld(None, "behaviour", say) or ""
    rows = [require_row(record, "behaviour", probe) for probe in PROBES]
    stale = [_question(row["id"], say) for row in rows if evidence.is_stale("behaviour", row)]
    header = [say("behaviour.asked"), *(say(f"cheat_sheet.columns.{number}") for number in range(len(COLUMNS)))]
    body = [[_linked(row["id"], evidence.shown, say), *_cells(row, evidence.shown, say)] for row in rows]
    told = say("behaviour.ran", where=provenance.where(record, say), commit=provenance.commit(record, say))
    parts = [
        provenance.outdated(stale, say),
        table(header, ["left"] * len(header), body, "pm-table pm-truth pm-cheat"),
        f"{told}\n{{ .pm-provenance }}",
    ]
    return joined(parts)


def _cells(row: dict[str, Any], shown: Shown, say: Words) -> Iterator[str]:
    for mode in COLUMNS:
        cell = row["cells"][mode]
        if "error" in cell:
            slug = shown.entry_of(cell["error"])
            word = say("cheat_sheet.answers.raises")
            yield f"[{word}](../errors.md#{slug})" if slug else word
        elif cell["value"] in _ANSWERS:
            yield say(f"cheat_sheet.answers.{_ANSWERS[cell['value']]}")
        else:
            what = f"{row['id']} answers {cell['value']!r} in {mode}, for which the cheat sheet has no word"
            raise RecordError(f"scripts/render/cheat_sheet.py: {what}; read it, and add one")


def _question(probe: str, say: Words) -> str:
    return say(f"cheat_sheet.rows.{probe.replace('/', '-')}")


def _linked(probe: str, shown: Shown, say: Words) -> str:
    """The question, as a link to the row on the page that shows it with its code; plain where no page does."""
    for one in shown.tables:
        for row in one.rows:
            if row.probe == probe:
                return f"[{_question(probe, say)}](../behaviour/{one.page}.md#{row.anchor})"
    return _question(probe, say)
