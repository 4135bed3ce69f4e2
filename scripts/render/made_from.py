"""What a page is made from, in one line for its top: the examples that ran, or the record behind its tables, or nothing.

Said of what the records hold now: an example that changed since takes the mark of verified away from the
whole page; one that this build could not run is counted apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts import claims, labs, pages, records, snippets
from scripts.render import evidence, lab, ran
from scripts.render.words import Words

FOOTER = "ran"  # the anchor of the paragraph that says all of it
# What blocks of a page without examples are rendered from.
_KINDS = {"behaviour": "behaviour", "changes": "behaviour", "claims": "snippets"}


@dataclass(frozen=True)
class Made:
    """`sign` is `✓`, `?` or empty; `text` names what the page is made from, `details` say when and on which torch.

    `to` is the anchor or the address to which `text` leads, `record` where it lies below /records/; either may be empty.
    """

    sign: str
    text: str
    details: tuple[str, ...] = ()
    to: str = ""
    record: str = ""


def of_page(path: Path, locale: str) -> Made:
    """Raises RecordError where this build has no record of snippets."""
    say = Words(locale)
    if labs.is_lab(path):
        return _of_lab(labs.parse(path), say)
    if shown := pages.snippets_of(path):
        return of_snippets([ran.runs()[0].row(snippet) for snippet in shown], ran.runs()[0].told, say)
    blocks = [include.target for include in pages.includes(path.read_text(encoding="utf-8"), path)]
    kinds = [kind for block in blocks if (kind := _KINDS.get(Path(block).stem.partition("-")[0]))]
    if kinds:
        return _of_record(kinds[0], say)
    return Made("", say("made_from.nothing"))


def of_snippets(rows: Sequence[dict[str, Any] | None], told: dict[str, str], say: Words) -> Made:
    """`rows` are those of the page's snippets in this build's record, None where the snippet changed after it ran."""
    outcomes = [row["outcome"] if row else "stale" for row in rows]
    passed = outcomes.count("passed")
    whole = passed == len(rows)
    key = ("ran_one" if passed == 1 else "ran") if whole else "ran_some"
    text = say(f"made_from.{key}", count=passed, all=len(rows))
    apart = [say(f"made_from.{name}", count=outcomes.count(name)) for name in ("stale", "skipped") if name in outcomes]
    return Made(
        "✓" if "stale" not in outcomes and passed else "?", text, (*apart, *_when(told)), FOOTER, "cpu/snippets.json"
    )


def _of_lab(one: labs.Lab, say: Words) -> Made:
    where = lab.where(one)
    text = say("made_from.lab", count=where["count"])
    return Made("✓", text, _when(where), FOOTER, where["record"].removeprefix("record:"))


def _of_record(kind: str, say: Words) -> Made:
    path = records.BUILT / f"{kind}.json"
    found = records.load_if_any(path, kind)
    if found is None:
        return Made("?", say("made_from.no_record"))
    recorded = {row["id"]: row["input_sha256"] for row in found["rows"]}
    is_current = all(recorded.get(name) == sha256 for name, sha256 in _now(kind).items())
    told = {"date": found["run"]["started"][:10], "torch": found["torch"]["version"].split("+")[0]}
    return Made("✓" if is_current else "?", say(f"made_from.{kind}"), _when(told), record=f"cpu/{kind}.json")


def _now(kind: str) -> dict[str, str]:
    """The hash that each row of the record has if it is of today's probes, or of the snippets that today's claims rest on."""
    if kind == "behaviour":
        return evidence.probes_now().get("behaviour-cpu", {})
    names = {claim.snippet for claim in claims.load()}
    return {name: snippets.parse(snippets.FOLDER / f"{name}.md").sha256 for name in names}


def _when(told: dict[str, Any]) -> tuple[str, ...]:
    return told["date"], f"torch {told['torch']}"
