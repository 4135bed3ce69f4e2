"""What search engines and readers of a page's head are told: language, title, address, the other language, where to edit."""

import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

from scripts.render.words import LOCALES, Words
from tests import building
from tests.site import reading

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def absolute(locale: str, name: str) -> str:
    return building.SITE_URL + reading.address(locale, name)


def languages(name: str) -> dict[str, str]:
    return {**{locale: absolute(locale, name) for locale in LOCALES}, "x-default": absolute(LOCALES[0], name)}


def description(page: reading.Element) -> str:
    return page.one("meta", name="description").attributes["content"]


def test_every_page_says_its_language(site: Path) -> None:
    for (locale, name), page in reading.published(site).items():
        assert page.one("html").attributes["lang"].split("-")[0] == locale, name


def test_titles_and_descriptions_are_there_and_unique(site: Path) -> None:
    pages = reading.published(site)
    titles = Counter(page.one("head").one("title").text.strip() for page in pages.values())
    descriptions = Counter(description(page) for page in pages.values())
    assert len(titles) == len(pages), [title for title, count in titles.items() if count > 1]
    assert len(descriptions) == len(pages), [text for text, count in descriptions.items() if count > 1]
    assert all(len(title) > 4 for title in titles)
    assert all(20 <= len(text) <= 200 for text in descriptions), [text for text in descriptions if len(text) > 200]


def test_a_title_does_not_say_the_same_twice(site: Path) -> None:
    for key, page in reading.published(site).items():
        parts = page.one("head").one("title").text.strip().split(" - ")
        assert len(parts) == len(set(parts)), (key, parts)


def test_every_page_names_its_absolute_address_and_both_languages(site: Path) -> None:
    for (locale, name), page in reading.published(site).items():
        assert page.one("link", rel="canonical").attributes["href"] == absolute(locale, name)
        links = [link for link in page.all("link") if link.attributes.get("rel", "").strip() == "alternate"]
        alternates = [link for link in links if "hreflang" in link.attributes]
        assert {a.attributes["hreflang"]: a.attributes["href"] for a in alternates} == languages(name), (locale, name)
        assert len(alternates) == 3, (locale, name)


def test_the_edit_link_points_to_the_pages_source(site: Path) -> None:
    for (locale, name), page in reading.published(site).items():
        href = page.one("a", rel="edit").attributes["href"]
        assert href == f"{building.REPO_URL}/edit/main/docs/{locale}/{name}.md"


def test_the_sitemap_lists_every_page_with_its_languages(site: Path) -> None:
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    listed = {url.findtext(f"{SITEMAP}loc"): url for url in root}
    assert set(listed) == {absolute(locale, name) for locale in LOCALES for name in reading.names(locale)}
    for locale in LOCALES:
        for name in reading.names(locale):
            links = listed[absolute(locale, name)].findall(f"{XHTML}link")
            told = {link.get("hreflang"): link.get("href") for link in links}
            assert told == languages(name)


def test_the_page_for_missing_pages_speaks_both_languages(site: Path) -> None:
    page = reading.read(site / "404.html")
    for locale in LOCALES:
        say = Words(locale)
        part = page.one("div", lang=locale)
        assert say("site.not_found_title") in part.text
        assert part.one("a").attributes["href"] == f"/handbook/{reading.address(locale, 'index')}"
        assert say("site.not_found_title") in page.one("head").one("title").text
    assert not [
        link for link in page.all("link") if link.attributes.get("rel", "").strip() in ("alternate", "canonical")
    ]
    assert page.one("meta", name="robots").attributes["content"] == "noindex"
