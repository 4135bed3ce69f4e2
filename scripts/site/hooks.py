"""MkDocs hooks: thin glue between MkDocs and scripts.pages, scripts.render. Nothing is run here, but a new lab."""

import logging
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # MkDocs loads hooks by path
    sys.path.insert(0, str(ROOT))

from scripts import claims, labs, pages, records, snippets, whole  # noqa: E402
from scripts.measure import labs as running  # noqa: E402
from scripts.render import __main__ as rendering  # noqa: E402
from scripts.render import explorer, needs, ran, words  # noqa: E402
from scripts.site import built, feedback, hover, html, language, light, machines, memo, offline, search, take_away, ways  # noqa: E402

DEFAULT, *OTHERS = words.LOCALES
_PLACED = re.compile(r'(?P<attribute>href|src)="(?P<kind>record|asset):(?P<path>[\w./-]+)"')
_FOLDERS = {"record": "records", "asset": "assets"}
_log = logging.getLogger("mkdocs.hooks.handbook")
_serving = False
_drawn: dict[str, list[str]] = {}  # the figures of the lab that is being built, by its page
_ERRORS = (
    pages.PageError,
    snippets.SnippetError,
    claims.ClaimError,
    labs.LabError,
    records.RecordError,
    html.HtmlError,
    light.LightError,
    offline.OfflineError,
    words.WordsError,
    whole.NotWritten,
)
_WATCHED = (
    "snippets",
    "docs/data",
    "docs/records",
    "build/records",
    "scripts/site",
)  # not build/generated: it would loop
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
logging.getLogger("jieba").setLevel(logging.WARNING)


@contextmanager
def _in_one_line() -> Iterator[None]:
    """Our own errors as MkDocs' own, of which it prints the message once; of others it shows a traceback."""
    try:
        yield
    except _ERRORS as error:
        raise PluginError(f"{error}") from None


def on_startup(command: str, dirty: bool) -> None:  # noqa: ARG001
    """The live site has no archive: it would be packed again at every change. What it read of a page it remembers."""
    global _serving
    _serving = command == "serve"
    if _serving:
        memo.begin()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Without a repository there is nothing to edit in. What is not served is built beside the old site."""
    if not _serving and not _i18n(config).building:
        built.begin(config)
    config.edit_uri = feedback.edit_uri(config.repo_url or "")
    if os.environ.get("ONLY"):  # links of one page alone lead to pages that are not there: that is no news
        config.validation.nav.not_found = config.validation.links.not_found = logging.DEBUG
    return config


def on_serve(server: Any, config: MkDocsConfig, builder: Any) -> Any:  # noqa: ARG001
    """Rebuild when what pages are made from changes."""
    for folder in _WATCHED:
        if (ROOT / folder).exists():
            server.watch(str(ROOT / folder))
    return server


def on_files(files: Files, config: MkDocsConfig) -> Files:  # noqa: ARG001
    """ONLY=zh/modes/no-grad builds that page and the home pages, for a quick look while writing."""
    only = os.environ.get("ONLY")
    if only:
        kept = {f"{only}.md", *(f"{locale}/index.md" for locale in words.LOCALES)}
        for file in [file for file in files.documentation_pages() if file.src_uri not in kept]:
            files.remove(file)
    return files


@_in_one_line()
def on_pre_build(config: MkDocsConfig) -> None:
    """Render the generated blocks from the records that exist; MkDocs itself never makes one."""
    if _i18n(config).building:
        return
    for cached in (ran.runs, needs.runs, words.load, hover.known):
        cached.cache_clear()
    rendering.render()
    machines.begin()


@event_priority(-200)  # after static-i18n, which makes a language's own at -100
def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG001
    """The order in which programs are told of the pages."""
    machines.order(nav)
    return nav


@_in_one_line()
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Expand the includes, and say at the end what ran where and when."""
    path = Path(page.file.abs_src_path)
    locale = _locale(page)
    written = path.read_text(encoding="utf-8")
    text = (
        "\n" * (len(written.splitlines()) - len(markdown.splitlines())) + markdown
    )  # front matter as blank lines: errors name the line
    if labs.is_lab(path) and running.have(labs.load(path)):
        _log.info("ran the lab %s", path.stem)
    expanded = pages.expand(path, locale, text)
    expanded += pages.footer(path, locale) + take_away.offer(path, page, locale, config)
    if labs.is_lab(path):
        _drawn[page.file.src_uri] = take_away.figures(path, page, config, files)
    machines.keep(page, expanded, locale, config)
    return expanded.replace("{{site_root}}records/", "record:")


