"""The Tab key alone reaches everything that can be used, and shows where it is; language and scheme need no mouse."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

MOST = 400  # steps
PAGES = (("en/", 1280), ("en/behaviour/", 1280), ("modes/no-grad/", 1280), ("en/performance/memory/", 360))
_STEP = """async () => {
  await new Promise((opened) => setTimeout(opened, 20));  // an annotation opens on the way, and its links can be reached
  const here = document.activeElement;
  if (!here || here === document.body || here.dataset.reached) return "";
  here.dataset.reached = "yes";
  const style = getComputedStyle(here);
  return `${style.outlineStyle === "none" ? "unseen" : "seen"} ${here.outerHTML.slice(0, 90)}`;
}"""
_LEFT = """() => [...document.querySelectorAll("a[href], button, select, input, summary, textarea, [tabindex]")]
  .filter((one) => one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }) && !one.dataset.reached)
  .filter((one) => one.type !== "radio" || one.checked).map((one) => one.outerHTML.slice(0, 90))"""


def walked(tab: Page) -> list[str]:
    """What Tab stops at, from the page's beginning until it leaves the page, each with whether its place shows.

    Material may fold an annotation away while a link in it has the focus; the next Tab goes on from there.
    """
    found: list[str] = []
    lost = 0
    while lost < 2 and len(found) < MOST:
        tab.keyboard.press("Tab")
        told = tab.evaluate(_STEP)
        found += [told] if told else []
        lost = 0 if told else lost + 1
    return found


@pytest.mark.parametrize(("path", "width"), PAGES)
def test_tab_reaches_everything_and_shows_where_it_is(visitor: Visitor, path: str, width: int) -> None:
    visitor.tab.set_viewport_size({"width": width, "height": 900})
    tab = visitor.open(path)
    stops = walked(tab)
    assert len(stops) > 20
    assert not [stop for stop in stops if stop.startswith("unseen")]
    assert tab.evaluate(_LEFT) == []


def test_what_tab_can_not_reach_or_show_is_found(visitor: Visitor) -> None:
    tab = visitor.open("en/")
    tab.evaluate("document.querySelector('h1').insertAdjacentHTML('beforebegin', '<button id=bare>a</button>')")
    tab.evaluate("document.querySelector('#bare').style.outline = 'none'")
    tab.evaluate("addEventListener('keydown', (event) => event.target.id === 'bare' && event.preventDefault())")
    stops = walked(tab)
    assert stops[-1].startswith("unseen <button")
    assert tab.evaluate(_LEFT)


def test_the_language_is_changed_by_keyboard(visitor: Visitor) -> None:
    tab = visitor.open("modes/no-grad/")
    tab.locator(".md-header__option .md-select > button").focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    expect(tab.locator(".md-select__link[hreflang=en]")).to_be_focused()
    expect(tab.locator(".md-select__link[hreflang=en]")).to_be_visible()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/en/modes/no-grad/")


def test_the_scheme_is_changed_by_keyboard(visitor: Visitor) -> None:
    tab = visitor.open("")
    tab.locator(".md-header__title").click()
    while not tab.evaluate("document.activeElement.name === '__palette'"):
        tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowDown")
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_tables_tell_their_captions_where_they_scroll(visitor: Visitor) -> None:
    visitor.tab.set_viewport_size({"width": 360, "height": 800})
    tab = visitor.open("en/performance/memory/")
    wide = tab.locator(".md-typeset__scrollwrap[role=region]")
    expect(wide.first).to_be_attached()
    names = wide.evaluate_all("found => found.map((one) => one.getAttribute('aria-label'))")
    assert len(set(names)) == len(names)
    assert all(": " in name for name in names)
