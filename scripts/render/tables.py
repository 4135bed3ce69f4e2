"""Markdown: tables with aligned columns, and blocks one below the other."""

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

_RULES = {"left": ":--", "right": "--:", "center": ":-:"}


def table(header: Sequence[str], align: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "pm-table") -> str:
    """`align` holds `left`, `right` or `center` for each column. Pipes in cells are escaped; a row of another length raises.

    The block around it carries the classes that figures.css sizes columns by; Markdown goes on inside.
    """
    lines = [_line(header), _line([_RULES[side] for side in align])]
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"a row of {len(row)} cells in a table of {len(header)} columns: {row}")
        lines.append(_line([cell.replace("|", "\\|").replace("\n", " ") for cell in row]))
    return "\n".join([f'<div class="{kind}" markdown="1">', "", *lines, "", "</div>"])


def joined(parts: Iterable[str | None]) -> str:
    """One block below the other; those that are empty are left out."""
    return "\n\n".join(part for part in parts if part)


def text_width(text: str) -> float:
    """Roughly how wide a text is, in ems: what a picture needs to know whether two texts collide."""
    return sum(1.0 if east_asian_width(character) in "WF" else 0.56 for character in text)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
