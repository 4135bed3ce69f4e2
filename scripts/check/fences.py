"""Code on a page comes from an include (rule 3), and each include can be resolved.

A fence that stands on a page needs `<!-- inline: reason -->` on the line above it, and there may be few of them. Labs are the
exception: their fences are cells, which scripts/check/labs.py looks at.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from scripts import labs, snippets
from scripts import pages as expansion
from scripts.check import sections
from scripts.check.problem import Problem, from_error
from scripts.check.prose import Kind, Line
from scripts.check.sections import Page

MOST_INLINE = 10
_INLINE = re.compile(r"\s*<!-- inline: \S.* -->\s*$")
_OPENS = {Kind.ITEM, Kind.ADMONITION}


def problems(root: Path) -> Iterator[Problem]:
    for page in sections.all_pages(root):
        if not labs.is_lab(root / page.path):
            yield from _fences(page)
        yield from _indented_code(page)
        yield from _includes(root, page)
    inline = [(page, line) for page in sections.all_pages(root) for line in _inline(page)]
    for page, line in inline[MOST_INLINE:]:
        what = f"is the inline fence number {MOST_INLINE + 1} or later"
        yield Problem(page.path, line.number, what, "make it a snippet and include it")


def count_inline(root: Path) -> int:
    """Fences that carry a reason for standing on the page itself, in all languages."""
    return sum(len(_inline(page)) for page in sections.all_pages(root))


def _fences(page: Page) -> Iterator[Problem]:
    above: Line | None = None
    for line in page.lines:
        if line.kind is Kind.FENCE and not (above and _INLINE.match(above.raw)):
            what = "a fence that is not from an include, so nothing runs it"
            yield Problem(
                page.path, line.number, what, "make it a snippet, or put `<!-- inline: reason -->` on the line above"
            )
        above = line
    if page.lines and page.lines[-1].kind in (Kind.CODE, Kind.FENCE):
        opened = max(line.number for line in page.lines if line.kind is Kind.FENCE)
        yield Problem(page.path, opened, "this fence is never closed", "close it")


def _inline(page: Page) -> list[Line]:
    pairs = zip(page.lines, page.lines[1:], strict=False)
    return [line for above, line in pairs if line.kind is Kind.FENCE and _INLINE.match(above.raw)]


def _indented_code(page: Page) -> Iterator[Problem]:
    """Four spaces more than what surrounds it make Markdown code too."""
    margins = [0]
    above = Kind.BLANK
    for line in page.lines:
        indent = len(line.raw) - len(line.raw.lstrip())
        if line.kind in (Kind.FRONT, Kind.CODE, Kind.CLOSING) or not line.raw.strip():
            above = line.kind
            continue
        while margins[-1] > indent:
            margins.pop()
        if indent >= margins[-1] + 4 and above is Kind.BLANK:
            yield Problem(
                page.path,
                line.number,
                "is indented so far that it becomes code",
                "indent it less, or make it a snippet",
            )
        if line.kind in _OPENS:
            margins.append(indent + 4)
        above = line.kind


def _includes(root: Path, page: Page) -> Iterator[Problem]:
    lines = [line.raw for line in page.lines]
    for number, line in enumerate(lines, 1):
        try:
            found = expansion.includes("\n" * (number - 1) + line, root / page.path) if "--8<--" in line else []
        except expansion.PageError as error:
            yield from_error(error, root)
            continue
        for include in found:
            if include.snippet is not None:
                yield from _snippet(root, page, lines, include)


def _snippet(root: Path, page: Page, lines: list[str], include: expansion.Include) -> Iterator[Problem]:
    path = root / include.target
    if not path.exists():
        yield Problem(page.path, include.line, f"no snippet {include.target}", "correct the name, or write the snippet")
        return
    try:
        annotations = snippets.parse(path).annotations
    except snippets.SnippetError:
        return  # the check of the snippets says so
    given = expansion.item_count(expansion.explanations_under(lines, include.line, include.indent)[0])
    if given != annotations:
        what = f"{annotations} annotations in {include.target}, {given} explanations under its include"
        yield Problem(page.path, include.line, what, "give each its item, directly under the include")
