"""Reading leaves nothing behind but the reader's own choices, asks nobody else, and a page that did otherwise is noticed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from scripts.render.words import LOCALES
from tests.browser import keeping, serving
from tests.browser.conftest import Visitor
from tests.browser.test_pages import ONE_OF_A_KIND
from tests.site import reading

EVIL = "https://elsewhere.example"
PAGE = "en/modes/no-grad/"


@pytest.mark.parametrize("locale", LOCALES)
def test_pages_of_each_kind_keep_nothing(visitor: Visitor, locale: str) -> None:
    for name in ONE_OF_A_KIND:
        tab = visitor.open(reading.address(locale, name))
        tab.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert keeping.kept(tab) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_the_chosen_scheme_is_all_that_using_everything_leaves(visitor: Visitor, locale: str) -> None:
    for use in (search, explore, filter_claims, choose, copy, report, change_scheme):
        use(visitor, locale)
    assert keeping.kept(visitor.tab) == list(keeping.ALLOWED)
    assert keeping.cookies(visitor.tab.context) == []


def search(visitor: Visitor, locale: str) -> None:
    tab = visitor.search(reading.address(locale, "index"))
    tab.locator(".md-search__input").fill("no_grad")
    tab.keyboard.press("End")
    tab.locator(".md-search-result__item a").first.click()


def explore(visitor: Visitor, locale: str) -> None:
    tab = visitor.open(reading.address(locale, "behaviour/index"))
    tab.locator("#pm-explorer input[name=grad][value='2']").check()
    expect(tab.locator(".pm-explorer-asked")).to_be_visible()


def filter_claims(visitor: Visitor, locale: str) -> None:
    visitor.open(reading.address(locale, "fact-check")).locator("select[name=verdict]").select_option("wrong")


def choose(visitor: Visitor, locale: str) -> None:
    visitor.open(reading.address(locale, "which-one")).locator(".pm-choice").first.click()


def copy(visitor: Visitor, locale: str) -> None:
    tab = visitor.open(reading.address(locale, "modes/no-grad"))
    tab.locator(".md-code__button[data-md-type=copy], .md-clipboard").first.click()


def report(visitor: Visitor, locale: str) -> None:
    """Not followed: it leads to the host of the repository."""
    tab = visitor.open(reading.address(locale, "modes/no-grad"))
    tab.locator("article h2").first.hover()
    assert tab.locator("article a[href*='/issues/new']").count()


def change_scheme(visitor: Visitor, locale: str) -> None:
    tab = visitor.open(reading.address(locale, "index"))
    before = tab.locator("body").get_attribute("data-md-color-scheme")
    tab.locator("label[for^=__palette]:visible").click()
    expect(tab.locator("body")).not_to_have_attribute("data-md-color-scheme", before or "")


# Notes the scheme when the page has its header: what a reader sees first, before the scripts at its end.
FIRST = """new MutationObserver((_, observer) => {
  if (!document.querySelector("main")) return;
  window.first = document.body.getAttribute("data-md-color-scheme");
  observer.disconnect();
}).observe(document, { childList: true, subtree: true })"""


@pytest.mark.parametrize(("system", "other"), [("dark", "light"), ("light", "dark")])
def test_the_scheme_is_the_system_s_from_the_first_frame_until_one_is_chosen(
    visitor: Visitor, system: str, other: str
) -> None:
    named = {"light": "default", "dark": "slate"}
    visitor.tab.add_init_script(FIRST)
    for scheme in (system, other, system):
        visitor.tab.emulate_media(color_scheme=scheme)
        tab = visitor.open("en/modes/no-grad/")
        assert tab.evaluate("first") == named[scheme]
        assert tab.locator("body").get_attribute("data-md-color-scheme") == named[scheme]
        assert keeping.kept(tab) == []
    change_scheme(visitor, "en")
    for scheme in (system, other):
        tab.emulate_media(color_scheme=scheme)
        assert visitor.open("en/layers/dropout/").evaluate("first") == named[other]


MISDEEDS = {
    "a cookie": ("document.cookie = 'who=you'", "cookie: who"),
    "something for ever": ("localStorage.setItem('/handbook/.visits', '1')", "kept: localStorage .visits"),
    "something for a while": ("sessionStorage.setItem('from', 'there')", "kept: sessionStorage from"),
    "a cache": ("caches.open('pages')", "kept: cache pages"),
    "a database": ("new Promise((done) => { indexedDB.open('log').onsuccess = done })", "kept: database log"),
}


@pytest.fixture
def stranger(context: BrowserContext) -> Callable[[str], Visitor]:
    """A visitor whose problems are looked at, and fail nothing."""

    def come(home: str) -> Visitor:
        visitor = Visitor(context.new_page(), home)
        visitor.watch()
        return visitor

    return come


@pytest.mark.parametrize("misdeed", MISDEEDS)
def test_what_a_script_leaves_is_noticed(stranger: Callable[[str], Visitor], home: str, misdeed: str) -> None:
    script, told = MISDEEDS[misdeed]
    tab = stranger(home).open("")
    tab.evaluate(f"async () => {{ await ({script}) }}")
    assert keeping.wrong(tab) == [told]


class Spoilt(serving.Handler):
    """Serves one page with something more in it, and a cookie where that is asked for."""

    more = b""
    cookie = ""

    def do_GET(self) -> None:
        if not self.path.endswith(PAGE):
            super().do_GET()
            return
        body = (
            Path(self.translate_path(self.path), "index.html")
            .read_bytes()
            .replace(b"</article>", self.more + b"</article>")
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if self.cookie:
            self.send_header("Set-Cookie", self.cookie)
        self.end_headers()
        self.wfile.write(body)


PAGES = {
    "an inline script": (b"<script>document.title = 'mine'</script>", "", "policy: script-src-elem inline"),
    "a handler": (b"<p onclick='alert()'>x</p><img src='' onerror='alert()'>", "", "policy: script-src-attr inline"),
    "an image from another host": (f"<img src='{EVIL}/pixel.png'>".encode(), "", f"policy: img-src {EVIL}"),
    "a script from another host": (
        f"<script src='{EVIL}/a.js'></script>".encode(),
        "",
        f"policy: script-src-elem {EVIL}",
    ),
    "a frame of another host": (f"<iframe src='{EVIL}/'></iframe>".encode(), "", f"policy: frame-src {EVIL}"),
    "an inline style": (b"<p style='color: red'>x</p>", "", "policy: style-src-attr inline"),
    "a cookie of the server": (b"", "who=you; HttpOnly", "cookie: who"),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_should_not_be_is_noticed(
    stranger: Callable[[str], Visitor], site: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    more, cookie, told = PAGES[page]
    monkeypatch.setattr(Spoilt, "more", more)
    monkeypatch.setattr(Spoilt, "cookie", cookie)
    with serving.served(site, Spoilt) as address:
        visitor = stranger(address)
        tab: Page = visitor.open(PAGE)
        tab.wait_for_timeout(300)
        found = [*visitor.problems, *keeping.wrong(tab)]
        tab.close()
    assert [problem for problem in found if problem.startswith(told)], found
    if page != "a cookie of the server":
        assert keeping.cookies(tab.context) == []


def test_the_page_as_it_is_has_none_of_it(stranger: Callable[[str], Visitor], site: Path) -> None:
    with serving.served(site, Spoilt) as address:
        visitor = stranger(address)
        tab = visitor.open(PAGE)
        tab.wait_for_timeout(300)
        assert [*visitor.problems, *keeping.wrong(tab)] == []
        tab.close()
