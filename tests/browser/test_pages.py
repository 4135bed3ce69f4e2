"""Every page, in both languages, loads without a complaint and fits a phone; one of each kind is accessible in both schemes."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from scripts.render.words import LOCALES
from tests.browser.conftest import Visitor
from tests.site import reading

PAGES = [(locale, name) for locale in LOCALES for name in reading.names(locale)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
ONE_OF_A_KIND = (
    "index",
    "which-one",
    "modes/no-grad",
    "layers/batchnorm",
    "performance/memory",
    "behaviour/index",
    "behaviour/graph",
    "fact-check",
    "labs/batchnorm",
    "reference/cheat-sheet",
)
PHONE = {"width": 360, "height": 800}

each_page = pytest.mark.parametrize(("locale", "name"), PAGES)
each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


def findings(tab: Page) -> list[str]:
    """What axe finds, one line for each element."""
    found = Axe().run(tab, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['target']}: {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def overhang(tab: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return tab.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - document.documentElement.clientWidth"
    )


@each_page
def test_a_page_loads_without_a_complaint_and_fits_a_phone(visitor: Visitor, locale: str, name: str) -> None:
    visitor.tab.set_viewport_size(PHONE)
    tab = visitor.open(reading.address(locale, name))
    assert tab.locator("h1").inner_text().strip("#\n ")
    assert overhang(tab) == 0


@pytest.mark.parametrize("locale", LOCALES)
def test_the_cheat_sheet_prints_on_one_page(visitor: Visitor, locale: str) -> None:
    def sheets(name: str) -> int:
        tab = visitor.open(reading.address(locale, name))
        tab.wait_for_load_state("networkidle")
        return len(re.findall(rb"/Type\s*/Page\b", tab.pdf(prefer_css_page_size=True)))

    assert sheets("reference/cheat-sheet") == 1
    assert sheets("reference/checklists") > 1


def test_a_page_too_wide_for_a_phone_is_found(visitor: Visitor) -> None:
    visitor.tab.set_viewport_size(PHONE)
    tab = visitor.open("")
    tab.evaluate("""() => {
      const wide = document.createElement("div");
      wide.style.width = "600px";
      wide.textContent = "wide";
      document.querySelector("article").append(wide);
    }""")
    assert overhang(tab) > 200


@each_scheme
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", ONE_OF_A_KIND)
def test_a_page_of_each_kind_is_accessible(visitor: Visitor, locale: str, name: str, scheme: str) -> None:
    """Every page, in tests/audit: axe takes a minute for ten, and as long for the index of errors alone."""
    check_accessible(visitor, locale, name, scheme)


def check_accessible(visitor: Visitor, locale: str, name: str, scheme: str) -> None:
    visitor.tab.emulate_media(color_scheme=scheme)
    tab = visitor.open(reading.address(locale, name))
    assert tab.locator("body").get_attribute("data-md-color-scheme") == {"light": "default", "dark": "slate"}[scheme]
    assert not findings(tab)


@each_scheme
def test_the_open_search_and_an_open_annotation_are_accessible(visitor: Visitor, scheme: str) -> None:
    visitor.tab.emulate_media(color_scheme=scheme)
    tab = visitor.search("en/")
    tab.locator(".md-search__input").fill("no_grad")
    tab.keyboard.press("End")
    tab.wait_for_selector(".md-search-result__item")
    assert not findings(tab)
    tab.keyboard.press("Escape")
    tab.locator(".md-annotation").first.click()
    tab.wait_for_selector(".md-tooltip--active")
    assert not findings(tab)


def test_an_inaccessible_page_is_found(visitor: Visitor) -> None:
    tab = visitor.open("")
    tab.evaluate("document.querySelector('h1').append(document.createElement('button'))")
    assert [line for line in findings(tab) if line.startswith("button-name")]
