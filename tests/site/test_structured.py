"""What search engines and link previews read of a page: structured data, titles, cards."""

import json
from pathlib import Path
from typing import Any

from PIL import Image

from scripts.check import sections
from scripts.records import ROOT
from scripts.render.words import LOCALES
from tests import building
from tests.site import reading
from tests.site.test_heads import absolute, description

HOMES = {locale: building.SITE_URL + ("" if locale == LOCALES[0] else f"{locale}/") for locale in LOCALES}


def graph(site: Path, locale: str, name: str) -> dict[str, dict[str, Any]]:
    page = reading.read(site / reading.address(locale, name) / "index.html")
    found = json.loads(page.one("script", type="application/ld+json").text)
    assert found["@context"] == "https://schema.org"
    return {one["@type"]: one for one in found["@graph"]}


def article(site: Path, locale: str, name: str) -> dict[str, Any]:
    told = graph(site, locale, name)
    return told["WebSite" if name == "index" else "TechArticle"]


def test_every_page_says_what_it_is_as_data(site: Path) -> None:
    for (locale, name), page in reading.published(site).items():
        told = graph(site, locale, name)
        one = article(site, locale, name)
        assert one["url"] == absolute(locale, name)
        assert one["inLanguage"] == locale
        assert one["description"] == description(page)
        assert one["license"].startswith("https://creativecommons.org/licenses/by/4.0")
        if name != "index":
            assert set(told) == {"TechArticle", "BreadcrumbList"}
            assert one["headline"] == page.one("meta", property="og:title").attributes["content"]
            assert one["isPartOf"]["url"] == HOMES[locale]


def test_breadcrumbs_lead_from_the_home_page_through_pages_that_exist(site: Path) -> None:
    for locale, name in reading.every_page():
        if name != "index":
            items = graph(site, locale, name)["BreadcrumbList"]["itemListElement"]
            assert [item["position"] for item in items] == list(range(1, len(items) + 1))
            urls = [item["item"] for item in items]
            assert urls[0] == HOMES[locale]
            assert urls[-1] == absolute(locale, name)
            assert len(set(urls)) == len(urls)
            assert all((site / url.removeprefix(building.SITE_URL) / "index.html").is_file() for url in urls)
    assert len(graph(site, "en", "behaviour/graph")["BreadcrumbList"]["itemListElement"]) == 3


def test_no_page_claims_to_be_questions_and_answers_unless_it_is(site: Path) -> None:
    """At least half of the headings would have to ask; should a page come to that, its FAQPage belongs into structured.py."""
    for locale, name in reading.every_page():
        asking = [
            section.title.rstrip().endswith(("?", "？"))
            for section in sections.read(ROOT, reading.source(locale, name)).sections[1:]
        ]
        assert ("FAQPage" in graph(site, locale, name)) == (2 * sum(asking) >= len(asking) > 0), (locale, name)


def test_a_link_to_a_page_unfolds_to_its_title_description_and_card(site: Path) -> None:
    for (locale, name), page in reading.published(site).items():
        told = {
            meta.attributes["property"]: meta.attributes["content"]
            for meta in page.all("meta")
            if "property" in meta.attributes
        }
        assert told["og:description"] == description(page)
        assert told["og:url"] == absolute(locale, name)
        assert told["og:title"] in page.one("head").one("title").text
        assert told["og:locale"][:2] == locale != told["og:locale:alternate"][:2]
        image = site / told["og:image"].removeprefix(building.SITE_URL)
        assert image.name == f"card-{locale}.png"
        with Image.open(image) as card:
            assert card.size == (1200, 630) == (int(told["og:image:width"]), int(told["og:image:height"]))
        assert page.one("meta", name="twitter:card").attributes["content"] == "summary_large_image"


def test_the_page_for_missing_pages_claims_nothing(site: Path) -> None:
    page = reading.read(site / "404.html")
    assert not page.all("script", type="application/ld+json")
    assert not page.all("link", type="text/markdown")
