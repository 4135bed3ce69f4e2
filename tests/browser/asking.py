"""A query typed into the search, and what a reader sees of its results."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.site import reading

FIRST = 3
_EMPTY = "() => !document.querySelector('.md-search-result__item')"
_ANSWERED = """(before) => {
  const told = document.querySelector(".md-search-result__meta").textContent;
  // "8 matching documents" comes before the list does
  return told !== before && (!/\\d/.test(told) || document.querySelector(".md-search-result__item"));
}"""
ASK = Path(__file__).with_name("ask.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Answer:
    """For each result, the addresses below the site to which its links in sight lead; and milliseconds until the first."""

    results: list[list[str]]
    milliseconds: float

    @property
    def pages(self) -> list[str]:
        return list(dict.fromkeys(links[0].partition("#")[0] for links in self.results))

    @property
    def first(self) -> str:
        """The first section in sight, else the page itself."""
        return next((link for link in self.results[0] if "#" in link), self.results[0][0]) if self.results else ""


def ask(tab: Page, home: str, query: str) -> Answer:
    found = tab.evaluate(ASK, query)
    return Answer([[_below(home, url) for url in links] for links in found["items"]], found["ms"])


def _below(home: str, url: str) -> str:
    parts = urlsplit(url)
    return parts.path.removeprefix(urlsplit(home).path) + (f"#{parts.fragment}" if parts.fragment else "")


def address(locale: str, target: str) -> str:
    page, mark, slug = target.partition("#")
    return f"{reading.address(locale, page)}{mark}{slug}"


def type_query(tab: Page, query: str) -> None:
    """Type into the box and wait for its results. Chinese text sends no keyup, which Material waits for: End does."""
    box = tab.locator(".md-search__input")
    box.fill("")
    tab.keyboard.press("End")
    tab.wait_for_function(_EMPTY)
    before = tab.locator(".md-search-result__meta").text_content()
    box.fill(query)
    tab.keyboard.press("End")
    tab.wait_for_function(_ANSWERED, arg=before)


def results(tab: Page, home: str) -> list[str]:
    """The pages found, as addresses below the site, the best one first."""
    links = tab.locator(".md-search-result__item > a.md-search-result__link, .md-search-result__item > :first-child")
    found = links.evaluate_all("links => links.map((link) => (link.href ? link : link.querySelector('a')).href)")
    paths = [urlsplit(url).path.removeprefix(urlsplit(home).path) for url in found]
    return list(dict.fromkeys(paths))
