"""Nothing moves under a reader's eyes: no layout shift on load and scrolling, no motion for who does not want it."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Visitor

LEAST = 0.01  # a tenth of what Lighthouse calls good; the header's own buttons, when Material starts, come to 0.002
PAGES = ("", "en/modes/no-grad/", "en/behaviour/", "performance/memory/", "labs/dropout/", "en/fact-check/")
_WATCH = """() => { window.shifts = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  if (!entry.hadRecentInput) window.shifts += entry.value; })).observe({ type: "layout-shift", buffered: true }); }"""
_MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  const lasts = (text) => text.split(",").some((part) => parseFloat(part) > 0.01);
  return lasts(style.transitionDuration) || (style.animationName !== "none" && lasts(style.animationDuration));
}).map((one) => one.className)"""


def shifted(visitor: Visitor, path: str) -> float:
    tab = visitor.open(path)
    tab.evaluate(_WATCH)
    tab.wait_for_load_state("networkidle")
    for _ in range(6):
        tab.mouse.wheel(0, 700)
        tab.wait_for_timeout(80)
    return tab.evaluate("window.shifts")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_shifts(visitor: Visitor, path: str, width: int) -> None:
    visitor.tab.set_viewport_size({"width": width, "height": 800})
    assert shifted(visitor, path) < LEAST


def test_a_shift_is_found(visitor: Visitor) -> None:
    tab = visitor.open("")
    tab.evaluate(_WATCH)
    tab.wait_for_timeout(600)
    tab.evaluate("document.querySelector('h1').insertAdjacentHTML('beforebegin', '<p>late</p>'.repeat(9))")
    tab.wait_for_timeout(300)
    assert tab.evaluate("window.shifts") > LEAST


@pytest.mark.parametrize("path", ["", "en/behaviour/", "en/fact-check/"])
def test_who_wants_no_motion_gets_none(visitor: Visitor, path: str) -> None:
    assert visitor.open(path).evaluate(_MOVING) == []


def test_motion_is_found(browser: Browser, home: str) -> None:
    context = browser.new_context(reduced_motion="no-preference")
    tab = context.new_page()
    tab.goto(home)
    assert tab.evaluate(_MOVING)
    context.close()
