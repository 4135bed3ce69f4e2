"""What a page's head tells search engines, chats that unfold a link, and programs: JSON-LD, Open Graph, the page's Markdown."""

import json
from html import escape
from typing import Any
from urllib.parse import urljoin

from scripts.render.words import LOCALES, Words
from scripts.site.listed import Listed, home_of

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
CARD = "assets/images/card-{locale}.png"
CARD_SIZE = (1200, 630)
_LOCALES = {"zh": "zh_CN", "en": "en_US"}


def head(page: Listed, site_url: str) -> str:
    """The elements, one a line."""
    # The space keeps Material's script from asking for a sitemap beside the link, as with hreflang: see site/html.py.
    markdown = f'<link rel="alternate " type="text/markdown" href="{escape(page.markdown_url.rpartition("/")[2])}">'
    return "\n".join([markdown, *_social(page, site_url), _script(page, site_url)])


def data(page: Listed, site_url: str) -> dict[str, Any]:
    """The page as schema.org has it: the home page is the site, every other one an article with a way to it.

    No page is an FAQPage: symptoms are observations and claims are statements, neither is a question with its answer.
    """
    home = home_of(page.locale, site_url)
    graph = [_website(page, home)] if page.url == home else [_article(page, home, site_url), _breadcrumbs(page, home)]
    return {"@context": "https://schema.org", "@graph": graph}


def _website(page: Listed, home: str) -> dict[str, Any]:
    return {
        "@type": "WebSite",
        "@id": home,
        "url": home,
        "name": Words(page.locale)("site.name"),
        "description": page.description,
        "inLanguage": page.locale,
        **_modified(page),
        "license": LICENSE,
    }


def _article(page: Listed, home: str, site_url: str) -> dict[str, Any]:
    return {
        "@type": "TechArticle",
        "@id": page.url,
        "url": page.url,
        "headline": page.title,
        "description": page.description,
        "inLanguage": page.locale,
        **_modified(page),
        "image": _card(page.locale, site_url),
        "license": LICENSE,
        "isPartOf": {"@type": "WebSite", "@id": home, "url": home, "name": Words(page.locale)("site.name")},
    }


def _modified(page: Listed) -> dict[str, str]:
    return {"dateModified": page.modified} if page.modified else {}


def _breadcrumbs(page: Listed, home: str) -> dict[str, Any]:
    """From the home page; a chapter without a page of its own has no address and is left out."""
    way = [(Words(page.locale)("site.name"), home)]
    if page.section and page.section_url not in (None, page.url):
        way.append((page.section, str(page.section_url)))
    way.append((page.title, page.url))
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": url}
        for number, (name, url) in enumerate(way, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _script(page: Listed, site_url: str) -> str:
    """JSON that no text can end: `<` is escaped."""
    text = json.dumps(data(page, site_url), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _social(page: Listed, site_url: str) -> list[str]:
    say, (width, height) = Words(page.locale), CARD_SIZE
    others = [_LOCALES[other] for other in LOCALES if other != page.locale]
    told = {
        "og:type": "website" if page.url == home_of(page.locale, site_url) else "article",
        "og:site_name": say("site.name"),
        "og:title": page.title,
        "og:description": page.description,
        "og:url": page.url,
        "og:locale": _LOCALES[page.locale],
        "og:locale:alternate": others[0],
        "og:image": _card(page.locale, site_url),
        "og:image:width": str(width),
        "og:image:height": str(height),
        "og:image:alt": say("card.alt"),
    }
    found = [f'<meta property="{name}" content="{escape(text)}">' for name, text in told.items()]
    return [*found, '<meta name="twitter:card" content="summary_large_image">']


def _card(locale: str, site_url: str) -> str:
    return urljoin(site_url, CARD.format(locale=locale))
