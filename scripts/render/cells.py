"""One cell of a truth table in words: its value, or a short code for its error, which the legend below the table explains."""

from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any

from scripts.render.behaviour_data import Shown, Text
from scripts.render.words import Words

Cell = dict[str, Any]
_YES_NO = {"True": "yes_", "False": "no_"}


@dataclass
class Legend:
    """The errors and warnings of one table, in the order in which they turn up, each under a letter."""

    say: Words
    shown: Shown
    entries: list[str] = field(default_factory=list)

    def code(self, said: str) -> str:
        if said not in self.entries:
            self.entries.append(said)
        return _letters(self.entries.index(said))

    def lines(self) -> list[str]:
        """A list item for each: the exact first words, and a link to the entry on the errors page where there is one."""
        return [f"- **{self.code(said)}** `{said}`{self._link(said)}" for said in self.entries]

    def _link(self, said: str) -> str:
        slug = self.shown.entry_of(said)
        return f" → [{self.say('behaviour.explained')}](../errors.md#{slug})" if slug else ""


def markdown(cell: Cell, values: dict[str, Text], legend: Legend) -> str:
    """`**yes**`, `no`, `raises **A**`, words for a value or the value as code; then warnings and leaks."""
    say = legend.say
    if "error" in cell:
        parts = [say("behaviour.raises", code=legend.code(cell["error"]))]
    else:
        parts = [plain(cell["value"], values, say)]
    parts += [say("behaviour.warns", code=legend.code(warning)) for warning in cell.get("warnings", ())]
    if cell.get("leaks"):
        parts.append(say("behaviour.leaks"))
    return say("lists.clause").join(parts)


def plain(value: str, values: dict[str, Text], say: Words) -> str:
    """A value in words. Yes stands out by its weight, so that a column can be read at a glance."""
    if value in values:
        return values[value][say.locale]
    if value in _YES_NO:
        word = say(f"answers.{_YES_NO[value]}")
        return f"**{word}**" if value == "True" else word
    return f"`{value}`"


def _letters(number: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA, as columns of a sheet are named."""
    before, last = divmod(number, len(ascii_uppercase))
    return f"{_letters(before - 1) if before else ''}{ascii_uppercase[last]}"
