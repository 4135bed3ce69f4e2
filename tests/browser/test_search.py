"""A reader who types a name, a word or an error message finds the page on it, in the language being read."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from scripts.records import ROOT
from scripts.render.words import LOCALES
from scripts.site import search
from tests import errors
from tests.browser.asking import address, ask
from tests.browser.conftest import Visitor
from tests.site import reading

FIRST = 3
_EMPTY = "() => !document.querySelector('.md-search-result__item')"
_ANSWERED = """(before) => {
  const told = document.querySelector(".md-search-result__meta").textContent;
  // "8 matching documents" comes before the list does
  return told !== before && (!/\\d/.test(told) || document.querySelector(".md-search-result__item"));
}"""


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


def first_seen(tab: Page, home: str) -> str:
    """The page and #section that the first result leads to: its first section in sight, else the page itself."""
    links = tab.locator(".md-search-result__item").first.locator(":scope > a")
    found = [urlsplit(url) for url in links.evaluate_all("links => links.map((link) => link.href)")]
    best = next((url for url in found if url.fragment), found[0])
    return f"{best.path.removeprefix(urlsplit(home).path)}#{best.fragment}".removesuffix("#")


def wanted(locale: str, first: str) -> str:
    """`errors#element-0` as `first_seen` tells it."""
    page, mark, section = first.partition("#")
    return f"{reading.address(locale, page)}{mark}{section}"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_message_that_is_pasted_finds_its_entry_first(visitor: Visitor, locale: str) -> None:
    tab = visitor.search(reading.address(locale, "index"))
    missed = {}
    for query, slug in errors.pasted(ROOT, locale).items():
        if (seen := ask(tab, visitor.home, query).first) != address(locale, f"errors#{slug}"):
            missed[query] = seen
    assert not missed, "\n".join(f"{query}: {seen}" for query, seen in missed.items())


@pytest.mark.parametrize("locale", LOCALES)
def test_a_symptom_in_a_readers_words_finds_its_entry_first(visitor: Visitor, locale: str) -> None:
    tab = visitor.search(reading.address(locale, "index"))
    missed = {}
    for location, phrases in search.phrases(ROOT)[locale].items():
        slug = location.partition("#")[2]
        for phrase in phrases:
            if (seen := ask(tab, visitor.home, phrase).first) != address(locale, f"symptoms#{slug}"):
                missed[phrase] = seen
    assert not missed, "\n".join(f"{phrase}: {seen}" for phrase, seen in missed.items())


@pytest.mark.parametrize("locale", LOCALES)
def test_a_search_finds_only_pages_of_the_language_being_read(visitor: Visitor, locale: str) -> None:
    tab = visitor.search(reading.address(locale, "modes/no-grad"))
    own = {reading.address(locale, name) for name in reading.names(locale)}
    for query in ("no_grad", "inference_mode", "torch"):
        type_query(tab, query)
        found = results(tab, visitor.home)
        assert found
        assert set(found) <= own, query


def test_what_is_in_the_other_language_only_is_not_found(visitor: Visitor) -> None:
    tab = visitor.search(reading.address("en", "index"))
    type_query(tab, "推理模式")
    found = results(tab, visitor.home)
    assert not [path for path in found if not path.startswith("en/")]
    assert reading.address("en", "modes/inference-mode") in found[:FIRST]
    assert len(found) > FIRST  # searched in the words of the language being read


def test_a_result_leads_to_its_section(visitor: Visitor) -> None:
    tab = visitor.search(reading.address("en", "index"))
    type_query(tab, "do not yield inside a block")
    tab.locator(".md-search-result__link[href*='#generators']").first.click()
    tab.wait_for_url("**/en/modes/no-grad/**#generators")
    assert tab.locator("#generators").is_visible()


