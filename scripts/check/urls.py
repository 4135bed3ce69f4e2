"""A published address never disappears: docs/data/urls.txt lists them all, one a line, sorted.

An address that is gone needs a redirect: docs/data/redirects.yml maps old addresses to new ones.
"""

from collections.abc import Iterator
from pathlib import Path

from scripts import whole
from scripts.check import changes, claims, data, frameworks, sections, terms, truth_tables
from scripts.check.problem import Problem
from scripts.check.sections import TOP, Page
from scripts.render.words import LOCALES

PATH = Path("docs/data/urls.txt")
REDIRECTS = "docs/data/redirects.yml"
_APPEND = "run `make check PAGE=urls`"


def problems(root: Path) -> Iterator[Problem]:
    existing, redirects = _existing(root), _redirects(root)
    published = listed(root)
    for number, url in enumerate(published, 1):
        if url not in existing and url not in redirects:
            what = f"{url} was published and is gone"
            yield Problem(PATH, number, what, f"bring it back, or redirect it in {REDIRECTS}")
        if number > 1 and url <= published[number - 2]:
            yield Problem(PATH, number, f"{url} is out of order or stands twice", "sort the file, each address once")
    for url in existing.keys() - set(published):
        page, line = existing[url]
        yield Problem(page.path, line, f"{url} is not in {PATH.as_posix()}", _APPEND)
    for old, (line, new) in redirects.items():
        if new not in existing:
            yield Problem(Path(REDIRECTS), line, f"{old} leads to {new}, which does not exist", "correct it")


def append(root: Path) -> list[str]:
    """Add the addresses that are new; returns them. None is ever taken away. Raises NotWritten."""
    published = set(listed(root))
    new = sorted(_existing(root).keys() - published)
    if new:
        whole.write(root / PATH, "".join(f"{url}\n" for url in sorted(published.union(new))))
    return new


def count(root: Path) -> int:
    return len(listed(root))


def address(page: Page) -> str:
    """Where a page is published: the default language at the root, an index at its folder."""
    return address_of(page.name, page.locale)


def address_of(name: str, locale: str) -> str:
    parts = [] if locale == LOCALES[0] else [locale]
    parts += [part for part in name.split("/") if part != "index"]
    return "/".join(["", *parts, ""])


def _existing(root: Path) -> dict[str, tuple[Page, int]]:
    found = {}
    for page in sections.all_pages(root):
        found[address(page)] = (page, 1)
        for section in page.sections:
            if section.slug not in ("", TOP):
                found[f"{address(page)}#{section.slug}"] = (page, section.line)
    named = {(page.name, page.locale): page for page in sections.all_pages(root)}
    anchors = (pair for one in (truth_tables, frameworks, terms, claims, changes) for pair in one.anchors(root))
    for name, anchor in anchors:
        for page in (named[name, locale] for locale in LOCALES if (name, locale) in named):
            found[f"{address(page)}#{anchor}"] = (page, 1)
    return found


def listed(root: Path) -> list[str]:
    """The addresses in docs/data/urls.txt."""
    return (root / PATH).read_text(encoding="utf-8").splitlines() if (root / PATH).exists() else []


def _redirects(root: Path) -> dict[str, tuple[int, str]]:
    """Where each old address leads, with its line."""
    found = data.texts(root, REDIRECTS) if (root / REDIRECTS).exists() else []
    return {old: (line, new) for line, old, new in found}
