"""A page stays light: what a browser gets for a first visit, compressed as every host compresses it."""

import gzip
import re
from pathlib import Path

from scripts import labs
from tests.site import reading
from tests.site.test_links import target

KB = 1000
PAGE_LIMIT = 30 * KB  # the HTML of the longest page; a page that outgrows it is two pages
ASSETS_LIMIT = 80 * KB  # style sheets, scripts and images of a page, the same for all pages and kept by the browser
# One page each on purpose: the browser's own search goes through all messages, claims or symptoms at once.
LONG_PAGES = {"errors": 80 * KB, "fact-check": 60 * KB, "symptoms": 70 * KB}
LAB_LIMIT = 60 * KB  # without its figures, which are as large as what they show
INDEX_LIMIT = 300 * KB  # fetched when a reader starts to search; the code that truth tables fold away is not in it


_FIGURE = re.compile(rb"<figure.*?</figure>", re.DOTALL)


def weight(path: Path) -> int:
    """A lab is weighed without its figures."""
    text = path.read_bytes()
    return len(gzip.compress(_FIGURE.sub(b"", text) if is_lab(path) else text, 6))


def is_lab(path: Path) -> bool:
    return path.parent.parent.name == labs.FOLDER


def limit(path: Path) -> int:
    return LAB_LIMIT if is_lab(path) else LONG_PAGES.get(path.parent.name, PAGE_LIMIT)


def assets(site: Path, path: str) -> set[Path]:
    page = reading.read(site / path)
    named = [link.attributes["href"] for link in page.all("link") if link.attributes["rel"] in ("stylesheet", "icon")]
    named += [e.attributes["src"] for e in page if e.tag in ("script", "img") and e.attributes.get("src")]
    return {site / found[0] for name in named if (found := target(path, name))}


def test_no_page_is_heavier_than_its_limit(site: Path) -> None:
    weights = {path: weight(site / path) for path in reading.everything(site)}
    assert not {path: size for path, size in weights.items() if size > limit(site / path)}
    assert len([path for path in weights if is_lab(site / path)]) >= 12


def test_no_page_needs_more_assets_than_the_limit(site: Path) -> None:
    for path in reading.everything(site):
        sizes = {asset.name: weight(asset) for asset in assets(site, path)}
        assert len(sizes) >= 5, path
        assert sum(sizes.values()) <= ASSETS_LIMIT, (path, sizes)


def test_no_search_index_is_heavier_than_its_limit(site: Path) -> None:
    for index in site.rglob("search_index.json"):
        assert weight(index) <= INDEX_LIMIT, index
