"""Pages as plain Markdown, for programs that read: `of_page` gives what stands on a page without what is only for HTML.

Published beside each page as index.md, so that its address is the page's own with one name added, whatever the page is
called, and the link to it from the page's head is the same everywhere.

Includes are resolved, as for the site. A picture becomes its text; what is folded on the page stands under its title; an
output is told from its code by a line above it; links are absolute; every heading is followed by its address.
"""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from scripts import pages
from scripts.render.words import Words

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_FENCE = re.compile(r"(?P<indent> *)(?P<ticks>`{3,}|~{3,})(?P<info>.*)$")
_FOLDED = re.compile(r'(?P<indent> *)(?:\?\?\?\+?|!!!) [\w -]+?(?: "(?P<title>.*)")?$')
_HEADING = re.compile(r"(?P<marks>#{1,6}) +(?P<title>.+?)(?: *\{:? *#(?P<slug>[\w.-]+)[^}]*\})?$")
_FIGURE_OF_LAB = re.compile(r'<img data-lab-figure="\d+" alt="(?P<alternative>[^"]*)" title="(?P<caption>[^"]*)">')
_MARK = re.compile(r"# \((\d+)\)!")
_LANGUAGE = re.compile(r"[\w-]*")
_TITLE = re.compile(r'title="(?P<title>[^"]*)"')
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_ATTRIBUTES = re.compile(r" ?\{:? ?[.#][^}]*\}")
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)(?P<title> \"[^\"]*\")?\)")
_ANCHOR = re.compile(r'<a href="(?P<target>[^"]*)"[^>]*>(?P<text>.*?)</a>')
_SUMMARY = re.compile(r" *<summary>(?P<title>.*)</summary>")
_TAG = re.compile(r"</?(?:div|section|span|p|details)\b[^>]*>|<!--.*?-->")
_ELSEWHERE = re.compile(r"[a-z]+://|mailto:")
_EXPLORER = 'id="pm-explorer"'


@dataclass(frozen=True)
class Page:
    """What is being cleaned: its source, which its links are relative to, its language, and where the site is published."""

    path: Path
    locale: str
    site_url: str

    @property
    def address(self) -> str:
        return pages.address(self.path, self.locale, self.site_url)

    def published(self, target: str) -> str:
        """An absolute address for the target of a link."""
        if _ELSEWHERE.match(target):
            return target
        record = re.sub(r"^(?:record:|\{\{site_root\}\}records/)", "", target)
        if record != target:
            return urljoin(self.site_url, f"records/{record}")
        path, hash_, anchor = target.partition("#")
        if path.endswith(".md"):
            other = (self.path.parent / path).resolve()
            return f"{pages.address(other, self.locale, self.site_url)}{hash_}{anchor}"
        return f"{urljoin(self.address, path)}{hash_}{anchor}"


def of_page(path: Path, locale: str, site_url: str) -> str:
    """The page's Markdown. Raises PageError, SnippetError or LabError as the page itself would."""
    text = _FRONT.sub("", path.read_text(encoding="utf-8"))
    return cleaned(pages.expand(path, locale, text) + pages.footer(path, locale), path, locale, site_url)


def cleaned(expanded: str, path: Path, locale: str, site_url: str) -> str:
    """The expanded Markdown of a page without what is only for HTML."""
    page = Page(path, locale, f"{site_url.rstrip('/')}/")
    return "\n".join(_spaced(_blocks(expanded.splitlines(), page))).strip() + "\n"


def _spaced(lines: Iterator[str]) -> Iterator[str]:
    """One blank line where there were several; code stays as it is."""
    ticks, last = "", ""  # of the fence that is open
    for line in lines:
        if ticks:
            ticks = "" if line.strip() == ticks else ticks
        elif found := _FENCE.match(line):
            ticks = found["ticks"]
        if ticks or line.strip() or last:
            yield line if ticks else line.rstrip()
        last = line.strip()


