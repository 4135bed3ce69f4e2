"""Tables as screen readers want them: a caption that tells one from another, and header cells that say what they head.

The caption is made from what sighted readers see around a table, its section's heading and its columns, and is not shown. It
comes after the search index was made, or a search would find every table's words twice.
"""

import re
from collections import Counter

from scripts.render.words import Words

_HEADING_OR_TABLE = re.compile(
    r"<h(?P<level>[1-4])\b[^>]*>(?P<heading>.*?)</h(?P=level)>|<table>(?P<table>.*?)</table>", re.DOTALL
)
_HEADER = re.compile(r"<th\b(?P<attributes>[^>]*)>(?P<inner>.*?)</th>", re.DOTALL)
_NAMED_ROW = re.compile(r'<td\b([^>]*)>((?:(?!</td>).)*?<a class="pm-row".*?)</td>', re.DOTALL)
_PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def described(html: str, say: Words) -> str:
    """The page with a caption in each table, unique on the page, and a scope on each header cell.

    The question of a truth table's row, which has the row's link, is a header cell, too.
    """
    heading = ""
    seen: Counter[str] = Counter()

    def with_caption(found: re.Match[str]) -> str:
        nonlocal heading
        if found["level"]:
            heading = _text(found["heading"])
            return found[0]
        columns = [text for header in _HEADER.finditer(found["table"]) if (text := _text(header["inner"]))]
        caption = say("tables.caption", section=heading, columns=say.join(columns))
        seen[caption] += 1
        if seen[caption] > 1:
            caption = say("tables.again", caption=caption, number=seen[caption])
        inner = _HEADER.sub(r'<th scope="col"\g<attributes>>\g<inner></th>', found["table"])
        inner = _NAMED_ROW.sub(r'<th scope="row"\1>\2</th>', inner)
        return f'<table><caption class="pm-caption">{caption}</caption>{inner}</table>'

    return _HEADING_OR_TABLE.sub(with_caption, html)


def _text(html: str) -> str:
    return " ".join(_TAG.sub("", _PERMALINK.sub("", html)).split())
