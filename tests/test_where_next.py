"""No page is a dead end: its last section leads on to at least two others."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from scripts.check import sections
from scripts.check.sections import Page
from scripts.records import ROOT
from scripts.render.words import LOCALES

LEAST = 2
_LINK = re.compile(r"\]\((?P<page>[\w./-]+\.md)(?:#[\w-]+)?\)")


def led_to(page: Page) -> set[str]:
    """The other pages that the last section of a page links to."""
    last = max((number for number, section in enumerate(page.sections) if section.level == 2), default=0)
    text = "\n".join(section.text for section in page.sections[last:])
    return set(_resolved(page, text)) - {f"{page.name}.md"}


def _resolved(page: Page, text: str) -> Iterator[str]:
    for found in _LINK.finditer(text):
        path = Path(PurePosixPath(page.name).parent, found["page"])
        yield Path("/", path).resolve().relative_to("/").as_posix()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_page_ends_with_a_way_on(locale: str) -> None:
    pages = sections.pages(ROOT, locale)
    assert len(pages) > 50
    assert not {name: led_to(page) for name, page in pages.items() if len(led_to(page)) < LEAST}


def test_a_dead_end_is_found(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "en" / "modes" / "a.md"
    page.parent.mkdir(parents=True)
    page.write_text(
        "# A\n\n[b](b.md) [c](../c.md)\n\n## Last {#last}\n\n[b](b.md#x) [b](b.md) [me](a.md#last)\n", encoding="utf-8"
    )
    assert led_to(sections.read(tmp_path, page)) == {"modes/b.md"}
