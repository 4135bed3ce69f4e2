"""Headings and front matter: what addresses, search engines and the other language hold on to."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from scripts.check import sections
from scripts.check.problem import Problem
from scripts.check.prose import Kind
from scripts.check.sections import TOP, Page
from scripts.render.words import LOCALES

# Characters of a description that search engines show whole; Chinese ones are twice as wide.
LENGTHS = {"zh": (20, 90), "en": (50, 170)}
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def problems(root: Path) -> Iterator[Problem]:
    for locale in LOCALES:
        seen: dict[tuple[str, str], Page] = {}
        for page in sections.pages(root, locale).values():
            yield from _headings(page)
            yield from _front_matter(page, seen)


def _headings(page: Page) -> Iterator[Problem]:
    first, *others = page.sections or (None,)
    if first is None or first.level != 1:
        yield Problem(
            page.path, first.line if first else 1, "does not begin with its `# title`", "write one, without an id"
        )
    elif any(line.number == first.line and "{#" in line.raw for line in first.lines):
        yield Problem(
            page.path, first.line, "the title carries an id", "take it away: the page's own address is enough"
        )
    seen = {TOP}
    for section in others:
        if section.level == 1:
            yield Problem(page.path, section.line, "is a second title", "write `##`")
        if not section.slug:
            yield Problem(page.path, section.line, "this heading has no id", "end it with an English one: {#use-it}")
        elif not _SLUG.fullmatch(section.slug):
            yield Problem(
                page.path, section.line, f"the id {section.slug!r} is not plain ASCII", "use letters, digits, - and _"
            )
        elif section.slug in seen:
            yield Problem(
                page.path, section.line, f"the id {section.slug!r} stands twice on this page", "choose another"
            )
        seen.add(section.slug)
    for above, line in zip(page.lines, page.lines[1:], strict=False):
        if line.kind is Kind.RULE and above.kind is Kind.TEXT:
            yield Problem(
                page.path,
                line.number,
                "makes a heading of the line above",
                "write `## … {#slug}`, or a blank line between",
            )


def _front_matter(page: Page, seen: dict[tuple[str, str], Page]) -> Iterator[Problem]:
    try:
        front: Any = yaml.safe_load(page.front) or {}
    except yaml.YAMLError as error:
        what = f"the front matter is not YAML ({str(error).splitlines()[0]})"
        yield Problem(page.path, 1, what, "put the value into quotes")
        return
    for key in ("title", "description"):
        line = next((line.number for line in page.lines if line.raw.startswith(f"{key}:")), 1)
        value = front.get(key) if isinstance(front, dict) else None
        if not isinstance(value, str) or not value.strip():
            yield Problem(page.path, line, f"the front matter has no {key}", f"write `{key}: …`")
            continue
        if (other := seen.setdefault((key, value), page)) is not page:
            yield Problem(page.path, line, f"the same {key} as {other.path.as_posix()}", "write the page's own")
        if key == "description":
            yield from _length(page, line, len(value))


def _length(page: Page, line: int, length: int) -> Iterator[Problem]:
    least, most = LENGTHS[page.locale]
    if not least <= length <= most:
        yield Problem(page.path, line, f"the description has {length} characters", f"write {least} to {most}")
