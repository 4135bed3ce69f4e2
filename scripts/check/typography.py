"""How Chinese is set: one paragraph one line, full-width punctuation, a space between Chinese and Latin or digits."""

import re
from collections.abc import Iterator
from pathlib import Path

from scripts.check import prose, sections
from scripts.check.problem import Problem
from scripts.check.prose import CODE, Kind
from scripts.check.sections import Page

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_LATIN = f"A-Za-z0-9{CODE}"
_RULES = [
    (
        re.compile(rf"(?<=[{_HAN}])(?:[,;:?!(]|\.(?!\w))|[,;:?!](?= ?[{_HAN}])"),
        "half-width {} beside Chinese",
        "write the full-width one",
    ),
    (
        re.compile(rf"(?<=[{_HAN}])(?=[{_LATIN}])|(?<=[{_LATIN}])(?=[{_HAN}])"),
        "no space between Chinese and Latin, digits or code",
        "put one between",
    ),
    (
        re.compile(r"(?<=[，。：；？！（）、《》「」])\s+(?=\S)|(?<=\S)\s+(?=[，。：；？！（）、《》「」])"),
        "a space beside full-width punctuation",
        "take it away",
    ),
]


def problems(root: Path) -> Iterator[Problem]:
    for page in sections.pages(root, "zh").values():
        yield from _line_breaks(page)
        for line in page.lines:
            for text in line.texts:
                yield from (Problem(page.path, line.number, what, remedy) for what, remedy in text_problems(text))


def _line_breaks(page: Page) -> Iterator[Problem]:
    """Markdown shows a line break within a paragraph as a space."""
    for above, line in zip(page.lines, page.lines[1:], strict=False):
        if line.kind is Kind.TEXT and above.kind in (Kind.TEXT, Kind.ITEM):
            what = "continues the line above, and readers see a space between"
            yield Problem(page.path, line.number, what, "join them: one paragraph, one line")


def text_problems(text: str) -> Iterator[tuple[str, str]]:
    """(what is wrong, remedy) of a text whose code is taken out."""
    for pattern, what, remedy in _RULES:
        for found in pattern.finditer(text):
            yield f"{what.format(found[0])}: {prose.around(text, *found.span())}", remedy
