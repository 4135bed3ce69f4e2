"""The lists of pages that programs ask for: llms.txt and llms-full.txt of a language, sitemap.xml, robots.txt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from scripts.render.words import LOCALES, Words

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True)
class Listed:
    """A published page. `languages` are its addresses by hreflang, `section` the chapter of the navigation that it is in,
    with its address where it has a page; `modified` is a date, where that is known.
    """

    locale: str
    url: str
    markdown_url: str
    title: str
    description: str
    section: str | None
    section_url: str | None
    languages: Mapping[str, str]
    modified: str | None
    markdown: str


def llms(pages: Sequence[Listed], locale: str, site_url: str) -> str:
    """The form of llmstxt.org: title, summary, the chapters with a link to the Markdown of each page."""
    say, own = Words(locale), [page for page in pages if page.locale == locale]
    home = home_of(locale, site_url)
    chapters: dict[str, list[str]] = {}
    for page in own:
        line = f"- [{page.title}]({page.markdown_url}): {page.description}"
        chapters.setdefault(page.section or say("programs.start"), []).append(line)
    others = [other for other in LOCALES if other != locale]
    more = [f"- [llms-full.txt]({home}llms-full.txt): {say('programs.full', size=_size(pages, locale))}"]
    more += [
        f"- [{Words(other)('site.name')}]({home_of(other, site_url)}llms.txt): {say('programs.other')}"
        for other in others
    ]
    more += [
        f"- [{name}.json]({site_url}records/cpu/{name}.json): {say(f'programs.records.{name}')}" for name in _RECORDS
    ]
    chapters[_OPTIONAL] = more
    parts = [_opening(say), *(f"## {title}\n\n" + "\n".join(lines) for title, lines in chapters.items())]
    return "\n\n".join(parts) + "\n"


def llms_full(pages: Sequence[Listed], locale: str) -> str:
    """Every page of a language, in the navigation's order."""
    own = [page.markdown.strip() for page in pages if page.locale == locale]
    return "\n\n---\n\n".join([_opening(Words(locale)), *own]) + "\n"


def sitemap(pages: Sequence[Listed]) -> str:
    """Every page with all its languages, absolute and reciprocal, and the date of its last change where that is known."""
    register_namespace("", SITEMAP)
    register_namespace("xhtml", XHTML)
    root = Element(f"{{{SITEMAP}}}urlset")
    for page in pages:
        url = SubElement(root, f"{{{SITEMAP}}}url")
        SubElement(url, f"{{{SITEMAP}}}loc").text = page.url
        if page.modified:
            SubElement(url, f"{{{SITEMAP}}}lastmod").text = page.modified
        for language, href in page.languages.items():
            SubElement(url, f"{{{XHTML}}}link", {"rel": "alternate", "hreflang": language, "href": href})
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def robots(site_url: str) -> str:
    return f"User-agent: *\nAllow: /\n\nSitemap: {site_url}sitemap.xml\n"


def home_of(locale: str, site_url: str) -> str:
    return site_url if locale == LOCALES[0] else urljoin(site_url, f"{locale}/")


def _size(pages: Sequence[Listed], locale: str) -> str:
    """How much llms-full.txt is, so that a program can tell whether it wants it."""
    return f"{len(llms_full(pages, locale).encode()) / 1e6:.1f} MB"


def _opening(say: Words) -> str:
    return f"# {say('site.name')}\n\n> {say('programs.summary')}\n\n{say('programs.read')}"


_RECORDS = ("behaviour", "snippets", "timing", "memory")
_OPTIONAL = "Optional"  # the form's own word: what may be left out
