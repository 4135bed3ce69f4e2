"""Both languages are built alike (rule 7): same pages, headings, includes, annotations, tables and links, in the same order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from scripts import pages as expansion
from scripts.check import prose, sections
from scripts.check.problem import Problem
from scripts.check.prose import Kind
from scripts.check.sections import Page, Section
from scripts.render.words import LOCALES

_LINK = re.compile(r"\]\(\s*<?(?P<inline>[^)\s>]+)|<(?P<auto>https?://[^>]+)>|^\s*\[[^\]]+\]:\s+(?P<defined>\S+)")
_SEPARATOR = re.compile(r"[\s|:-]+$")


@dataclass(frozen=True)
class Part:
    """Something that stands in both languages: where, and in words what."""

    line: int
    told: str


def problems(root: Path) -> Iterator[Problem]:
    """Every difference in structure between the languages' pages."""
    chinese, english = (sections.pages(root, locale) for locale in LOCALES)
    for name in sorted({*chinese, *english}):
        if name in chinese and name in english:
            yield from _page_problems(chinese[name], english[name])
        else:
            page = chinese.get(name) or english[name]
            other = LOCALES[page.locale == LOCALES[0]]
            yield Problem(
                page.path, 1, f"docs/{other}/{name}.md is missing", "write it too: both languages have every page"
            )


def section_problems(pair: tuple[Page, Page], slug: str) -> Iterator[Problem]:
    """What differs between the two sides of one section, which both pages have."""
    first, second = (page.by_slug[slug] for page in pair)
    parts = [_heading(section) for section in (first, second)]
    yield from _differences(pair, [parts[0]], [parts[1]], "the same level")
    for what, list_parts in _ASPECTS.items():
        yield from _differences(pair, list_parts(first), list_parts(second), f"the same {what} in the same order")


def _page_problems(chinese: Page, english: Page) -> Iterator[Problem]:
    """Missing sections by name, else the first one out of order; then what differs within those that both have."""
    shared = chinese.by_slug.keys() & english.by_slug.keys()
    orders = []
    for page, other in ((chinese, english), (english, chinese)):
        orders.append([Part(section.line, f"#{slug}") for slug, section in page.by_slug.items() if slug in shared])
        for slug in page.by_slug.keys() - shared:
            what = f"section #{slug} is missing in {other.path.as_posix()}"
            yield Problem(page.path, page.by_slug[slug].line, what, "write it there too, with the same id")
    yield from _differences((chinese, english), *orders, "the same sections in the same order")
    for slug in chinese.by_slug:
        if slug in shared:
            yield from section_problems((chinese, english), slug)


def _differences(pair: tuple[Page, Page], first: list[Part], second: list[Part], same: str) -> Iterator[Problem]:
    """The first place at which two lists part, told of the second language, or of the one that has more."""
    for left, right in zip_longest(first, second):
        if left and right and left.told == right.told:
            continue
        other, page, counterpart, part = (*pair, left, right) if right else (*reversed(pair), right, left)
        theirs = f":{counterpart.line} has {counterpart.told}" if counterpart else " has nothing"
        what = f"{part.told} stands where {other.path.as_posix()}{theirs}"
        yield Problem(page.path, part.line, what, f"give both {same}")
        return


def _heading(section: Section) -> Part:
    return Part(section.line, f"{'#' * section.level} #{section.slug}")


def _includes(section: Section) -> list[Part]:
    """Each include with the number of explanations under it."""
    raw = [line.raw for line in section.lines]
    return [
        Part(line.number, f"{line.raw.strip().removeprefix('--8<-- ')} with {_explained(raw, index)} explanations")
        for index, line in enumerate(section.lines)
        if line.kind is Kind.INCLUDE
    ]


def _explained(raw: list[str], index: int) -> int:
    indent = raw[index][: len(raw[index]) - len(raw[index].lstrip())]
    return expansion.item_count(expansion.explanations_under(raw, index + 1, indent)[0])


def _tables(section: Section) -> list[Part]:
    found: list[Part] = []
    table: list[prose.Line] = []
    for line in (*section.lines, None):
        if line is not None and line.kind is Kind.TABLE:
            table.append(line)
        elif table:
            found.append(_table(table))
            table = []
    return found


def _table(table: list[prose.Line]) -> Part:
    separator = next((line.raw for line in table if _SEPARATOR.match(line.raw)), table[0].raw)
    columns = separator.strip().strip("|").count("|") + 1
    return Part(table[0].number, f"a table of {columns} columns and {len(table)} lines")


def _links(section: Section) -> list[Part]:
    return [
        Part(line.number, f"a link to {found['inline'] or found['auto'] or found['defined']}")
        for line in section.lines
        if line.kind not in (Kind.FRONT, Kind.FENCE, Kind.CODE, Kind.CLOSING, Kind.INCLUDE)
        for found in _LINK.finditer(prose.without_code(line.raw))
    ]


_ASPECTS = {"includes and explanations": _includes, "tables": _tables, "links": _links}
