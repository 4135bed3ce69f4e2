"""Where readers find each snippet: the page and the section that include it, in their language."""

import re
from dataclasses import dataclass
from pathlib import Path

from scripts.check import sections
from scripts.check.sections import TOP, Page, Section

_INCLUDED = re.compile(r'^\s*--8<-- "snippets/(?P<id>[\w-]+/[\w-]+)\.md"\s*$', re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """A section: `page` is `modes/no-grad`, `title` what the page is called, `heading` empty for a page's beginning."""

    page: str
    slug: str
    title: str
    heading: str

    @property
    def link(self) -> str:
        """Relative to the pages of the language."""
        return f"{self.page}.md#{self.slug}" if self.slug else f"{self.page}.md"

    @property
    def name(self) -> str:
        return f"{self.title} › {self.heading}" if self.heading else self.title


def of_snippets(root: Path, locale: str) -> dict[str, Place]:
    """The first place of each snippet that is shown."""
    found: dict[str, Place] = {}
    for page in sections.pages(root, locale).values():
        for section in page.sections:
            for snippet in _INCLUDED.findall(section.text):
                found.setdefault(snippet, _place(page, section))
    return found


def titles(root: Path, locale: str) -> dict[str, str]:
    """What each page is called: `modes/no-grad` -> its heading."""
    return {name: page.sections[0].title for name, page in sections.pages(root, locale).items() if page.sections}


def _place(page: Page, section: Section) -> Place:
    title = page.sections[0].title
    return (
        Place(page.name, "", title, "")
        if section.slug in ("", TOP)
        else Place(page.name, section.slug, title, section.title)
    )
