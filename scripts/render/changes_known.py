"""What to know first when coming from an older torch: the lines of docs/data/changes.yml, under the releases that show them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from scripts import pins
from scripts.render.changes_cells import code
from scripts.render.evidence import Evidence
from scripts.render.known_data import Known
from scripts.render.ran import without_place
from scripts.render.releases import Ran, Release, anchor, answered, order, ran
from scripts.render.words import Words

BLOCK = "changes-known"

Steps = dict[tuple[str, str], list[Known]]


def render(evidence: Evidence, say: Words) -> str:
    """Under each pair of neighbouring releases its lines, the newest first. What no record shows is counted, not said."""
    found = sorted_by_step(evidence)
    hidden = len(evidence.known) - sum(len(listed) for listed in found.values())
    parts = [
        _step(pair, found[pair], evidence, say) for pair in sorted(found, key=lambda one: order(one[1]), reverse=True)
    ]
    if hidden:
        parts.append(say("changes_known.hidden", count=hidden))
    return "\n\n".join(parts or [say("changes_known.none")])


def sorted_by_step(evidence: Evidence) -> Steps:
    """The entries by the two releases between which the records show them."""
    cells, outputs = answered(evidence), ran(evidence)
    found: Steps = {}
    for one in evidence.known:
        if pair := step(one, cells, outputs):
            found.setdefault(pair, []).append(one)
    return found


def step(one: Known, answered: Sequence[Release], runs: Sequence[Ran]) -> tuple[str, str] | None:
    """The two neighbouring releases between which the records show it; None where they don't."""
    told = list(_cells(one, answered) if one.mode else _outputs(one, runs))
    found = (
        (old, new)
        for (old, before), (new, after) in pairwise(told)
        if _says(before, one.was) and _says(after, one.is_now)
    )
    return next(found, None)


def _cells(one: Known, answered: Sequence[Release]) -> Iterator[tuple[str, list[str]]]:
    for release in answered:
        if cell := release.cells.get(one.source, {}).get(one.mode):
            yield release.torch, [pins.text(cell)]


def _outputs(one: Known, runs: Sequence[Ran]) -> Iterator[tuple[str, list[str]]]:
    for release in runs:
        row = release.rows.get(one.source)
        if row and row["outcome"] == "failed":
            yield release.torch, [without_place(row["reason"])]
        elif row and row["outcome"] != "skipped":
            yield release.torch, [line.strip() for line in (row["output"] or "").splitlines()]


def _says(told: Sequence[str], wanted: str) -> bool:
    """Whole lines only, or the beginning of an error."""
    return any(line == wanted or ("Error" in wanted and line.startswith(wanted)) for line in told)


def _step(pair: tuple[str, str], listed: Sequence[Known], evidence: Evidence, say: Words) -> str:
    head = say("changes_known.step", old=pair[0], new=f"[torch {pair[1]}](#{anchor(pair[1])})")
    return "\n".join([f"**{head}**", "", *(f"- {_line(one, evidence, say)}" for one in listed)])


def _line(one: Known, evidence: Evidence, say: Words) -> str:
    """What is said, then the proof: where it stands, what it was and is."""
    was, is_now = (code(said.removeprefix("! ")) for said in (one.was, one.is_now))
    told = {"was": was, "is_now": is_now, "where": _where(one, evidence, say)}
    return say.sentences([one.text[say.locale], say("changes_known.proof", **told)])


def _where(one: Known, evidence: Evidence, say: Words) -> str:
    if not one.mode:
        place = evidence.places[say.locale].get(one.source)
        return f"[{place.name}]({place.link})" if place else f"`{one.source}`"
    rows = ((shown, row) for shown in evidence.shown.tables for row in shown.rows if row.probe == one.source)
    shown, row = next(rows, (None, None))
    if shown is None or row is None:
        return f"`{one.source}` (`{one.mode}`)"
    return f"[{row.text[say.locale]}](behaviour/{shown.page}.md#{row.anchor})"
