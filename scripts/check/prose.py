"""A page's Markdown line by line: what kind of line it is, and what of it a reader reads.

Read are title, description, headings, paragraphs, items and table cells; taken out are code, addresses, ids and comments.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

CODE = "\ufffc"  # stands for a code span: what is beside one still matters


class Kind(Enum):
    """What a line is. FENCE is the opening line of a fenced block, CODE what follows up to its CLOSING."""

    FRONT = auto()
    BLANK = auto()
    FENCE = auto()
    CODE = auto()
    CLOSING = auto()
    COMMENT = auto()
    HEADING = auto()
    INCLUDE = auto()
    TABLE = auto()
    ITEM = auto()
    ADMONITION = auto()
    DEFINITION = auto()
    ATTRIBUTES = auto()
    RULE = auto()
    TEXT = auto()


@dataclass(frozen=True)
class Line:
    """`number` counts from 1 in the file; `texts` is what is read: the cells of a table row, else one text or none."""

    number: int
    raw: str
    kind: Kind
    texts: tuple[str, ...] = ()


_KINDS = [
    (Kind.BLANK, re.compile(r"\s*$")),
    (Kind.FENCE, re.compile(r" *(?:`{3,}[^`]*|~{3,}.*)$")),
    (Kind.COMMENT, re.compile(r"\s*<!--(?:(?!-->).)*(?:-->\s*)?$")),
    (Kind.HEADING, re.compile(r"#{1,6}(?!#)")),
    (Kind.INCLUDE, re.compile(r".*--8<--")),
    (Kind.TABLE, re.compile(r"\s*\|")),
    (Kind.ITEM, re.compile(r"\s*(?:[-*+]|\d+[.)])\s")),
    (Kind.ADMONITION, re.compile(r"\s*(?:!!!|\?\?\?\+?)\s")),
    (Kind.DEFINITION, re.compile(r"\s*\[[^\]]+\]:\s")),
    (Kind.ATTRIBUTES, re.compile(r"\s*\{:?\s*[#.][^}]*\}\s*$")),
    (Kind.RULE, re.compile(r"\s*(?:-{2,}|={2,}|\*{3,})\s*$")),
    (Kind.TEXT, re.compile(r"")),
]
_READ = {Kind.HEADING, Kind.TABLE, Kind.ITEM, Kind.ADMONITION, Kind.TEXT}
_SPAN = re.compile(r"(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)")
_COMMENT = re.compile(r"<!--.*?-->")
_FRONT = re.compile(r"(?:title|description):\s*(?P<quote>[\"']?)(?P<value>.*?)(?P=quote)\s*$")
_TITLE = re.compile(r"\"(?P<title>.*)\"")
_REMOVED = [
    (re.compile(r"\{(?:figure|:?\s*[#.])[^}]*\}"), ""),
    (re.compile(r"\[\^[^\]]+\]"), ""),
    (re.compile(r"!?\[(?P<text>[^\[\]]*)\](?:\([^)]*\)|\[[^\]]*\])"), r"\g<text>"),
    (re.compile(r"<[a-z]+:[^>]*>|https?://[^\s，。；）]+"), ""),
    (re.compile(r"^\s*(?:#{1,6}|[-*+]\s|\d+[.)]\s|>)"), ""),
    (re.compile(r"\*"), ""),
]


def lines(text: str) -> list[Line]:
    """The lines of a page, front matter and fenced blocks told apart from what is Markdown."""
    return [Line(number, raw, kind, _texts(raw, kind)) for number, raw, kind in _classified(text)]


def without_code(raw: str) -> str:
    """A line with a placeholder for each code span, and without comments; addresses and attributes are kept."""
    return _COMMENT.sub("", _SPAN.sub(CODE, raw))


def around(text: str, start: int, end: int) -> str:
    """The place of a finding in its text, for a message."""
    return text[max(0, start - 12) : end + 12].strip().replace(CODE, "`…`")


def _classified(text: str) -> Iterator[tuple[int, str, Kind]]:
    inside, end = None, re.compile("")
    for number, raw in enumerate(text.splitlines(), 1):
        if inside is not None:
            ends = end.match(raw)
            yield number, raw, Kind.CLOSING if ends and inside is Kind.CODE else inside
            inside = None if ends else inside
            continue
        kind = Kind.FRONT if number == 1 and raw.rstrip() == "---" else _kind(raw)
        yield number, raw, kind
        if kind is Kind.FRONT:
            inside, end = kind, re.compile(r"---\s*$")
        elif kind is Kind.FENCE:
            ticks = raw.strip()[: len(raw.strip()) - len(raw.strip().lstrip(raw.strip()[0]))]
            inside, end = Kind.CODE, re.compile(rf" *{ticks}{ticks[0]}*\s*$")
        elif kind is Kind.COMMENT and "-->" not in raw:
            inside, end = kind, re.compile(".*-->")


def _kind(raw: str) -> Kind:
    return next(kind for kind, pattern in _KINDS if pattern.match(raw))


def _texts(raw: str, kind: Kind) -> tuple[str, ...]:
    if kind is Kind.FRONT:
        value = _FRONT.match(raw)
        return (value["value"],) if value else ()
    if kind is Kind.ADMONITION:
        title = _TITLE.search(raw)
        return (_read(title["title"]),) if title else ()
    if kind not in _READ:
        return ()
    cells = without_code(raw).split("|") if kind is Kind.TABLE else [raw]
    return tuple(text for cell in cells if (text := _read(cell).strip()))


def _read(raw: str) -> str:
    text = without_code(raw)
    for pattern, kept in _REMOVED:
        text = pattern.sub(kept, text)
    return text
