"""What programs read: lists of pages, pages as Markdown, the sitemap, structured data and the card that links unfold to."""

import gzip
import re
import xml.etree.ElementTree as ElementTree
from functools import cache
from pathlib import Path

import pytest

from scripts import labs, pages
from scripts.plain import of_page
from scripts.render import lab as lab_outputs
from scripts.render.words import LOCALES, Words
from tests import building
from tests.site import reading
from tests.site.test_heads import SITEMAP, XHTML, absolute, description, languages
from tests.site.test_structured import article

HOMES = {locale: building.SITE_URL + ("" if locale == LOCALES[0] else f"{locale}/") for locale in LOCALES}
ALLOWED_TAGS = ("br",)
_LINK = re.compile(r"^- \[(?P<title>.+)\]\((?P<url>[^)]+)\): (?P<told>.+)$")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")


@cache
def markdown(site: Path, locale: str, name: str) -> str:
    return (site / reading.address(locale, name) / "index.md").read_text(encoding="utf-8")


def prose(text: str) -> str:
    """Markdown without its code."""
    kept, in_code = [], False
    for line in text.splitlines():
        fence = line.lstrip().startswith("```")
        in_code ^= fence
        kept += [] if in_code or fence else [_CODE.sub("", line)]
    return "\n".join(kept)


def leftovers(text: str) -> list[str]:
    """What only the site's own renderer understands: tags, attribute lists, includes, folded blocks, relative links."""
    found = re.findall(r"<(?!https?://)/?([a-zA-Z!][\w-]*)", prose(text))
    tags = [tag for tag in found if tag not in ALLOWED_TAGS]
    other = re.findall(
        r"\{:? ?[.#][^}]*\}|--8<--|^ *(?:\?\?\?|!!!) .*|\{\{.*?\}\}|# \(\d+\)!", prose(text), re.MULTILINE
    )
    links = [url for url in re.findall(r"\]\(([^)\s]+)", prose(text)) if not re.match(r"https?://|mailto:", url)]
    return [*tags, *other, *links]


