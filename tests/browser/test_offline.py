"""The archive, unpacked, from file:// without a network: search in both languages, explorer, filters, languages, files."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.site import offline

QUERIES = {
    "": ("推理模式", "modes/inference-mode/index.html"),
    "en/": ("inference_mode", "en/modes/inference-mode/index.html"),
}


@pytest.fixture(scope="module")
def unpacked(site: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the archive's folder, with its final slash."""
    folder = tmp_path_factory.mktemp("offline")
    with zipfile.ZipFile(site / offline.FILE) as packed:
        packed.extractall(folder)
    return f"{(folder / offline.FOLDER).as_uri()}/"


@pytest.fixture
def reader(browser: Browser, unpacked: str) -> Iterator[Page]:
    """A tab without a network; what it complains of, or asks the network for, fails the test."""
    context = browser.new_context(offline=True, reduced_motion="reduce")
    tab, problems = context.new_page(), []
    tab.on("console", lambda said: problems.append(said.text) if said.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on("request", lambda asked: problems.append(asked.url) if asked.url.startswith("http") else None)
    tab.goto(unpacked + "index.html")
    yield tab
    context.close()
    assert not problems


@pytest.mark.parametrize("language", QUERIES)
def test_the_search_finds_and_leads_there(reader: Page, unpacked: str, language: str) -> None:
    query, page = QUERIES[language]
    reader.goto(f"{unpacked}{language}index.html")
    reader.locator(".md-search__input").click()
    reader.locator(".md-search__input").fill(query)
    reader.keyboard.press("End")
    reader.locator(".md-search-result__item a").first.click(timeout=60_000)
    expect(reader).to_have_url(re.compile(re.escape(unpacked + page)))
    expect(reader.locator("h1")).to_be_visible()


def test_the_explorer_answers_and_leads_to_an_error(reader: Page, unpacked: str) -> None:
    reader.goto(f"{unpacked}en/behaviour/index.html")
    expect(reader.locator("#pm-explorer")).to_be_visible()
    reader.locator("#pm-explorer select[name=act]").select_option("4")
    reader.locator("#pm-explorer input[name=grad][value='2']").check()
    reader.locator(".pm-explorer-raises a").click()
    expect(reader.locator("#element-0")).to_be_in_viewport()


def test_claims_are_filtered_and_languages_changed(reader: Page, unpacked: str) -> None:
    reader.goto(f"{unpacked}fact-check/index.html")
    before = reader.locator(".pm-claim:visible").count()
    reader.locator("select[name=verdict]").select_option("wrong")
    assert 0 < reader.locator(".pm-claim:visible").count() < before
    reader.locator(".md-header__option .md-select").hover()
    reader.locator(".md-select__link[hreflang=en]").click()
    expect(reader).to_have_url(f"{unpacked}en/fact-check/index.html")


def test_records_and_notebooks_are_files_beside_it(reader: Page, unpacked: str) -> None:
    for page, link in (("labs/dropout", "a[href$='.ipynb']"), ("modes/no-grad", "a[href$='.json']")):
        reader.goto(f"{unpacked}en/{page}/index.html")
        address = reader.locator(link).first.evaluate("link => link.href")
        assert Path(address.removeprefix("file://")).stat().st_size > 100


def test_a_request_to_the_network_is_noticed(browser: Browser, unpacked: str) -> None:
    context = browser.new_context(offline=True)
    tab, asked = context.new_page(), []
    tab.on("request", lambda one: asked.append(one.url))
    tab.goto(f"{unpacked}index.html")
    tab.evaluate("fetch('http://elsewhere.example/').catch(() => {})")
    tab.wait_for_timeout(200)
    assert "http://elsewhere.example/" in asked
    context.close()
