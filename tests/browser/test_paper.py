"""A page on paper: the text and nothing of the screen, light from the dark scheme too, nothing cut, nothing folded away."""

import pytest
from playwright.sync_api import Page, expect

from scripts.render.words import LOCALES
from tests.browser.conftest import Visitor
from tests.site import reading

PAGES = ("index", "modes/no-grad", "behaviour/graph", "performance/memory", "labs/dropout")
A4 = {"width": 672, "height": 1000}  # CSS pixels between its margins

_SCREEN_ONLY = (
    ".md-header, .md-sidebar, .md-footer, .md-top, .md-clipboard, .md-code__nav, "
    ".md-content__button, .headerlink, .pm-row"
)
_CUT = """() => [...document.querySelectorAll(".md-typeset :is(pre > code, table, .md-typeset__scrollwrap, figure)")]
  .filter((one) => one.checkVisibility())
  .filter((one) => one.scrollWidth > one.clientWidth + 2 || one.getBoundingClientRect().right > innerWidth + 2)
  .map((one) => `${one.tagName} ${one.textContent.trim().slice(0, 60)}`)"""
_FOLDED = """() => [...document.querySelectorAll(".md-typeset details > :not(summary)")]
  .filter((one) => !one.checkVisibility({ contentVisibilityAuto: true })).map((one) => one.textContent.trim().slice(0, 60))"""
_NOTE = """() => addEventListener("beforeprint", () => {
  window.told = [...document.querySelectorAll("ol.pm-notes")].map((list) => (list.hidden ? "" : list.textContent.trim()));
})"""  # Material brings the lists back when a page is really printed, and listens before this does
_INK = """() => { const [red, green, blue] = getComputedStyle(document.querySelector("h1")).color.match(/\\d+/g).map(Number);
  return (red + green + blue) / 3; }"""


def on_paper(visitor: Visitor, locale: str, name: str, scheme: str = "dark") -> Page:
    visitor.tab.emulate_media(color_scheme=scheme)
    visitor.tab.set_viewport_size(A4)
    tab = visitor.open(reading.address(locale, name))
    tab.wait_for_load_state("networkidle")
    tab.emulate_media(media="print", color_scheme=scheme)
    tab.wait_for_timeout(300)
    return tab


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints_whole_and_without_what_is_for_screens(visitor: Visitor, locale: str, name: str) -> None:
    tab = on_paper(visitor, locale, name)
    assert not tab.locator(_SCREEN_ONLY).filter(visible=True).count()
    assert tab.evaluate(_INK) < 90
    assert tab.evaluate(_CUT) == []
    assert tab.evaluate(_FOLDED) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= A4["width"]


def test_annotations_are_a_list_under_their_code(visitor: Visitor) -> None:
    tab = visitor.open("en/modes/no-grad/")
    tab.wait_for_load_state("networkidle")
    expect(tab.locator("ol.pm-notes[hidden]").first).to_be_attached()
    tab.evaluate(_NOTE)
    tab.pdf()
    told = tab.evaluate("window.told")
    assert len(told) > 10
    assert min(map(len, told)) > 5
    tab.evaluate("document.querySelector('ol.pm-notes').hidden = false")
    expect(tab.locator("ol.pm-notes").first).to_be_hidden()
    tab.emulate_media(media="print")
    assert tab.locator("ol.pm-notes").first.evaluate("list => getComputedStyle(list).display") != "none"


def test_only_links_that_lead_out_of_the_handbook_tell_their_address(visitor: Visitor) -> None:
    tab = on_paper(visitor, "en", "modes/no-grad")
    told = tab.evaluate("""() => [...document.querySelectorAll(".md-typeset a[href]")]
      .filter((link) => getComputedStyle(link, "::after").content.includes("http")).map((link) => link.getAttribute("href"))""")
    assert all(address.startswith("http") for address in told)


def test_what_is_cut_or_folded_is_found(visitor: Visitor) -> None:
    tab = on_paper(visitor, "en", "index")
    tab.evaluate("""() => {
      const code = document.querySelector(".md-typeset pre > code");
      code.style.whiteSpace = "pre";
      code.style.overflow = "auto";
      code.textContent = "x".repeat(999);
      code.style.overflowWrap = "normal";
      document.querySelector("article").insertAdjacentHTML("beforeend", "<details><p>text</p></details>");
      document.querySelector("details:last-child p").hidden = true;
      document.querySelector("details:last-child p").style.display = "none";
    }""")
    assert tab.evaluate(_CUT)
    assert tab.evaluate(_FOLDED) == ["text"]
