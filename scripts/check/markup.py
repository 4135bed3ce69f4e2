"""Pages are plain Markdown: no HTML but comments, nothing fetched from elsewhere, nothing that the page's policy refuses."""

import re
from collections.abc import Iterator
from pathlib import Path

from scripts.check import prose, sections
from scripts.check.problem import Problem
from scripts.check.prose import Kind

_HTML = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>|<[a-zA-Z][\w-]*\s*$")
_IMAGE = re.compile(r"!\[[^\]]*\]\(\s*<?(?P<target>(?:[a-z]+:)?//[^)\s>]*)")
_REFERENCE_IMAGE = re.compile(r"!\[[^\]]*\]\[")
_ATTRIBUTE = re.compile(r"\{[^}]*\b(?P<name>style|on\w+)\s*=")
_CODE = {Kind.FRONT, Kind.FENCE, Kind.CODE, Kind.CLOSING, Kind.COMMENT}


def problems(root: Path) -> Iterator[Problem]:
    for page in sections.all_pages(root):
        for line in page.lines:
            if line.kind not in _CODE:
                for what, remedy in _line_problems(prose.without_code(line.raw)):
                    yield Problem(page.path, line.number, what, remedy)


def _line_problems(text: str) -> Iterator[tuple[str, str]]:
    if found := _HTML.search(text):
        yield f"raw HTML: {found[0]}", "write Markdown, or put code into backticks"
    if found := _IMAGE.search(text):
        yield f"an image from elsewhere: {found['target']}", "keep it under docs/assets/images"
    if _REFERENCE_IMAGE.search(text):
        yield "an image by reference, whose address can't be seen here", "write ![text](address)"
    if found := _ATTRIBUTE.search(text):
        yield f"a {found['name']} attribute, which the page's policy refuses", "use a class"
