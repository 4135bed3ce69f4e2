"""Ways in and around: choices that end in code, terms told where they stand, reports that name the section."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.render.words import LOCALES, Words
from tests.browser.conftest import Visitor
from tests.browser.test_pages import PHONE, findings
from tests.site import reading

# What stands under a heading, up to the next: its choices, and whether reason, code, output and link follow each other.
UNDER = """(id) => {
  const heading = document.getElementById(id), kinds = [], choices = [], links = [];
  const level = Number(heading.tagName[1]);
  for (let at = heading.nextElementSibling; at && !/^H[1-6]$/.test(at.tagName); at = at.nextElementSibling) {
    at.querySelectorAll(".pm-choice").forEach((link) => choices.push(link.getAttribute("href")));
    at.querySelectorAll("a:not(.pm-choice, .pm-term)").forEach((link) => links.push(link.getAttribute("href")));
    if (at.matches(".output, .output-stale")) kinds.push("output");
    else if (at.matches(".highlight")) kinds.push("code");
    else if (at.matches("p") && at.textContent.trim()) kinds.push("text");
  }
  return { level, kinds, choices, links };
}"""


def walked(tab: Page, choice: str, depth: int = 1) -> Iterator[tuple[str, int]]:
    """(end, choices made) of every way that begins with a choice; each is followed by a click, as a reader would."""
    assert depth <= 3, f"{choice}: more than three choices"
    tab.locator(f'.pm-choice[href="{choice}"]').first.click()
    assert tab.url.endswith(choice)
    heading = tab.locator(choice)
    expect(heading).to_be_in_viewport()
    under = tab.evaluate(UNDER, choice.removeprefix("#"))
    for further in under["choices"]:
        yield from walked(tab, further, depth + 1)
    if not under["choices"]:
        assert under["kinds"][:3] == ["text", "code", "output"], (choice, under)
        assert under["kinds"][-1] == "text", (choice, under)
        assert [link for link in under["links"] if link.startswith("..")], choice
        yield choice, depth


@pytest.mark.parametrize("locale", LOCALES)
def test_every_choice_ends_in_code_that_ran_with_its_reason_and_its_page(visitor: Visitor, locale: str) -> None:
    tab = visitor.open(reading.address(locale, "which-one"))
    first = tab.evaluate(
        "[...document.querySelectorAll('h1 ~ ul')][0].querySelectorAll('.pm-choice').values().map((a) => a.hash).toArray()"
    )
    ends = [end for choice in first for end in walked(tab, choice)]
    assert len(first) == 6
    assert len({end for end, _ in ends}) >= 12
    assert max(depth for _, depth in ends) <= 3
    headings = tab.locator("article :is(h2, h3)[id]").evaluate_all("all => all.map((one) => one.id)")
    reached = {end.removeprefix("#") for end, _ in ends}
    without = [name for name in headings if name not in reached and not tab.evaluate(UNDER, name)["choices"]]
    assert without == ["next"]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_home_page_and_the_symptoms_lead_to_the_choices(visitor: Visitor, locale: str) -> None:
    for name in ("index", "symptoms"):
        tab = visitor.open(reading.address(locale, name))
        tab.locator('article a[href$="which-one/"]').first.click()
        tab.wait_for_url(visitor.home + reading.address(locale, "which-one"))


def test_the_choices_work_without_scripts_and_by_keyboard(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{home}en/which-one/")
    tab.locator(".pm-choice").first.focus()
    tab.keyboard.press("Enter")
    assert tab.url.endswith("#evaluate")
    tab.locator("#evaluate ~ ul .pm-choice").first.click()
    assert tab.url.endswith("#evaluate-numbers")
    expect(tab.locator("#evaluate-numbers ~ .highlight").first).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_term_is_told_by_pointer_and_keyboard_and_dismissed(visitor: Visitor, locale: str) -> None:
    tab = visitor.open(reading.address(locale, "modes/inference-mode"))
    term = tab.locator(".pm-term").first
    tip = tab.locator(f"#{term.get_attribute('aria-describedby')}")
    expect(tip).to_be_hidden()
    height = tab.evaluate("document.documentElement.scrollHeight")
    term.hover()
    expect(tip).to_be_visible()
    assert tab.evaluate("document.documentElement.scrollHeight") == height
    tip.hover()
    tab.wait_for_timeout(400)
    expect(tip).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    tab.locator("h1").hover()
    term.focus()
    expect(tip).to_be_visible()
    assert not findings(tab)
    tab.locator(".pm-term").nth(1).focus()
    expect(tip).to_be_hidden()
    tab.keyboard.press("Escape")
    expect(tab.locator(".pm-tip:visible")).to_have_count(0)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/reference/glossary/#term-*")
    assert tab.evaluate("document.getElementById(location.hash.slice(1)) !== null")


def test_a_pointer_that_leaves_closes_what_it_opened(visitor: Visitor) -> None:
    tab = visitor.open("en/modes/inference-mode/")
    tab.locator(".pm-term").first.hover()
    expect(tab.locator(".pm-tip:visible")).to_have_count(1)
    tab.locator("h1").hover()
    expect(tab.locator(".pm-tip:visible")).to_have_count(0)


def test_a_first_tap_tells_a_second_follows(browser: Browser, home: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    tab = context.new_page()
    tab.goto(f"{home}modes/inference-mode/", wait_until="load")
    term = tab.locator(".pm-term").nth(1)
    term.tap()
    tip = tab.locator(".pm-tip:visible")
    expect(tip).to_have_count(1)
    box = tip.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    tab.locator("h1").tap()
    expect(tip).to_have_count(0)
    assert tab.url.endswith("/modes/inference-mode/")
    term.tap()
    term.tap()
    tab.wait_for_url("**/reference/glossary/#term-*")
    context.close()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_report_names_page_section_language_torch_and_commit(visitor: Visitor, locale: str) -> None:
    tab = visitor.open(reading.address(locale, "recipes/evaluation-loop"))
    heading = tab.locator("#average")
    link = tab.locator("#average + .pm-report a")
    expect(link).to_have_css("opacity", "0")
    heading.hover()
    expect(link).to_have_css("opacity", "1")
    tab.locator("h1").hover()
    link.focus()
    expect(link).to_have_css("opacity", "1")
    asked = parse_qs(urlsplit(link.get_attribute("href")).query)
    section = heading.evaluate("heading => heading.firstChild.textContent")
    say = Words(locale)
    body = asked["body"][0]
    assert section in asked["title"][0]
    assert "recipes/evaluation-loop" in asked["title"][0]
    assert f"{reading.address(locale, 'recipes/evaluation-loop')}#average" in body
    assert section in body
    assert say("feedback.language") in body
    foot = parse_qs(urlsplit(tab.locator(".pm-feedback a").get_attribute("href")).query)["body"][0]
    assert [line for line in body.splitlines() if line not in foot.splitlines()] == body.splitlines()[:2]
    assert say("feedback.whole_page") in foot
    assert link.get_attribute("aria-label").startswith(say("feedback.section_link"))


def test_a_heading_of_code_is_named_whole(visitor: Visitor) -> None:
    tab = visitor.open("en/errors/")
    link = tab.locator("#missing-keys + .pm-report a")
    asked = parse_qs(urlsplit(link.get_attribute("href")).query)
    assert "Missing key(s) in state_dict" in asked["title"][0]
    assert "/en/errors/#missing-keys" in asked["body"][0]


def test_nothing_moves_when_reports_appear_and_headings_keep_their_names(visitor: Visitor) -> None:
    tab = visitor.open("en/recipes/evaluation-loop/")
    rows = tab.locator(".pm-report").evaluate_all("all => all.map((row) => row.offsetHeight)")
    assert len(rows) > 8
    assert set(rows) == {0}
    assert "Wrong" not in " ".join(tab.locator("article :is(h2, h3)").all_inner_texts())
    moved = tab.evaluate("""() => {
      const at = () => document.querySelector("#labels").getBoundingClientRect().top, before = at();
      document.querySelectorAll(".pm-report").forEach((row) => row.remove());
      return at() - before;
    }""")
    assert moved == 0
