"""What programs read, published beside what people read: glue between MkDocs and plain, listed and structured."""

import gzip
from pathlib import Path
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from scripts import plain
from scripts.render.words import LOCALES
from scripts.site import dates, html, listed, structured
from scripts.site.listed import Listed

_order: dict[str, list[str]] = {}  # the sources of a language's pages as the navigation has them
_pages: dict[str, Listed] = {}  # by source, like zh/modes/no-grad.md
_known: list[dates.Dates] = []


def begin() -> None:
    """Before the first language is built."""
    _order.clear()
    _pages.clear()
    _known[:] = [dates.read()]


def keep(page: Page, expanded: str, locale: str, config: MkDocsConfig) -> None:
    """Note the expanded Markdown of a page, cleaned."""
    page.meta["plain"] = plain.cleaned(expanded, Path(page.file.abs_src_path), locale, config.site_url or "")


def order(nav: Navigation) -> None:
    """Note the navigation of the language that is being built."""
    sources = [page.file.src_uri for page in nav.pages]
    _order[sources[0].partition("/")[0] if sources else ""] = sources


def with_head(output: str, page: Page, locale: str, config: MkDocsConfig, languages: dict[str, str]) -> str:
    """Tell programs in the page's head what it is, and write its Markdown beside it."""
    one = _listed(page, locale, _root(config), languages)
    _pages[page.file.src_uri] = one
    target = Path(page.file.abs_dest_path).with_suffix(".md")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(one.markdown, encoding="utf-8")
    return html.with_head(output, structured.head(one, _root(config)))


def publish(site: Path, config: MkDocsConfig) -> None:
    """Once all languages are built: the lists of all pages."""
    root = _root(config)
    pages = [_pages[source] for locale in LOCALES for source in _order.get(locale, ()) if source in _pages]
    for locale in LOCALES:
        folder = site if locale == LOCALES[0] else site / locale
        (folder / "llms.txt").write_text(listed.llms(pages, locale, root), encoding="utf-8")
        (folder / "llms-full.txt").write_text(listed.llms_full(pages, locale), encoding="utf-8")
    sitemap = listed.sitemap(pages)
    (site / "sitemap.xml").write_text(sitemap, encoding="utf-8")
    (site / "sitemap.xml.gz").write_bytes(gzip.compress(sitemap.encode(), mtime=0))
    (site / "robots.txt").write_text(listed.robots(root), encoding="utf-8")


def _listed(page: Page, locale: str, root: str, languages: dict[str, str]) -> Listed:
    url, section = languages[locale], page.ancestors[0] if page.ancestors else None
    return Listed(
        locale=locale,
        url=url,
        markdown_url=f"{url}index.md" if url.endswith("/") else f"{url.removesuffix('.html')}.md",
        title=str(page.title),
        description=str(page.meta.get("description", "")),
        section=section.title if section else None,
        section_url=_index(section, root) if section else None,
        languages={**languages, "x-default": languages[LOCALES[0]]},
        modified=_known[0].of(Path(page.file.abs_src_path)) if _known else None,
        markdown=page.meta.pop("plain", ""),
    )


def _index(section: Section, root: str) -> str | None:
    """The address of a chapter's own page, if it has one."""
    own = [one for one in section.children if isinstance(one, Page) and one.file.name == "index"]
    return urljoin(root, own[0].url) if own else None


def _root(config: MkDocsConfig) -> str:
    return f"{(config.site_url or '').rstrip('/')}/"
