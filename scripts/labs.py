"""The one definition of a lab: a page of docs/<locale>/labs whose ```python fences are the cells of a notebook.

Directly under a cell stands one line for each figure that it draws, its text alternative and its caption:

    ![what one sees](figure "one sentence")

Cells are the same in both languages. The runner, the pages, the take-away notebooks and the checks read labs through `parse`.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from scripts.records import BUILT, ROOT
from scripts.render.words import LOCALES

FOLDER = "labs"
_OPENING = "```python"
_FIGURE = re.compile(r'!\[(?P<alternative>.+)\]\(figure "(?P<caption>.+)"\)\s*$')


class LabError(Exception):
    """A lab that breaks the contract, or whose cell raised. The message is one line: path:line: what is wrong; what to do."""


@dataclass(frozen=True)
class Figure:
    """What stands on the page for a figure: its 1-based line, the text alternative and the caption."""

    line: int
    alternative: str
    caption: str


@dataclass(frozen=True)
class Cell:
    """A code cell: its number in the lab from 1, the lines of its fence, its code, and the figures that it draws."""

    number: int
    line: int
    last_line: int
    source: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Lab:
    """A lab in one language; `path` is the page."""

    name: str
    path: Path
    cells: tuple[Cell, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(cell.source for cell in self.cells)

    def error(self, line: int, what: str) -> LabError:
        shown = self.path.relative_to(ROOT) if self.path.is_relative_to(ROOT) else self.path
        return LabError(f"{shown}:{line}: {what}")


def is_lab(page: Path) -> bool:
    """Whether a page is docs/<locale>/labs/<name>.md."""
    return page.parent.name == FOLDER and page.parent.parent.name in LOCALES


def record(name: str) -> Path:
    """Where this machine's run of a lab is kept: a notebook of its code cells, with their outputs and where they ran."""
    return BUILT / FOLDER / f"{name}.ipynb"


def find(locale: str = LOCALES[0]) -> list[Path]:
    """Every lab of a language, sorted."""
    return sorted((ROOT / "docs" / locale / FOLDER).glob("*.md"))


def parse(path: Path, text: str | None = None) -> Lab:
    """Read a lab; raises LabError for a fence that is no cell, a cell that is no Python, a figure that stands under none."""
    lines = (path.read_text(encoding="utf-8") if text is None else text).splitlines()
    bare = Lab(path.stem, path, ())
    cells: list[Cell] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if line.startswith("```"):
            if line.rstrip() != _OPENING:
                raise bare.error(number, f"{line[:30]!r} is no cell, nothing would run it; write {_OPENING}")
            end = next((n for n in range(number, len(lines)) if lines[n].rstrip() == "```"), None)
            if end is None:
                raise bare.error(number, "this cell is never closed; close it")
            figures = tuple(_figures(lines, end + 1))
            cells.append(Cell(len(cells) + 1, number, end + 1, "\n".join(lines[number:end]), figures))
            _check_syntax(bare, cells[-1])
            number = figures[-1].line if figures else end + 1
        elif _FIGURE.match(line):
            raise bare.error(number, "a figure that stands under no cell; put it directly under the one that draws it")
    return Lab(path.stem, path, tuple(cells))


def load(path: Path) -> Lab:
    """Read a lab whose cells are the same in the other language; raises LabError where they are not."""
    lab = parse(path)
    counterpart = path.parents[2] / LOCALES[path.parent.parent.name == LOCALES[0]] / FOLDER / path.name
    if not counterpart.exists():
        raise lab.error(1, f"docs/{counterpart.relative_to(path.parents[2])} is missing; write it too")
    pair = sorted((lab, parse(counterpart)), key=lambda one: LOCALES.index(one.path.parent.parent.name))
    check_same(*pair)
    return lab


def check_same(first: Lab, second: Lab) -> None:
    """Raises LabError, told of `second`, for the first cell in which two languages differ."""
    for ours, theirs in zip_longest(first.cells, second.cells):
        if ours is None or theirs is None:
            longer, cell = (first, ours) if theirs is None else (second, theirs)
            raise longer.error(cell.line, f"cell {cell.number} is missing in the other language; copy it there")
        if ours.source != theirs.source:
            there = f"{first.path.parent.parent.name}/{FOLDER}/{first.path.name}:{ours.line}"
            what = (
                f"cell {theirs.number} differs from docs/{there}; cells are the same in both languages, copy one over"
            )
            raise second.error(theirs.line, what)


def imported(sources: Sequence[str], root: Path = ROOT) -> list[Path]:
    """The project's modules that cells import, and what these import in turn, with their packages' __init__; sorted."""
    found: set[Path] = set()
    waiting = list(sources)
    while waiting:
        for path in _modules(waiting.pop(), root):
            if path not in found:
                found.add(path)
                waiting.append(path.read_text(encoding="utf-8"))
    return sorted(found)


def _check_syntax(lab: Lab, cell: Cell) -> None:
    try:
        ast.parse(_plain(cell.source))
    except SyntaxError as error:
        what = f"lab {lab.name}, cell {cell.number} raised SyntaxError: {error.msg}"
        raise lab.error(cell.line + (error.lineno or 0), f"{what}; correct the cell, in both languages") from None


def _figures(lines: Sequence[str], number: int) -> Iterator[Figure]:
    while number < len(lines) and (not lines[number].strip() or _FIGURE.match(lines[number])):
        if found := _FIGURE.match(lines[number]):
            yield Figure(number + 1, found["alternative"], found["caption"])
        number += 1


def _modules(source: str, root: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(_plain(source))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in (name for name in names if name.split(".")[0] == "scripts"):
            parts = name.split(".")
            packages = [root.joinpath(*parts[:depth], "__init__.py") for depth in range(1, len(parts) + 1)]
            yield from (path for path in [*packages, root.joinpath(*parts).with_suffix(".py")] if path.exists())


def _plain(source: str) -> str:
    """A cell without IPython's own lines."""
    return "\n".join("pass" if line.startswith(("%", "!")) else line for line in source.splitlines())
