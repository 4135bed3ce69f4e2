"""How results are shown: a misspelling is told, the best section is one click away, and several results are in sight."""

import pytest
from playwright.sync_api import expect

from scripts.render.words import LOCALES, Words
from tests.browser.asking import address, type_query
from tests.browser.conftest import Visitor
from tests.site import reading

NOTE = ".pm-search-note"
TITLE = ".md-search-result__item:first-child > a"
SEEN = 3
_IN_SIGHT = """items => {
  const window = document.querySelector(".md-search__scrollwrap").getBoundingClientRect();
  return items.filter((item) => item.querySelector("a").getBoundingClientRect().bottom <= window.bottom).length;
}"""


@pytest.mark.parametrize("locale", LOCALES)
def test_a_misspelling_is_told_as_long_as_it_stands(visitor: Visitor, locale: str) -> None:
    tab = visitor.search(reading.address(locale, "index"))
    for typed, searched in {"detatch": "detach", "torch.infernce_mode()": "torch.inference_mode()"}.items():
        type_query(tab, typed)
        expect(tab.locator(NOTE)).to_have_text(Words(locale)("search.corrected", query=searched))
        expect(tab.locator(NOTE)).to_be_visible()
        type_query(tab, searched)
        expect(tab.locator(NOTE)).to_be_hidden()
    type_query(tab, "detatch")
    tab.locator(".md-search__input").fill("")
    tab.keyboard.press("End")
    expect(tab.locator(NOTE)).to_be_hidden()


def test_a_message_is_not_corrected(visitor: Visitor) -> None:
    tab = visitor.search(reading.address("en", "index"))
    type_query(tab, "RuntimeError: elemnt 0 of tensrs does not require grad")
    expect(tab.locator(NOTE)).to_be_hidden()


def test_the_title_of_a_result_leads_to_the_section_that_fits_best(visitor: Visitor) -> None:
    tab = visitor.search(reading.address("en", "index"))
    type_query(tab, "my ram is growing and growing")
    best = address("en", "symptoms#memory-grows").partition("#")
    tab.locator(TITLE).first.click()
    tab.wait_for_url(f"**/{best[0]}**#{best[2]}")


def test_the_title_of_a_page_that_fits_best_itself_leads_to_its_top(visitor: Visitor) -> None:
    tab = visitor.search(reading.address("en", "index"))
    type_query(tab, "detach")
    link = tab.locator(TITLE).first.get_attribute("href") or ""
    assert f"/{reading.address('en', 'modes/detach')}" in link
    assert "#" not in link


@pytest.mark.parametrize("query", ["memory grows in validation", "freeze batchnorm", "threads inference_mode"])
def test_several_results_are_in_sight(visitor: Visitor, query: str) -> None:
    tab = visitor.search(reading.address("en", "index"))
    tab.set_viewport_size({"width": 1280, "height": 800})
    type_query(tab, query)
    assert tab.locator(".md-search-result__item").evaluate_all(_IN_SIGHT) >= SEEN


def test_names_that_only_code_uses_are_seen_when_they_are_asked_for(visitor: Visitor) -> None:
    tab = visitor.search(reading.address("en", "index"))
    names = tab.locator(".md-search-result__item:first-child .pm-names")
    type_query(tab, "memory grows every iteration")
    expect(names.first).to_be_hidden()
    type_query(tab, "get_objects")
    expect(names.locator("visible=true").first).to_contain_text("get_objects")
