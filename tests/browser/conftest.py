"""A real Chromium on the served site. A page that complains, asks anyone but the server, or leaves behind what it should
not (tests/browser/keeping.py), fails the test that used it.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, expect, sync_playwright

from tests.browser import keeping, serving

expect.set_options(timeout=20_000)  # tests run beside others: what is slow is not wrong
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_SHELL = "chromium-headless-shell"  # Debian's: the same engine without a window, in less than half the CPU time
_ARGUMENTS = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
_TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  tellViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""
_TELLS_MORE = "(before) => document.querySelector('.md-search-result__meta').textContent !== before"
# Material names a code's box when it gives it its button and annotations, which gently.js lets it do bit by bit.
_IS_MOUNTED = "() => [...document.querySelectorAll('pre > code')].every((code) => code.parentElement.id)"


@dataclass
class Visitor:
    """A tab and what went wrong in it: errors of scripts, violations of the policy, requests elsewhere or in vain."""

    tab: Page
    home: str
    problems: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a page by its address below the site, like `en/modes/no-grad/`, and wait until all of its code is mounted."""
        self.tab.goto(self.home + path, wait_until="load")
        self.tab.wait_for_selector("html.js .md-header__topic", state="attached")
        self.tab.wait_for_function(_IS_MOUNTED)
        return self.tab

    def search(self, path: str) -> Page:
        """Go to a page, open the search, and wait until it answers: its index is fetched then."""
        initializing = self.open(path).locator(".md-search-result__meta").text_content()
        self.tab.locator(".md-search__input").click()
        self.tab.wait_for_function(_TELLS_MORE, arg=initializing)
        return self.tab

    def watch(self) -> None:
        self.tab.on(
            "console", lambda said: self.problems.append(f"console: {said.text}") if is_bad(said.type) else None
        )
        self.tab.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.tab.on("request", self._note_request)
        self.tab.on("response", self._note_response)
        self.tab.expose_function("tellViolation", lambda told: self.problems.append(f"policy: {told}"))
        self.tab.add_init_script(_TELL_VIOLATIONS)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.problems.append(f"request elsewhere: {request.url}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")


def is_bad(kind: str) -> bool:
    return kind in ("error", "warning", "assert")


def chromium(*before: str) -> str:
    """$CHROMIUM, else the first known name on the path, those `before` first. Raises FileNotFoundError with the remedy."""
    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, (*before, *_NAMES))), None)
    if not found:
        missing = (
            f"$CHROMIUM is {named}, which can't be started" if named else f"none of {', '.join(_NAMES)} is installed"
        )
        raise FileNotFoundError(f"{missing}; install one (apt-get install chromium), or set CHROMIUM to its path")
    return found


@pytest.fixture(scope="session")
def home(site: Path) -> Iterator[str]:
    """The address of the served site."""
    with serving.served(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    sandbox = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(_SHELL), args=[*_ARGUMENTS, *sandbox])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, home: str) -> Iterator[BrowserContext]:
    """A reader who comes for the first time, with a window of 1280 x 900, and does not care for motion."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US", reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=home)
    yield context
    context.close()


@pytest.fixture
def visitor(context: BrowserContext, home: str) -> Iterator[Visitor]:
    """A tab whose problems fail the test."""
    visitor = Visitor(context.new_page(), home)
    visitor.watch()
    yield visitor
    assert not [*visitor.problems, *keeping.wrong(visitor.tab)]
