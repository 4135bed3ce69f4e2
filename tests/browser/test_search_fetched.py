"""The search is fetched when it is used for the first time, and not before."""

import pytest
from playwright.sync_api import expect

from tests.browser.asking import FIRST, results, type_query
from tests.browser.conftest import Visitor
from tests.site import reading


def fetched(visitor: Visitor) -> list[str]:
    """Notes what of the search is asked for from now on: the index, the worker, the scripts."""
    asked: list[str] = []
    kept = (
        "search_index.json",
        "/workers/",
        "/search.js",
        "/search-words.js",
        "/search-symptoms.js",
        "/search-results.js",
    )
    visitor.tab.on(
        "request", lambda request: asked.append(request.url) if any(k in request.url for k in kept) else None
    )
    return asked


def test_nothing_of_the_search_is_fetched_before_the_box_is_used_and_then_once(visitor: Visitor) -> None:
    asked = fetched(visitor)
    tab = visitor.open(reading.address("en", "modes/no-grad"))
    tab.wait_for_load_state("networkidle")
    assert asked == []
    tab.locator(".md-search__input").click()
    tab.wait_for_load_state("networkidle")
    tab.locator("h1").click(force=True)
    tab.locator(".md-search__input").click(force=True)
    type_query(tab, "inference_mode")
    assert len([url for url in asked if url.endswith("/en/search/search_index.json")]) == 1
    assert len(asked) == len(set(asked)) >= 6


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_a_key_fetches_the_index(visitor: Visitor, key: str) -> None:
    asked = fetched(visitor)
    tab = visitor.open(reading.address("en", "index"))
    with tab.expect_request("**/en/search/search_index.json"):
        tab.keyboard.press(key)
    assert asked


def test_a_query_in_the_address_is_answered(visitor: Visitor) -> None:
    tab = visitor.open(f"{reading.address('en', 'index')}?q=dropuot")
    expect(tab.locator(".md-search-result__item")).not_to_have_count(0)
    assert reading.address("en", "layers/dropout") in results(tab, visitor.home)[:FIRST]


def test_what_is_typed_before_the_index_is_there_is_answered_by_it(visitor: Visitor) -> None:
    tab = visitor.open(reading.address("en", "index"))
    tab.locator(".md-search__input").press_sequentially("detach")
    expect(tab.locator(".md-search-result__item")).not_to_have_count(0)
    assert reading.address("en", "modes/detach") in results(tab, visitor.home)[:FIRST]
