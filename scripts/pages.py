"""Pages as written -> pages as read: `expand` resolves every include, for the site, the checks and exports alike.

Two forms of include, each alone on its line:

    --8<-- "snippets/no-grad/basics.md"     code, the numbered list that follows it on the page, then the labelled output
    --8<-- "generated/timing.md"            a block rendered from records, in the page's language

The code comes from the snippet; the explanations of its annotations are the list directly under the include, because
Material ties them together only when the list follows the code. A lab's cells stand on its page; what they printed and drew
is put under them from their run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from scripts import labs, snippets
from scripts.records import GENERATED, ROOT
from scripts.render import lab, needs, ran
from scripts.render.words import LOCALES

_INCLUDE = re.compile(r'^(?P<indent>[ \t]*)--8<-- "(?P<target>[^"]+)"[ \t]*$')
_ITEM = re.compile(r"^\d+\. ")
_AUTHORS_NOTE = re.compile(r"\s*(?:\{figure: [^}]*\}|<!-- inline: .*? -->)")


class PageError(Exception):
    """A page that can't be expanded. The message is one line: path:line: what is wrong; what to do."""


@dataclass(frozen=True)
class Include:
    """An include on a page: its 1-based line, its indentation and what it names, like `snippets/no-grad/basics.md`."""

    line: int
    indent: str
    target: str

    @property
    def snippet(self) -> Path | None:
        """The path of the snippet, or None for a generated block."""
        return ROOT / self.target if self.target.startswith("snippets/") else None


def find(locale: str) -> list[Path]:
    """Every page of a language, sorted."""
    return sorted((ROOT / "docs" / locale).rglob("*.md"))


def includes(text: str, page: Path) -> list[Include]:
    """The includes of a page, in order; raises PageError for a line that looks like one and isn't."""
    return [include for number, line in enumerate(text.splitlines(), 1) if (include := _include(line, number, page))]


def expand(page: Path, locale: str, text: str | None = None) -> str:
    """The Markdown of a page with everything resolved. `text` stands in for the file, its front matter taken off."""
    lines = (page.read_text(encoding="utf-8") if text is None else text).splitlines()
    if labs.is_lab(page):
        lines = lab.with_outputs(lines, labs.parse(page, "\n".join(lines)), locale)
    expanded: list[str] = []
    number = 0
    while number < len(lines):
        include = _include(lines[number], number + 1, page)
        number += 1
        if include is None:
            expanded.append(without_notes(lines[number - 1]))
        elif include.snippet is None:
            expanded += _indented(_generated(include, page, locale), include.indent)
        else:
            explanations, number = explanations_under(lines, number, include.indent)
            expanded += _indented(_shown(include, page, locale, explanations), include.indent)
    return "\n".join(expanded) + "\n"


def footer(page: Path, locale: str) -> str:
    """Markdown that says what of a page ran, where and when; empty where nothing did."""
    return lab.footer(labs.parse(page), locale) if labs.is_lab(page) else ran.footer(snippets_of(page), locale)


def address(page: Path, locale: str, site_url: str) -> str:
    """Where a page of docs/<locale> is published: the default language at the root, an index at its folder."""
    path = page.relative_to(ROOT / "docs" / locale).with_suffix("")
    parts = [part for part in path.parts if part != "index"]
    prefix = [] if locale == LOCALES[0] else [locale]
    return urljoin(f"{site_url.rstrip('/')}/", "".join(f"{part}/" for part in [*prefix, *parts]))


def snippets_of(page: Path, text: str | None = None) -> list[snippets.Snippet]:
    """The snippets that a page shows, in order."""
    found = includes(page.read_text(encoding="utf-8") if text is None else text, page)
    return [_parsed(include, page) for include in found if include.snippet]


def _include(line: str, number: int, page: Path) -> Include | None:
    match = _INCLUDE.match(line)
    if match is None:
        if "--8<--" in line:
            raise _error(
                page, number, 'not an include; write --8<-- "snippets/…" or --8<-- "generated/…" alone on the line'
            )
        return None
    target = match["target"]
    if not re.fullmatch(r"(snippets/[\w-]+|generated)/[\w-]+\.md", target):
        raise _error(
            page, number, f"{target!r} is neither snippets/<topic>/<name>.md nor generated/<name>.md; correct it"
        )
    return Include(number, match["indent"], target)


def explanations_under(lines: list[str], number: int, indent: str) -> tuple[list[str], int]:
    """The numbered list directly under an include, without its indentation, and the line after it."""
    start = number
    while start < len(lines) and not lines[start].strip():
        start += 1
    end = start
    while (
        end < len(lines)
        and (inner := lines[end].removeprefix(indent))
        and (_ITEM.match(inner) or inner.startswith("    "))
    ):
        end += 1
    items = [line.removeprefix(indent) for line in lines[start:end]]
    return (items, end) if items and _ITEM.match(items[0]) else ([], number)


def without_notes(line: str) -> str:
    """A line without what authors tell the checks."""
    return _AUTHORS_NOTE.sub("", line)


def item_count(explanations: list[str]) -> int:
    """How many annotations a list explains."""
    return sum(1 for line in explanations if _ITEM.match(line))


def _shown(include: Include, page: Path, locale: str, explanations: list[str]) -> Iterator[str]:
    snippet = _parsed(include, page)
    given = item_count(explanations)
    if given != snippet.annotations:
        what = f"{snippet.annotations} annotations in {include.target}, {given} explanations under its include"
        raise _error(page, include.line, f"{what}; give each its item")
    yield from ("", f"```{snippet.shown.info}", *snippet.shown.text.splitlines(), "```", "")
    yield from (*explanations, "")
    for output in ran.outputs(snippet, locale):
        title = output.label.replace('"', "'")
        yield from (f'```{{ .text .no-copy .{output.shape} title="{title}" }}', *output.text.splitlines(), "```", "")
    yield from needs.lines(snippet, locale)


def _generated(include: Include, page: Path, locale: str) -> list[str]:
    path = GENERATED / locale / Path(include.target).name
    if not path.exists():
        raise _error(page, include.line, f"no block {path.relative_to(ROOT)}; correct the name, or run `make site`")
    return ["", *path.read_text(encoding="utf-8").splitlines(), ""]


def _parsed(include: Include, page: Path) -> snippets.Snippet:
    if include.snippet is None or not include.snippet.exists():
        raise _error(page, include.line, f"no snippet {include.target}; correct the name, or write the snippet")
    return snippets.parse(include.snippet)


def _indented(lines: Iterator[str] | list[str], indent: str) -> list[str]:
    return [f"{indent}{line}" if line else "" for line in lines]


def _error(page: Path, line: int, what: str) -> PageError:
    shown = page.relative_to(ROOT) if page.is_relative_to(ROOT) else page
    return PageError(f"{shown}:{line}: {what}")
