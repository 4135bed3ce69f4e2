"""The fact check is filtered by mouse and by keyboard, keeps its filter in the address, and needs no JavaScript to be read."""

import re
from collections import Counter

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts import claims
from scripts.render.words import LOCALES
from tests.browser.conftest import Visitor
from tests.site import reading

CLAIMS = claims.load()
TOPIC, MOST = Counter(claim.topic for claim in CLAIMS).most_common(1)[0]
WRONG = [claim for claim in CLAIMS if claim.verdict == "wrong"]


def opened(visitor: Visitor, locale: str, address: str = "") -> Page:
    tab = visitor.open(reading.address(locale, claims.PAGE) + address)
    expect(tab.locator(".pm-filters")).to_be_visible()
    return tab


def shown(tab: Page) -> set[str]:
    return set(tab.locator(".pm-claim:visible h4").evaluate_all("found => found.map((one) => one.id)"))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_claim_is_shown_with_its_verdict_and_a_link_to_copy(visitor: Visitor, locale: str) -> None:
    tab = opened(visitor, locale)
    assert shown(tab) == {claim.anchor for claim in CLAIMS}
    for claim in CLAIMS[:5]:
        assert tab.locator(f"#{claim.anchor} .pm-verdict.pm-{claim.verdict}").inner_text().strip()
        assert tab.locator(f"#{claim.anchor} .headerlink").get_attribute("href") == f"#{claim.anchor}"


def test_filters_by_verdict_and_topic_count_what_they_leave(visitor: Visitor) -> None:
    tab = opened(visitor, "en")
    tab.locator("select[name=verdict]").select_option("wrong")
    assert shown(tab) == {claim.anchor for claim in WRONG}
    expect(tab.locator(".pm-filters [role=status]")).to_have_text(f"{len(WRONG)} of {len(CLAIMS)} claims")
    assert not tab.locator(".pm-claims:visible").filter(has_not=tab.locator(".pm-claim:visible")).count()
    tab.locator("select[name=verdict]").select_option("")
    tab.locator("select[name=topic]").select_option(TOPIC)
    assert len(shown(tab)) == MOST


def test_the_address_keeps_the_filter(visitor: Visitor) -> None:
    tab = opened(visitor, "zh")
    tab.locator("select[name=verdict]").select_option("wrong")
    expect(tab).to_have_url(re.compile(r"\?verdict=wrong$"))
    tab.reload()
    expect(tab.locator("select[name=verdict]")).to_have_value("wrong")
    assert shown(tab) == {claim.anchor for claim in WRONG}
    assert shown(opened(visitor, "zh", "?verdict=nonsense")) == {claim.anchor for claim in CLAIMS}


def test_the_keyboard_alone_filters(visitor: Visitor) -> None:
    tab = opened(visitor, "en")
    tab.locator("select[name=verdict]").focus()
    tab.keyboard.press("ArrowDown")
    assert shown(tab) == {claim.anchor for claim in WRONG}
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.name") == "topic"


def test_who_follows_a_link_to_a_claim_sees_it_whatever_is_filtered(visitor: Visitor) -> None:
    right = next(claim for claim in CLAIMS if claim.verdict == "correct")
    tab = opened(visitor, "en", f"?verdict=wrong#{right.anchor}")
    expect(tab.locator(f"#{right.anchor}")).to_be_in_viewport()
    expect(tab.locator("select[name=verdict]")).to_have_value("")


def test_a_proof_leads_to_the_section_that_shows_it(visitor: Visitor) -> None:
    tab = opened(visitor, "en")
    claim = next(claim for claim in CLAIMS if claim.snippet == "no-grad/manual-step")
    tab.locator(f".pm-claim:has(#{claim.anchor}) .pm-proof a").click()
    expect(tab).to_have_url(re.compile(r"/en/modes/no-grad/#in-place$"))
    expect(tab.locator(".output", has_text=claim.line).first).to_be_visible()


def test_without_javascript_every_claim_is_there(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{home}en/fact-check/")
    expect(tab.locator(".pm-filters")).to_be_hidden()
    assert tab.locator(".pm-claim:visible").count() == len(CLAIMS)
    context.close()
