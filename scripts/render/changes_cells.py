"""Cells of the truth tables that two releases answer otherwise: another answer, a name, a text, a warning."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from scripts.render import absent, cells, devices, module_sweep
from scripts.render.behaviour_data import Table, Text
from scripts.render.cells import Cell, Legend
from scripts.render.evidence import Evidence
from scripts.render.releases import Release
from scripts.render.tables import table
from scripts.render.words import Words

_NAMED = 3  # modes told by name, where no column of the table is among them
_LINKED = 3  # questions that are linked where they are counted
_NO_TABLE = Table("", "", (), (), {})

Both = tuple[Release, Release]


@dataclass(frozen=True)
class Change:
    """The modes in which a question's answer became the same other one; `table` is an empty one where no page asks it."""

    table: Table
    probe: str
    text: Text | None
    modes: tuple[str, ...]
    old: Cell
    new: Cell

    @property
    def page(self) -> str:
        """The page of behaviour/ that asks it, empty where none does."""
        return self.table.page or (module_sweep.GROUP if _is_module(self.probe) else "")

    @property
    def absent(self) -> tuple[str | None, str | None]:
        """What isn't there in the old release and in the new; both None where the answer is what changed."""
        old, new = absent.name(self.old.get("error")), absent.name(self.new.get("error"))
        return (None, None) if old == new else (old, new)

    @property
    def is_unasked(self) -> bool:
        """In one of both the question itself failed."""
        return absent.UNASKED in (self.old.get("error"), self.new.get("error"))

    @property
    def in_text_only(self) -> bool:
        """Both raise the same type: the text differs, or another thing is named."""
        return "error" in self.old and "error" in self.new and _type(self.old) == _type(self.new)


def changes(evidence: Evidence, old: Release, new: Release) -> list[Change]:
    """What two releases answer otherwise, in the order of the pages; what no page asks comes last."""
    comparable = set(asked_alike(evidence, old, new))
    found = []
    for where, probe, text in _asked(evidence, comparable):
        together: dict[str, tuple[list[str], Cell, Cell]] = {}
        for mode, before in old.cells[probe].items():
            was, is_now = devices.answer(before), devices.answer(new.cells[probe].get(mode))
            if was and is_now and was != is_now:
                together.setdefault(f"{was} {is_now}", ([], was, is_now))[0].append(mode)
        found += [Change(where, probe, text, tuple(modes), was, is_now) for modes, was, is_now in together.values()]
    return found


def asked_alike(evidence: Evidence, old: Release, new: Release) -> list[str]:
    """The questions that both answered, and that are still asked as they were."""
    known = evidence.current.get("behaviour-cpu", {})
    return [
        probe
        for probe in old.cells
        if probe in new.cells
        and all(known.get(probe) in (None, one.hashes.get(probe, known.get(probe))) for one in (old, new))
    ]


def warnings(evidence: Evidence, old: Release, new: Release) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The warnings that only the old release gives, and those that only the new one does, with the questions.

    Compared over all questions: which of them gives a warning that comes once in a process is chance.
    """
    alike = asked_alike(evidence, old, new)
    before, after = (_warned(one, other, alike) for one, other in ((old, new), (new, old)))
    return {text: before[text] for text in before if text not in after}, {
        text: after[text] for text in after if text not in before
    }


def named(probes: Sequence[str], evidence: Evidence) -> list[Change]:
    """Questions as they are told, with nothing that changed."""
    return [Change(where, probe, text, (), {}, {}) for where, probe, text in _asked(evidence, set(probes))]


def _warned(one: Release, other: Release, probes: Sequence[str]) -> dict[str, list[str]]:
    """A release's warnings, where the other one answered at all."""
    found: dict[str, list[str]] = {}
    for probe in probes:
        for mode, cell in one.cells[probe].items():
            answered = "error" not in (other.cells[probe].get(mode) or {"error": ""})
            for text in cell.get("warnings", ()) if answered else ():
                if probe not in found.setdefault(text, []):
                    found[text].append(probe)
    return found


def _asked(evidence: Evidence, probes: set[str]) -> Iterator[tuple[Table, str, Text | None]]:
    left = dict.fromkeys(sorted(probes, key=lambda probe: (not _is_module(probe), probe)))
    for shown in evidence.shown.tables:
        for row in shown.rows:
            if row.probe in left:
                del left[row.probe]
                yield shown, row.probe, row.text
    yield from ((_NO_TABLE, probe, None) for probe in left)


def tables(
    found: Sequence[Change], both: Both, evidence: Evidence, values: Mapping[str, Text], legend: Legend
) -> Iterator[str]:
    """A table for each page whose questions are among them, under its name."""
    say = legend.say
    header = [say("behaviour.asked"), say("devices.modes"), *(f"torch {one.torch}" for one in both)]
    for page, listed in groupby(found, key=lambda one: one.page):
        rows = [_row(one, values, legend) for one in listed]
        yield _called(page, evidence, say)
        yield table(header, ["left"] * 4, rows, "pm-table pm-truth pm-devices")


def texts(found: Sequence[Change], say: Words) -> list[str]:
    """A list item for each error with another text: who searches for an old one finds what it is called now."""
    together: dict[tuple[str, str], list[Change]] = {}
    for one in found:
        together.setdefault((one.old["error"], one.new["error"]), []).append(one)
    return [
        f"- {say('changes.text', old=code(old), new=code(new), **asking(listed, say))}"
        for (old, new), listed in together.items()
    ]


def asking(found: Sequence[Change], say: Words) -> dict[str, str]:
    """How many questions there are, and links to the first."""
    questions = list(dict.fromkeys(question(one, say) for one in found))
    return {"count": str(len(questions)), "asked": say.join(questions[:_LINKED])}


def _row(one: Change, values: Mapping[str, Text], legend: Legend) -> list[str]:
    modes = _modes(one, legend.shown.modes, legend.say)
    answers = (cells.markdown(cell, {**values, **one.table.values}, legend) for cell in (one.old, one.new))
    return [question(one, legend.say), modes, *answers]


def _called(page: str, evidence: Evidence, say: Words) -> str:
    """The page that asks, as a link."""
    title = evidence.titles.get(say.locale, {}).get(f"behaviour/{page}", page)
    return f"**[{title}](behaviour/{page}.md)**" if page else f"**{say('changes.no_page')}**"


def question(one: Change, say: Words) -> str:
    """The row as a link to it; by its name where no page asks it in words."""
    text = one.text[say.locale] if one.text else f"`{one.probe}`"
    return f"[{text}](behaviour/{one.page}.md#row-{one.probe.replace('/', '-')})" if one.page else text


def _modes(one: Change, names: Mapping[str, Text], say: Words) -> str:
    """The columns of the table that are among them; the others are counted."""
    named = [mode for mode in one.table.columns if mode in one.modes] or list(one.modes[:_NAMED])
    told = say.join([names[mode][say.locale] if mode in names else f"`{mode}`" for mode in named])
    more = len(one.modes) - len(named)
    return say("changes.more", modes=told, count=more) if more else told


def _is_module(probe: str) -> bool:
    """Whether a question is of the sweep over all modules, which a block of its own shows on their page."""
    return probe.startswith(f"{module_sweep.GROUP}/")


def code(said: str) -> str:
    return f"`{said.replace('`', chr(39))}`"


def _type(cell: Cell) -> str:
    return str(cell["error"]).partition(":")[0]
