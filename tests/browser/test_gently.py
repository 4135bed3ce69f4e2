"""Code is given its button and annotations when a reader comes to it, and all the rest soon after, without being looked at."""

from tests.browser.conftest import Visitor

LONG = "en/modes/no-grad/"
MOUNTED = "[...document.querySelectorAll('pre > code')].filter((code) => code.parentElement.id).length"
# Counts what is mounted in the task in which Material starts on the page, and lets nothing come after it.
NEVER_IDLE = "window.requestIdleCallback = () => 0;"


def test_all_code_of_a_long_page_is_mounted_without_scrolling(visitor: Visitor) -> None:
    tab = visitor.open(LONG)
    assert tab.evaluate("scrollY") == 0
    assert tab.evaluate(MOUNTED) == tab.locator("pre > code").count() > 20
    assert tab.locator("ol.pm-notes:not([hidden])").count() == 0


def test_at_first_only_what_can_be_seen_is(visitor: Visitor) -> None:
    visitor.tab.add_init_script(NEVER_IDLE)
    tab = visitor.tab
    tab.goto(visitor.home + LONG, wait_until="load")
    tab.wait_for_function(f"{MOUNTED} > 0")
    assert tab.evaluate(MOUNTED) < tab.locator("pre > code").count() / 2


def test_what_comes_into_sight_is_at_once(visitor: Visitor) -> None:
    visitor.tab.add_init_script(NEVER_IDLE)
    visitor.tab.goto(visitor.home + LONG, wait_until="load")
    last = visitor.tab.locator("pre > code").last
    last.scroll_into_view_if_needed()
    visitor.tab.wait_for_function("code => code.parentElement.id", arg=last.element_handle())
