"""A reader who types a name, a word or an error message finds the page on it, in the language being read."""

import re

import pytest
from playwright.sync_api import expect

from scripts.records import ROOT
from scripts.render.words import LOCALES
from scripts.site import search
from tests import errors
from tests.browser.asking import FIRST, address, ask, results, type_query
from tests.browser.conftest import Visitor
from tests.site import reading


@pytest.mark.parametrize("locale", LOCALES)
def test_a_message_that_is_pasted_finds_its_entry_first(visitor: Visitor, locale: str) -> None:
    tab = visitor.search(reading.address(locale, "index"))
    missed = {}
    for query, slug in errors.pasted(ROOT, locale).items():
        if (seen := ask(tab, visitor.home, query).first) != address(locale, f"errors#{slug}"):
            missed[query] = seen
    assert not missed, "\n".join(f"{query}: {seen}" for query, seen in missed.items())


@pytest.mark.parametrize("locale", LOCALES)
def test_what_readers_say_of_a_section_finds_it_first(visitor: Visitor, locale: str) -> None:
    tab = visitor.search(reading.address(locale, "index"))
    missed = {}
    for location, phrases in search.phrases(ROOT)[locale].items():
        for phrase in phrases:
            answer = ask(tab, visitor.home, phrase)
            seen = answer.first if "#" in location else answer.pages[0]
            if seen != reading.address(locale, "index") + location:
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
        assert not ask(tab, visitor.home, query).first.startswith("en/errors/"), query


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