def squeezed(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


def test_every_page_is_there_as_markdown_and_its_head_links_to_it(site: Path) -> None:
    for (locale, name), page in reading.published(site).items():
        link = page.one("link", type="text/markdown")
        assert link.attributes["rel"].split() == ["alternate"]
        assert link.attributes["href"] == "index.md"
        assert markdown(site, locale, name).startswith("# "), name


def test_no_markup_of_the_site_is_left(site: Path) -> None:
    assert not {
        (locale, name): found
        for locale, name in reading.every_page()
        if (found := leftovers(markdown(site, locale, name)))
    }


@pytest.mark.parametrize("text", ["a <b>c</b>", "a { .b }", "[a](b.md)", '??? note "a"', "<!-- a -->", "{{site_root}}"])
def test_what_is_left_is_found(text: str) -> None:
    assert leftovers(text)
    assert not leftovers(f"`{text}`\n\n```text\n{text}\n```\n<https://modes.example/>")


def test_every_snippet_is_there_with_its_output(site: Path) -> None:
    shown = 0
    for locale, name in reading.every_page():
        text = squeezed(markdown(site, locale, name))
        for snippet in pages.snippets_of(reading.source(locale, name)):
            code = re.sub(r"# \((\d+)\)!", r"# (\1)", snippet.shown.text)
            assert squeezed(code) in text, (locale, name, snippet.id)
            assert not snippet.expected or squeezed(snippet.expected.text) in text, (locale, name, snippet.id)
            shown += 1
        label = Words(locale)("site.output")
        outputs = sum(bool(snippet.expected) for snippet in pages.snippets_of(reading.source(locale, name)))
        assert text.count(f"**{label} · ") >= outputs, (locale, name)
    assert shown > 500


def test_every_cell_of_a_lab_is_there_with_what_it_printed_and_drew(site: Path) -> None:
    for locale in LOCALES:
        for path in labs.find(locale):
            lab, text = labs.parse(path), squeezed(markdown(site, locale, f"labs/{path.stem}"))
            for cell, printed in zip(lab.cells, lab_outputs.outputs(lab), strict=True):
                assert squeezed(cell.source) in text
                assert squeezed(lab_outputs.printed(printed)) in text
                for figure in cell.figures:
                    assert figure.alternative in text
                    assert figure.caption in text


def test_every_heading_and_every_row_is_there_with_its_address(site: Path) -> None:
    for (locale, name), page in reading.published(site).items():
        text, url = markdown(site, locale, name), absolute(locale, name)
        for heading in [
            element for element in page if re.fullmatch("h[2-6]", element.tag) and "id" in element.attributes
        ]:
            assert f"<{url}#{heading.attributes['id']}>\n" in text, (locale, name, heading.text)
        for row in page.with_class("pm-row"):
            assert f"({url}#{row.attributes['id']})" in text, (locale, name)
        assert f"\n<{url}>\n" in text


def test_both_languages_have_the_same_headings_in_their_markdown(site: Path) -> None:
    for name in reading.names(LOCALES[0]):
        marks = [re.findall(r"^(#+) ", prose(markdown(site, locale, name)), re.MULTILINE) for locale in LOCALES]
        assert marks[0] == marks[1], name


def test_a_drawing_is_there_in_words(site: Path) -> None:
    for (locale, name), page in reading.published(site).items():
        for description_ in page.all("desc"):
            assert " ".join(description_.text.split()) in markdown(site, locale, name), (locale, name)


def test_links_of_the_markdown_lead_somewhere(site: Path) -> None:
    for locale, name in reading.every_page():
        for url in re.findall(rf"\]\(({building.SITE_URL}[^)#\s]*)", prose(markdown(site, locale, name))):
            target = site / url.removeprefix(building.SITE_URL)
            assert (target / "index.html" if url.endswith("/") else target).is_file(), (locale, name, url)


@pytest.mark.parametrize("locale", LOCALES)
def test_llms_txt_has_the_form_and_names_every_page(site: Path, locale: str) -> None:
    lines = (site / HOMES[locale].removeprefix(building.SITE_URL) / "llms.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"# {Words(locale)('site.name')}"
    assert lines[2].startswith("> ")
    listed = [found for line in lines if (found := _LINK.match(line))]
    chapters = [line.removeprefix("## ") for line in lines if line.startswith("## ")]
    assert chapters[-1] == "Optional"
    assert len(chapters) > 5
    assert [line for line in lines[5:] if line and not _LINK.match(line) and not line.startswith("## ")] == []
    own = {
        f"{absolute(locale, name)}index.md": reading.read(site / reading.address(locale, name) / "index.html")
        for name in reading.names(locale)
    }
    told = {found["url"]: found["told"] for found in listed if found["url"].endswith("/index.md")}
    assert told == {url: description(page) for url, page in own.items()}
    for found in listed:
        assert (site / found["url"].removeprefix(building.SITE_URL)).is_file(), found["url"]


@pytest.mark.parametrize("locale", LOCALES)
def test_llms_full_holds_every_page_in_the_navigations_order(site: Path, locale: str) -> None:
    home = site / HOMES[locale].removeprefix(building.SITE_URL)
    text, llms = ((home / name).read_text(encoding="utf-8") for name in ("llms-full.txt", "llms.txt"))
    places = {name: text.index(f"\n<{absolute(locale, name)}>\n") for name in reading.names(locale)}
    order = [link.attributes["href"] for link in _navigation(site, locale)]
    named = {absolute(locale, name): place for name, place in places.items()}
    assert [url for url in order if url in named] == sorted(named, key=lambda url: named[url])
    assert all(markdown(site, locale, name).strip() in text for name in places)
    assert f"({len(text.encode()) / 1e6:.1f} MB" in llms.replace("（", "(")


def _navigation(site: Path, locale: str) -> list[reading.Element]:
    """The links of the home page's navigation, made absolute."""
    found = []
    for link in reading.read(site / reading.address(locale, "index") / "index.html").with_class("md-nav__link"):
        href = link.attributes.get("href", "")
        if href and not href.startswith("#"):
            url = HOMES[locale] if href in (".", "./") else HOMES[locale] + href
            found.append(reading.Element("a", {"href": url}))
    return list({link.attributes["href"]: link for link in found}.values())


def test_what_the_site_publishes_is_what_of_page_gives(site: Path) -> None:
    """Without MkDocs; but for the footer's offer of a notebook, which depends on where the site is."""
    for name in ("errors", "behaviour/devices", "reference/glossary"):
        assert (
            of_page(reading.source("en", name), "en", building.SITE_URL).splitlines()[:40]
            == markdown(site, "en", name).splitlines()[:40]
        )


def test_the_sitemap_is_absolute_reciprocal_and_says_no_more_than_is_known(site: Path) -> None:
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()).decode() == text
    urls = {url.findtext(f"{SITEMAP}loc"): url for url in ElementTree.fromstring(text)}
    assert not [url for url in urls if "404" in str(url)]
    assert not list(ElementTree.fromstring(text).iter(f"{SITEMAP}changefreq"))
    for locale, name in reading.every_page():
        url = urls[absolute(locale, name)]
        assert {link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")} == languages(name)
        modified = url.findtext(f"{SITEMAP}lastmod")
        assert modified is None or re.fullmatch(r"\d{4}-\d\d-\d\d", modified)
        assert modified == article(site, locale, name).get("dateModified")


def test_robots_txt_names_the_sitemap(site: Path) -> None:
    assert f"Sitemap: {building.SITE_URL}sitemap.xml\n" in (site / "robots.txt").read_text(encoding="utf-8")
