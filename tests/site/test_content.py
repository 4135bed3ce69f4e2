"""What every page carries whoever wrote it: the same anchors in both languages, and where its examples ran."""

import json
import re
from pathlib import Path

from scripts import pages, records
from scripts.records import ROOT
from scripts.render.words import Words
from tests import building
from tests.site import reading

HEADINGS = ("h2", "h3", "h4")


def anchors(page: reading.Element) -> list[tuple[str, str]]:
    return [(e.tag, e.attributes.get("id", "")) for e in page.one("article") if e.tag in HEADINGS]


def test_both_languages_have_the_same_pages() -> None:
    assert reading.names("zh") == reading.names("en")


def test_headings_have_the_same_explicit_ids_in_both_languages(site: Path) -> None:
    published = reading.published(site)
    for name in reading.names("zh"):
        assert anchors(published["zh", name]) == anchors(published["en", name]), name


def test_ids_are_unique_and_made_by_hand(site: Path) -> None:
    for path, page in reading.everything(site).items():
        ids = [element.attributes["id"] for element in page if element.attributes.get("id")]
        assert len(ids) == len(set(ids)), (path, [name for name in ids if ids.count(name) > 1])
        generated = [name for _, name in anchors(page) if re.fullmatch(r"_\d+|.*_\d+|", name)]
        assert not generated, (path, generated)


def test_every_page_with_snippets_says_what_ran_where_and_when(site: Path) -> None:
    record = records.load(building.BUILD / "records" / "cpu" / "snippets.json", "snippets")
    facts = (record["run"]["started"][:10], record["host"]["cpu"], record["host"]["python"])
    for (locale, name), page in reading.published(site).items():
        if pages.snippets_of(ROOT / "docs" / locale / f"{name}.md"):
            footer = page.with_class("ran")[0]  # the offer of its notebook follows
            assert Words(locale)("site.footer_heading") in page.one("article").text
            assert not [fact for fact in facts if fact not in footer.text], (locale, name)


def test_every_output_says_whether_and_where_it_was_compared(site: Path) -> None:
    for (locale, name), page in reading.published(site).items():
        outputs = [*page.with_class("output"), *page.with_class("output-stale")]
        shown = pages.snippets_of(ROOT / "docs" / locale / f"{name}.md")
        assert len(outputs) >= len(shown), (locale, name)
        for output in outputs:
            (label,) = output.with_class("filename")
            assert label.text.startswith(Words(locale)("site.output")) or " · torch " in label.text


def test_records_are_published_as_they_are(site: Path) -> None:
    for kind in ("snippets", "timing", "memory"):
        record = json.loads((site / "records" / "cpu" / f"{kind}.json").read_text(encoding="utf-8"))
        assert record["kind"] == kind
        assert record["rows"]


def test_nothing_private_is_published(site: Path) -> None:
    """The Markdown beside the pages is made for programs: tests/site/test_programs.py."""
    pages_markdown = {path.with_suffix(".md") for path in site.rglob("index.html")}
    found = {path for path in site.rglob("*") if path.suffix in (".yml", ".md", ".py")}
    assert not found - pages_markdown
    assert not (site / "data").exists()


def test_no_word_was_left_unfilled(site: Path) -> None:
    """A heading that says only what a machine calls it, or a link that the hook forgot."""
    for path, page in reading.everything(site).items():
        hrefs = [element.attributes.get("href", "") for element in page]
        assert not [href for href in hrefs if href.startswith("record:") or "{{" in href], path
        assert "{{" not in page.one("body").text.replace("{{ .", ""), path
        assert "--8<--" not in page.one("body").text, path
