"""What a snippet needs: the first recorded release of torch with which it runs, where it raised with the one before.

Found by running. Between two recorded releases nothing is known, so both are named. Another output is no need:
what a release prints otherwise stands on the page changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from scripts import records
from scripts.render import changes_cells, ran
from scripts.render.ran import Run
from scripts.render.releases import order
from scripts.render.words import Words
from scripts.snippets import Snippet

_CLASS = "pm-needs data-search-exclude"  # readers search for what an example shows


@dataclass(frozen=True)
class Need:
    """`key` tells an older release that can't run it (`since`) from a newer one (`until`)."""

    key: str
    runs: str
    raises: str
    said: str


@cache
def runs() -> list[Run]:
    """Runs on the CPU, one of each release, the oldest first: this build's, and the committed ones of others."""
    here = ran.runs()[0]
    found = {here.told["torch"]: here}
    for folder, record in records.committed("snippets"):
        if not record["device"]:
            one = Run(folder, record, {row["id"]: row for row in record["rows"]})
            found.setdefault(one.told["torch"], one)
    return sorted(found.values(), key=lambda run: order(run.told["torch"]))


def lines(snippet: Snippet, locale: str) -> list[str]:
    """Markdown under a snippet's output; nothing where every recorded release runs it."""
    say = Words(locale)
    told = (
        say(f"needs.{one.key}", runs=one.runs, raises=one.raises, said=changes_cells.code(one.said))
        for one in of(snippet, runs(), ran.runs()[0].told["torch"])
    )
    return [line for one in told for line in (one, f"{{ .{_CLASS} }}", "")]


def of(snippet: Snippet, recorded: Sequence[Run], here: str) -> list[Need]:
    """At most one for the releases before this build's and one for those after it. A run of another text tells nothing."""
    known = [(run.told["torch"], row) for run in recorded if (row := run.row(snippet)) and row["outcome"] != "skipped"]
    place = next((number for number, (torch, _) in enumerate(known) if torch == here), None)
    if place is None or known[place][1]["outcome"] == "failed":
        return []
    before, after = known[place::-1], known[place:]
    return [need for key, way in (("since", before), ("until", after)) for need in _first_failure(key, way)]


def _first_failure(key: str, way: Sequence[tuple[str, dict]]) -> list[Need]:
    """On the way from this build's release to older or newer ones, where it no longer runs."""
    for (runs_with, _), (torch, row) in pairwise(way):
        if row["outcome"] == "failed" and not ran.is_of_the_machine(row["reason"]):
            return [Need(key, runs_with, torch, ran.without_place(row["reason"]))]
    return []