def _blocks(lines: Sequence[str], page: Page) -> Iterator[str]:
    """The lines, one block after the other: a fence, something folded, a raw figure or form, or a line of its own."""
    at = 0
    while at < len(lines):
        line = lines[at]
        if _FENCE.match(line):
            end = _closed(lines, at)
            yield from _fence(lines[at:end])
        elif found := _FOLDED.fullmatch(line.rstrip()):
            end = _folded_until(lines, at + 1, len(found["indent"]) + 4)
            yield from _folded(found, lines[at + 1 : end], page)
        elif tag := next((tag for tag in ("figure", "form") if line.lstrip().startswith(f"<{tag} ")), None):
            end = next(n for n in range(at, len(lines)) if f"</{tag}>" in lines[n]) + 1
            yield from _figure("\n".join(lines[at:end]), page) if tag == "figure" else ()
        else:
            end = at + 1
            yield from _line(line, page)
        at = end


def _closed(lines: Sequence[str], at: int) -> int:
    """The line after a fence."""
    ticks = _fence_of(lines[at])["ticks"]
    return next((n for n in range(at + 1, len(lines)) if lines[n].strip() == ticks), len(lines) - 1) + 1


def _fence(lines: Sequence[str]) -> Iterator[str]:
    """Code with its title, or an output's label, above it; marks of annotations as numbers of the list that follows."""
    found = _fence_of(lines[0])
    if title := _TITLE.search(found["info"]):
        yield from ("", f"{found['indent']}**{title['title']}**", "")
    language = _LANGUAGE.match(found["info"].strip(" {."))
    yield f"{found['indent']}{found['ticks']}{language[0] if language else ''}"
    yield from (_MARK.sub(r"# (\1)", line) for line in lines[1:])


def _fence_of(line: str) -> re.Match[str]:
    found = _FENCE.match(line)
    assert found
    return found


def _folded_until(lines: Sequence[str], at: int, indent: int) -> int:
    while at < len(lines) and (not lines[at].strip() or lines[at].startswith(" " * indent)):
        at += 1
    return at


def _folded(found: re.Match[str], inner: Sequence[str], page: Page) -> Iterator[str]:
    """What is folded or boxed on the page, under its title and no longer indented."""
    indent = found["indent"]
    if found["title"]:
        yield from ("", f"{indent}**{_plain(found['title'], page)}**", "")
    yield from _blocks([indent + line[len(indent) + 4 :] for line in inner], page)
    yield ""


def _figure(markup: str, page: Page) -> Iterator[str]:
    """A drawing in words: its title, what a screen reader says of it, its caption."""
    told = {name: _within(markup, name) for name in ("title", "desc", "figcaption")}
    yield from ("", _picture(told["title"], told["desc"], told["figcaption"], page), "")


def _within(markup: str, tag: str) -> str:
    found = re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", markup, re.DOTALL)
    text = re.sub(r"</?code>", "`", found[1]) if found else ""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


def _picture(title: str, told: str, caption: str, page: Page) -> str:
    say = Words(page.locale)
    heading = say("plain.figure", title=title) if title else say("plain.untitled")
    return say.sentences([f"**{heading}**", told, f"*{caption}*" if caption else ""])


def _line(line: str, page: Page) -> Iterator[str]:
    if _EXPLORER in line:
        yield from ("", Words(page.locale)("plain.interactive", url=page.address), "")
    elif line.startswith("<script "):
        return
    elif found := _SUMMARY.fullmatch(line):
        yield from ("", f"**{_plain(found['title'], page)}**", "")
    elif found := _FIGURE_OF_LAB.search(line):
        told, caption = (html.unescape(found[name]) for name in ("alternative", "caption"))
        yield from ("", _picture("", told, caption, page), "")
    elif found := _HEADING.fullmatch(line):
        at = f"#{found['slug']}" if found["slug"] else ""
        yield from ("", f"{found['marks']} {_plain(found['title'], page)}", "", f"<{page.address}{at}>", "")
    else:
        yield _plain(line, page)


def _plain(line: str, page: Page) -> str:
    """A line of prose; what stands in code stays as it is."""

    def prose(text: str) -> str:
        text = _ANCHOR.sub(r"[\g<text>](\g<target>)", text)
        text = _TAG.sub("", _ATTRIBUTES.sub("", text))
        return _LINK.sub(lambda found: f"]({page.published(found['target'])}{found['title'] or ''})", text)

    return _outside_code(line, prose)


def _outside_code(line: str, change: Callable[[str], str]) -> str:
    parts, at = [], 0
    for found in _CODE.finditer(line):
        parts += [change(line[at : found.start()]), found.group()]
        at = found.end()
    return "".join([*parts, change(line[at:])])