def test_a_message_pasted_without_a_key_is_searched_and_opened_by_enter(visitor: Visitor) -> None:
    tab = visitor.search(reading.address("en", "modes/no-grad"))
    tab.locator(".md-search__input").fill("RuntimeError: element 0 of tensors does not require grad")
    expect(tab.locator(".md-search-result__item")).not_to_have_count(0)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/en/errors/**#element-0")


def test_characters_that_mean_something_to_lunr_do_no_harm(visitor: Visitor) -> None:
    tab = visitor.search(reading.address("en", "index"))
    type_query(tab, 'RuntimeError: dim -1: ~gradient^of* +tensor: "version" [3] (-2) title: counter =-3')
    assert results(tab, visitor.home)


def test_a_query_that_is_no_message_has_its_order_from_lunr(visitor: Visitor) -> None:
    tab = visitor.search(reading.address("en", "index"))
    for query in ("inference_mode", "grad mode", "with torch.no_grad():", "loss.backward() optimizer.step()"):
        type_query(tab, query)
        assert not first_seen(tab, visitor.home).startswith("en/errors/"), query


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_a_key_opens_the_search(visitor: Visitor, key: str) -> None:
    tab = visitor.open(reading.address("zh", "modes/no-grad"))
    tab.keyboard.press(key)
    expect(tab.locator(".md-search__input")).to_be_focused()
    expect(
        tab.locator("#__search")
    ).to_be_checked()  # set a moment after the focus; Escape is the search's only from then on
    tab.keyboard.press("Escape")
    expect(tab.locator(".md-search__input")).not_to_be_focused()


def test_a_result_is_reached_and_opened_by_keyboard(visitor: Visitor) -> None:
    tab = visitor.search(reading.address("en", "index"))
    type_query(tab, "inference_mode")
    tab.keyboard.press("ArrowDown")
    expect(tab.locator(".md-search-result__link").first).to_be_focused()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/en/modes/inference-mode/**")


_SEARCH_EVERY_WORD = """
async () => {
  const { base, search } = JSON.parse(document.getElementById("__config").textContent);
  const { config, docs } = await (await fetch(`${base}/search/search_index.json`.replace("//search", "/search"))).json();
  const words = new Set();
  for (const { title, text } of docs) {
    const read = new DOMParser().parseFromString(`${title} ${text}`, "text/html").body.textContent.toLowerCase();
    const found = read.split(new RegExp(config.separator, "u"));
    found.filter((word) => /^[\\p{L}_][\\p{L}\\p{N}_]+$/u.test(word)).forEach((word) => words.add(word));
  }
  const worker = new Worker(search);
  const answer = () => new Promise((resolve) => worker.addEventListener("message", resolve, { once: true }));
  const ask = (message) => { const told = answer(); worker.postMessage(message); return told; };
  await ask({ type: 0, data: { config, docs, options: { suggest: false } } });
  for (const word of words) await ask({ type: 2, data: word });
  return words.size;
}
"""


@pytest.mark.parametrize("locale", LOCALES)
def test_every_word_of_the_index_can_be_searched(visitor: Visitor, locale: str) -> None:
    """lunr fails on a word whose node of its index was merged with another's: told on the console, which fails the test."""
    tab = visitor.search(reading.address(locale, "index"))
    assert tab.evaluate(_SEARCH_EVERY_WORD) > 2000


def fetched(visitor: Visitor) -> list[str]:
    """Notes what of the search is asked for from now on: the index, the worker, the scripts."""
    asked: list[str] = []
    kept = ("search_index.json", "/workers/", "/search.js", "/search-words.js", "/search-symptoms.js")
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
    assert len(asked) == len(set(asked)) >= 5


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


def test_the_words_of_a_result_are_marked_on_its_page(visitor: Visitor) -> None:
    tab = visitor.search(reading.address("en", "index"))
    type_query(tab, "decorator")
    tab.locator(".md-search-result__link[href*='h=decorator']").first.click()
    tab.wait_for_url(re.compile(r"/en/[\w/-]+/\?h=decorator"))
    expect(tab.locator("mark[data-md-highlight]").first).to_be_visible()


_CORRECTED = """
async (words) => {
  const { base } = JSON.parse(document.getElementById("__config").textContent);
  const { config, docs } = await (await fetch(new URL("search/search_index.json", new URL(base + "/", location)))).json();
  const { corrected } = window.searchWords({ config, docs });
  return words.map(corrected);
}
"""
MEANT = {
    "detatch": "detach",
    "batchnrom": "batchnorm",
    "dropuot": "dropout",
    "torch.infernce_mode()": "torch.inference_mode()",
    "requires_gard": "requires_grad",
    "no_gard": "no_grad",
    "evalution": "evaluation",
    "freezeing": "freeze",
}
KNOWN = [
    "no_grad",
    "grad",
    "detach",
    "train",
    "trained",
    "eval",
    "hook",
    "dropout1d",
    "Dropout",
    "state_dict",
    "梯度",
    "bn",
]
ELSEWHERE = ["tensorflow", "kubernetes", "jupyter", "laptop", "docker", "windows", "keras", "django", "zzzzzzzz", "xy"]


def test_a_misspelt_word_becomes_the_one_that_was_meant_and_no_other_word_changes(visitor: Visitor) -> None:
    tab = visitor.search(reading.address("en", "index"))
    asked = [*MEANT, *KNOWN, *ELSEWHERE]
    changed = {word: told for word, told in zip(asked, tab.evaluate(_CORRECTED, asked), strict=True) if told != word}
    assert changed == MEANT
