"""Every page says what it is made from, and takes a reader who knows better to a prefilled issue."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from scripts import pages
from scripts.records import ROOT
from scripts.render.words import Words
from scripts.site import feedback, ways
from scripts.site.html import HtmlError
from tests import building
from tests.site import reading

PLACE = ways.Place(
    ROOT / "docs/en/reference/glossary.md", "en/reference/glossary.md", "en", "en/reference/glossary/", "https://a/", ""
)


def test_every_page_says_under_its_title_what_it_is_made_from(site: Path) -> None:
    for (locale, name), page in reading.published(site).items():
        article = page.one("article")
        (line,) = article.with_class("pm-tested")
        elements = [child for child in article.children if isinstance(child, reading.Element)]
        assert elements[elements.index(article.one("h1")) + 1] is line, (locale, name)
        count = len(pages.snippets_of(ROOT / "docs" / locale / f"{name}.md"))
        assert not count or count == 1 or str(count) in line.text, (locale, name)
        if count:
            assert line.all("a", href="#ran"), (locale, name)
            assert page.one("strong", id="ran").text == Words(locale)("site.footer_heading")


def test_the_line_leads_to_a_record_that_is_published(site: Path) -> None:
    for (locale, name), page in reading.published(site).items():
        (line,) = page.with_class("pm-tested")
        records = [a.attributes["href"] for a in line.all("a") if "records/" in a.attributes["href"]]
        assert len(records) == (0 if name == "reference/glossary" else 1), (locale, name)
        folder = site / reading.address(locale, name)
        assert all((folder / record).resolve().is_file() for record in records), (locale, name)


def test_every_page_offers_to_report_a_wrong_fact(site: Path) -> None:
    for (locale, name), page in reading.published(site).items():
        (line,) = page.with_class("pm-feedback")
        url = urlsplit(line.one("a").attributes["href"])
        asked = parse_qs(url.query)
        assert f"{url.scheme}://{url.netloc}{url.path}" == f"{building.REPO_URL}/issues/new"
        assert name in asked["title"][0]
        body = asked["body"][0]
        assert f"{building.SITE_URL}{reading.address(locale, name)}\n" in body
        assert re.search(r"torch.?: ?\d+\.\d+", body.replace("：", ": ")), body
        assert Words(locale)("feedback.language") in body
        assert feedback.ANCHOR not in body


def test_without_a_repository_there_is_nothing_to_report_to() -> None:
    assert ways.report(PLACE) == ""
    assert feedback.edit_uri("") == ""


@pytest.mark.parametrize(
    ("repository", "start", "keys"),
    [
        ("https://github.com/a/b", "https://github.com/a/b/issues/new?", {"title", "body"}),
        ("https://github.com/a/b.git", "https://github.com/a/b/issues/new?", {"title", "body"}),
        ("https://git.example/a/b/", "https://git.example/a/b/issues/new?", {"title", "body"}),
        ("https://gitlab.com/a/b", "https://gitlab.com/a/b/-/issues/new?", {"issue[title]", "issue[description]"}),
        (
            "https://gitlab.example.org/a/b",
            "https://gitlab.example.org/a/b/-/issues/new?",
            {"issue[title]", "issue[description]"},
        ),
    ],
)
def test_the_address_of_an_issue_has_the_form_of_its_host(repository: str, start: str, keys: set[str]) -> None:
    url = feedback.issue(repository, "a & b = 类?#", "line\n100 %")
    assert url.startswith(start)
    assert re.fullmatch(r"[\x21-\x7e]+", url)
    asked = parse_qs(urlsplit(url).query)
    assert set(asked) == keys
    assert sorted(value for (value,) in asked.values()) == ["a & b = 类?#", "line\n100 %"]


def test_pages_are_edited_where_the_host_edits_them() -> None:
    assert feedback.edit_uri("https://github.com/a/b") == "edit/main/docs/"
    assert feedback.edit_uri("https://gitlab.com/a/b") == "-/edit/main/docs/"


@pytest.mark.parametrize("html", ["<main></main>", '<article class="md-content__inner md-typeset"><p></p></article>'])
def test_a_theme_that_changed_stops_the_build(html: str) -> None:
    with pytest.raises(HtmlError, match=r"scripts/site/ways\.py"):
        ways.added(html, PLACE)
