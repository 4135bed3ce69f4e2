"""What the snippets print or raise with one release of torch, and not with the one recorded before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scripts.render import absent
from scripts.render.changes_cells import code
from scripts.render.evidence import Evidence, Row
from scripts.render.ran import is_of_the_machine, without_place
from scripts.render.releases import Ran
from scripts.render.words import Words

_RAN = ("passed", "differs")


@dataclass(frozen=True)
class Difference:
    """A snippet of which two releases made something else: its rows in both."""

    id: str
    old: Row
    new: Row

    @property
    def absent(self) -> tuple[str | None, str | None]:
        """What isn't there in the old release and in the new; both None where the output is what changed."""
        old, new = (absent.name(row["reason"]) for row in (self.old, self.new))
        return (None, None) if old == new else (old, new)


def differences(old: Ran, new: Ran) -> list[Difference]:
    """The snippets that ran with both, of the same text, and did not come to the same."""
    both = (Difference(name, row, new.rows[name]) for name, row in old.rows.items() if name in new.rows)
    return [one for one in both if _came_to(one.old) and _came_to(one.new) and _came_to(one.old) != _came_to(one.new)]


def lines(found: list[Difference], both: tuple[Ran, Ran], evidence: Evidence, say: Words) -> Iterator[str]:
    """A list item for each: the first line that differs, or what it raised."""
    told = {"old_torch": both[0].torch, "new_torch": both[1].torch}
    for one in found:
        yield f"- {say('changes.printed', where=_where(one.id, evidence, say), **told, **_told(one, say))}"


def _told(one: Difference, say: Words) -> Mapping[str, str]:
    """What each of both made of the snippet, in words."""
    if all(row["outcome"] in _RAN for row in (one.old, one.new)):
        pair = first_difference(one.old["output"] or "", one.new["output"] or "")
        return dict(zip(("old", "new"), (_printed(line, say) for line in pair), strict=True))
    return {name: _outcome(row, say) for name, row in (("old", one.old), ("new", one.new))}


def _printed(line: str, say: Words) -> str:
    return say("changes.prints", line=code(line)) if line else say("changes.nothing")


def _outcome(row: Row, say: Words) -> str:
    failed = row["outcome"] == "failed"
    return say("changes.raised", line=code(without_place(row["reason"]))) if failed else say("changes.runs")


def first_difference(old: str, new: str) -> tuple[str, str]:
    """The first line of each that the other has not in its place; empty where one ends."""
    before, after = old.splitlines(), new.splitlines()
    length = max(len(before), len(after))
    pairs = zip(before + [""] * (length - len(before)), after + [""] * (length - len(after)), strict=True)
    return next(((one.strip(), other.strip()) for one, other in pairs if one != other), ("", ""))


def _where(name: str, evidence: Evidence, say: Words) -> str:
    place = evidence.places[say.locale].get(name)
    return f"[{place.name}]({place.link})" if place else f"`{name}`"


def _came_to(row: Row) -> str | None:
    """What a run is compared by: what it printed, or what it raised; None where it was not run, or the machine stopped it."""
    if row["outcome"] in _RAN:
        return f"printed {row['output'] or ''}"
    if row["outcome"] != "failed" or is_of_the_machine(row["reason"]):
        return None
    return f"raised {without_place(row['reason'])}"
