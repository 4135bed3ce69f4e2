"""What a finished page still needs, as functions from HTML to HTML: Material's defaults that fail an audit are put right.

Each replacement insists on finding what it replaces: a new Material that words it differently stops the build instead of
losing the fix in silence.
"""

import base64
import hashlib
import re
from collections.abc import Sequence

from scripts.render.words import Words
from scripts.site import light, tables

_INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
_ALTERNATE = re.compile(r'\s*<link rel="alternate" href="[^"]*" hreflang="[^"]*">')
_DRAWING = re.compile(
    r'data-mime-type="image/svg\+xml"[^>]*>\s*<img [^>]*src="data:image/svg\+xml;base64,(?P<svg>[^"]+)"'
)
_PLACEHOLDER = re.compile(r'(?P<p><p>)?<img [^>]*data-lab-figure="(?P<number>\d+)"[^>]*>(?(p)</p>)')
_CODE_AND_LIST = re.compile(
    r'(?P<code><div class="(?:[\w-]+ )*highlight">(?:(?!</?div\b).)*?# \(\d+\)!?</span>(?:(?!</?div\b).)*</div>\s*<ol)>',
    re.DOTALL,
)
_CHARSET = '<meta charset="utf-8">'


class HtmlError(Exception):
    """The theme's HTML is not what a fix expects."""


def sealed(html: str, say: Words) -> str:
    """The page as it is published: all that is put right on every page, and at last its policy."""
    html = with_named_search(html, say("site.search_dialog"))
    html = with_permalink_title(html, say("site.permalink"))
    html = with_system_scheme(html)
    html = without_repository_facts(html)
    html = with_marked_notes(html)
    return with_policy(light.page(tables.described(html, say)))


def with_policy(html: str) -> str:
    """Add the Content-Security-Policy, with the hash of each inline script of the theme. Call it last."""
    hashes = [_script_hash(found["code"]) for found in _INLINE_SCRIPT.finditer(html) if _is_inline(found["attributes"])]
    policy = "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *dict.fromkeys(hashes)]),
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return _replaced(html, _CHARSET, f'{_CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{policy}">')


def drawings(notebook: str) -> list[str]:
    """The SVG of each figure in mkdocs-jupyter's HTML of a notebook, in order."""
    return [base64.b64decode(found["svg"]).decode() for found in _DRAWING.finditer(notebook)]


def with_figures(html: str, figures: Sequence[str]) -> str:
    """Put the figures where their placeholders stand (scripts/render/lab.py)."""
    changed, count = _PLACEHOLDER.subn(lambda found: figures[int(found["number"]) - 1], html)
    if count != len(figures):
        raise HtmlError(f"{len(figures)} figures for {count} places; see scripts/render/lab.py")
    return changed


def with_absolute_alternates(html: str, addresses: dict[str, str]) -> str:
    """Absolute, reciprocal hreflang links with x-default; addresses: {language: absolute URL}, the default one first.

    `rel="alternate "` has a trailing space that search engines ignore: without it Material's script asks for a sitemap
    beside each of them.
    """
    links = [*addresses.items(), ("x-default", next(iter(addresses.values())))]
    block = "".join(f'\n<link rel="alternate " hreflang="{language}" href="{url}">' for language, url in links)
    return _replaced(without_alternates(html), _CHARSET, _CHARSET + block)


def with_head(html: str, elements: str) -> str:
    """Put elements at the end of the page's head."""
    return _replaced(html, "</head>", f"{elements}\n</head>")


def without_alternates(html: str) -> str:
    """Take off the theme's links to the other languages: they are relative."""
    changed, count = _ALTERNATE.subn("", html)
    if not count:
        raise HtmlError("no alternate links in the page's head; the theme has changed, see scripts/site/html.py")
    return changed


def with_search_base(html: str, base: str) -> str:
    """Let a page search the index below `base` (relative, with a trailing slash) instead of the site's root."""
    changed, count = re.subn(
        r'(<script id="__config" type="application/json">\{"(?:annotate": null, ")?base": ")[^"]*',
        rf"\g<1>{base}",
        html,
    )
    if count != 1:
        raise HtmlError("no search base in the page's configuration; the theme has changed, see scripts/site/html.py")
    return changed


def with_named_search(html: str, name: str) -> str:
    """Give the search dialog a name for screen readers."""
    dialog = '<div class="md-search" data-md-component="search" role="dialog"'
    return _replaced(html, dialog, f'{dialog} aria-label="{name}"')


def with_marked_notes(html: str) -> str:
    """Mark the list that explains a code's annotations: style sheets can then tell it from a list that just follows code."""
    return _CODE_AND_LIST.sub(r'\g<code> class="pm-notes">', html)


def with_system_scheme(html: str) -> str:
    """The first frame has the scheme of the reader's system until one was chosen: Material's has the light one."""
    read = 'var palette=__md_get("__palette");'
    dark = 'matchMedia("(prefers-color-scheme: dark)").matches&&{color:{scheme:"slate"}}'
    return _replaced(html, read, f"{read[:-1]}||{dark};")


def without_repository_facts(html: str) -> str:
    """Keep the link to the repository, but not the two calls to GitHub that Material makes for stars and forks."""
    changed = html.replace(' class="md-source" data-md-component="source"', ' class="md-source"')
    if 'data-md-component="source"' in changed:
        raise HtmlError(
            "the link to the repository is not as expected; the theme has changed, see scripts/site/html.py"
        )
    return changed


def with_permalink_title(html: str, title: str) -> str:
    """Headings' permalinks are titled in English by the toc extension, whatever the page's language."""
    english = 'title="Permanent link"'
    if html.count(english) != html.count('class="headerlink"'):
        raise HtmlError("permalinks are not as expected; the toc extension has changed, see scripts/site/html.py")
    return html.replace(english, f'title="{title}"')


def _is_inline(attributes: str) -> bool:
    """Whether it runs: JSON and JSON-LD are data, which no policy asks about."""
    return "src=" not in attributes and not re.search(r'type="application/(?:ld\+)?json"', attributes)


def _script_hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def _replaced(html: str, old: str, new: str) -> str:
    if html.count(old) != 1:
        raise HtmlError(
            f"expected once, found {html.count(old)} times: {old}; the theme has changed, see scripts/site/html.py"
        )
    return html.replace(old, new)