@_in_one_line()
def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Links to records and to scripts of one page, which are published beside the pages and not known to MkDocs."""

    def placed(found: re.Match[str]) -> str:
        url = get_relative_url(f"{_FOLDERS[found['kind']]}/{found['path']}", page.url)
        return f'{found["attribute"]}="{url}"'

    content = html.with_figures(content, _drawn.pop(page.file.src_uri, []))
    return search.without_labels(_PLACED.sub(placed, content))


@_in_one_line()
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Put right what the theme leaves wrong, then seal the page with its policy. Its notebook lies beside it."""
    locale = _locale(page)
    output = search.unmarked(output)
    take_away.publish(page)
    path = page.url.removeprefix(f"{locale}/") if locale != DEFAULT else page.url
    root = (config.site_url or "").rstrip("/")
    addresses = {DEFAULT: f"{root}/{path}", **{other: f"{root}/{other}/{path}" for other in OTHERS}}
    addresses = {name: _tidy(url) for name, url in addresses.items()}
    place = ways.Place(
        Path(page.file.abs_src_path),
        page.file.src_uri,
        locale,
        page.url,
        addresses[locale],
        (config.repo_url or "").rstrip("/"),
    )
    output = ways.added(output, place)
    output = html.with_absolute_alternates(output, addresses)
    output = machines.with_head(output, page, locale, config, addresses)
    if locale != DEFAULT:
        output = html.with_search_base(output, get_relative_url(f"{locale}/", page.url))
    return html.sealed(output, words.Words(locale))


@_in_one_line()
def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """404.html is one page in both languages, built with the default one: hosts know only the one at the root."""
    if template_name != "404.html":
        return output_content
    return "" if _i18n(config).building else html.sealed(html.without_alternates(output_content), words.Words(DEFAULT))


@event_priority(-200)  # after static-i18n, which merges the indexes of all languages at -100
@_in_one_line()
def on_post_build(config: MkDocsConfig) -> None:
    """Once all languages are built: an index for each, the records beside the pages, and what the explorer answers."""
    if _i18n(config).building:
        return
    site = Path(config.site_dir)
    search.split(site, DEFAULT, OTHERS, search.messages(ROOT), search.phrases(ROOT), language.reader(ROOT))
    machines.publish(site, config)
    shutil.copytree(records.BUILT, site / "records" / "cpu", dirs_exist_ok=True, ignore=whole.unfinished)
    for locale in words.LOCALES:
        data = records.GENERATED / locale / explorer.FILE
        shutil.copyfile(data, site / "assets" / "javascripts" / f"explorer-data-{locale}.js")
    light.assets(site, config.extra_css)
    if not _serving:
        offline.publish(site, urlsplit(config.site_url or "").path or "/")
        built.finish(config)


def on_build_error(error: Exception) -> None:
    """The old site stays as it was; what the system did not let us write is one line, not a traceback."""
    built.end()
    built.refused(error)


@_in_one_line()
def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:  # noqa: ARG001
    """Templates know the words of both languages. Each is compiled once, not for every language and every build."""
    env.bytecode_cache = memo.Templates(ROOT / "build" / "cache" / "templates")
    env.globals["words"] = {locale: words.load(locale)["site"] for locale in words.LOCALES}
    env.globals["offline"] = {locale: words.load(locale)["offline"] for locale in words.LOCALES}
    env.globals["archive"] = {"name": "" if _serving else offline.FILE, "size": offline.SIZE}
    return env


def _tidy(url: str) -> str:
    return url.removesuffix("./")


def _locale(page: Page) -> str:
    return PurePosixPath(page.file.src_uri).parts[0]


def _i18n(config: MkDocsConfig) -> Any:
    return config.plugins["i18n"]
