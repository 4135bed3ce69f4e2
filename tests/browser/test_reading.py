"""What readers do on a page: copy code, open annotations, change language and scheme, use the keyboard, lose their way."""

import re

import pytest
from playwright.sync_api import expect

from scripts import pages
from scripts.records import ROOT
from scripts.render.words import LOCALES, Words
from tests.browser.conftest import Visitor
from tests.site import reading

WITH_SNIPPETS = [name for name in reading.names("en") if pages.snippets_of(ROOT / "docs" / "en" / f"{name}.md")]
MARKER = re.compile(r"[ \t]*# \(\d+\)!?$", re.MULTILINE)


def snippet_codes(locale: str, name: str) -> list[str]:
    """The code of a page's snippets as a reader wants it: runnable, without the markers of annotations."""
    shown = [snippet.shown for snippet in pages.snippets_of(ROOT / "docs" / locale / f"{name}.md")]
    return [MARKER.sub("", fence.text).rstrip() for fence in shown if fence.info.startswith("python")]


@pytest.mark.parametrize("name", WITH_SNIPPETS)
def test_copying_gives_exactly_the_code(visitor: Visitor, name: str) -> None:
    tab = visitor.open(reading.address("zh", name))
    buttons = tab.locator("button[data-clipboard-target]")
    copied = []
    for number in range(buttons.count()):
        buttons.nth(number).click()
        copied.append(tab.evaluate("navigator.clipboard.readText()"))
    assert copied == snippet_codes("zh", name)
    for code in copied:
        compile(code, name, "exec")


def test_output_has_no_copy_button(visitor: Visitor) -> None:
    tab = visitor.open("en/")
    assert tab.locator(".output, .output-stale").count() >= 1
    assert tab.locator(".output button, .output-stale button").count() == 0


@pytest.mark.parametrize("locale", LOCALES)
def test_every_annotation_is_numbered_named_and_opens(visitor: Visitor, locale: str) -> None:
    tab = visitor.open(reading.address(locale, "modes/two-switches"))
    shown = pages.snippets_of(ROOT / "docs" / locale / "modes" / "two-switches.md")
    numbers = [number for snippet in shown for number in range(1, snippet.annotations + 1)]
    annotations = tab.locator(".md-annotation")
    marks = tab.locator(".md-annotation__index")
    expect(annotations).to_have_count(len(numbers))
    named = marks.evaluate_all("marks => marks.map((mark) => mark.getAttribute('aria-label'))")
    assert named == [Words(locale)("site.annotation", number=number) for number in numbers]
    for place in range(6):
        annotations.nth(place).click()
        tooltip = annotations.nth(place).locator(".md-tooltip--active")
        expect(tooltip).to_be_visible()
        assert len(tooltip.inner_text().strip()) > 5
        tab.locator("h1").click()
        expect(tooltip).to_have_count(0)


def test_an_annotation_opens_by_keyboard(visitor: Visitor) -> None:
    tab = visitor.open("en/modes/no-grad/")
    tab.locator(".md-annotation").first.focus()
    expect(tab.locator(".md-annotation").first.locator(".md-tooltip--active")).to_be_visible()


def test_changing_the_language_keeps_the_page(visitor: Visitor) -> None:
    tab = visitor.open("modes/inference-mode/")
    for language, path in (("en", "en/modes/inference-mode/"), ("zh", "modes/inference-mode/")):
        tab.locator(".md-header__option .md-select").hover()
        tab.locator(f".md-select__link[hreflang={language}]").click()
        tab.wait_for_url(visitor.home + path)
        assert tab.locator("html").get_attribute("lang") == language


def test_the_chosen_scheme_stays_on_other_pages_and_in_the_other_language(visitor: Visitor) -> None:
    tab = visitor.open("")
    body = tab.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    light = body.evaluate("body => getComputedStyle(body).backgroundColor")
    tab.locator("label[for^=__palette]:visible").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    assert body.evaluate("body => getComputedStyle(body).backgroundColor") != light
    for path in ("", "modes/no-grad/", "en/"):
        expect(visitor.open(path).locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    tab.locator("label[for^=__palette]:visible").click()
    expect(visitor.open("modes/no-grad/").locator("body")).to_have_attribute("data-md-color-scheme", "default")


def test_the_first_tab_skips_to_the_content(visitor: Visitor) -> None:
    tab = visitor.open("en/modes/no-grad/")
    tab.keyboard.press("Tab")
    expect(tab.locator(".md-skip")).to_be_focused()
    tab.keyboard.press("Enter")
    assert "#" in tab.url


def test_a_wide_table_scrolls_inside_itself_by_keyboard(visitor: Visitor) -> None:
    visitor.tab.set_viewport_size({"width": 360, "height": 800})
    tab = visitor.open("en/performance/memory/")
    wide = tab.locator(".md-typeset__scrollwrap[tabindex='0']").first
    wide.focus()
    tab.keyboard.press("ArrowRight")
    expect(wide).to_have_attribute("aria-label", re.compile(rf"\S: .*\({Words('en')('site.wide_table')}\)$"))
    expect(wide).to_have_js_property("scrollLeft", 40)


def test_a_missing_page_speaks_both_languages_and_can_search(visitor: Visitor) -> None:
    tab = visitor.search("nowhere/at/all")
    for locale in LOCALES:
        expect(tab.locator(f"div[lang={locale}] h1")).to_have_text(Words(locale)("site.not_found_title"))
    tab.locator(".md-search__input").fill("no_grad")
    tab.keyboard.press("End")
    expect(tab.locator(".md-search-result__item").first).to_be_visible()
    assert visitor.problems.pop(0).endswith("/nowhere/at/all")
    assert "404" in visitor.problems.pop(0)
    tab.keyboard.press("Escape")
    tab.locator("div[lang=en] a").click()
    tab.wait_for_url(f"{visitor.home}en/")
