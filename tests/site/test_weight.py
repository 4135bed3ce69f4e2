"""A page stays light: what a browser gets for a first visit, compressed as hosts do, and held against a plain site."""

import gzip
from pathlib import Path

from scripts.site import baseline
from scripts.site import weight as weighing
from tests.site import reading
from tests.site.test_links import target

KB = 1000
PAGE_LIMIT = 30 * KB  # the HTML of the longest page, its figures left out; a page that outgrows it is two pages
ASSETS_LIMIT = 80 * KB  # style sheets, scripts and images of a page, the same for all pages and kept by the browser
# One page each on purpose: the browser's own search goes through all messages, claims or symptoms at once.
LONG_PAGES = {"errors": 90 * KB, "fact-check": 60 * KB, "symptoms": 70 * KB}
INDEX_LIMIT = 300 * KB  # fetched when a reader starts to search; the code that truth tables fold away is not in it


def weight(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def assets(site: Path, path: str) -> set[Path]:
    page = reading.read(site / path)
    named = [link.attributes["href"] for link in page.all("link") if link.attributes["rel"] in ("stylesheet", "icon")]
    named += [e.attributes["src"] for e in page if e.tag in ("script", "img") and e.attributes.get("src")]
    return {site / found[0] for name in named if (found := target(path, name))}


def test_no_page_is_heavier_than_its_limit(site: Path) -> None:
    weights = {path: weighing.of_html((site / path).read_text(encoding="utf-8")) for path in reading.everything(site)}
    limits = {path: LONG_PAGES.get(Path(path).parent.name, PAGE_LIMIT) for path in weights}
    assert not {path: size for path, size in weights.items() if size > limits[path]}


def test_no_page_needs_more_assets_than_the_limit(site: Path) -> None:
    for path in reading.everything(site):
        sizes = {asset.name: weight(asset) for asset in assets(site, path)}
        assert len(sizes) >= 4, path
        assert sum(sizes.values()) <= ASSETS_LIMIT, (path, sizes)


def test_no_search_index_is_heavier_than_its_limit(site: Path) -> None:
    for index in site.rglob("search_index.json"):
        assert weight(index) <= INDEX_LIMIT, index


def outgrown(site: Path, budget: dict[str, dict[str, list[int]]]) -> list[str]:
    """Pages heavier than `baseline.MORE` allows over a plain Material site of the same text, or without a budget."""
    found = []
    for locale, name in reading.published(site):
        if name not in budget.get(locale, {}):
            found.append(f"{locale}/{name} has no line in docs/data/budget.yml; run `make budget`")
            continue
        listed, is_now = sum(budget[locale][name]), sum(weighing.of(site, reading.address(locale, name)))
        if is_now > baseline.MORE * listed:
            what = f"{locale}/{name} weighs {is_now} bytes, {is_now / listed - 1:.0%} more than plain"
            found.append(f"{what}; make it lighter, or if its text has grown, run `make budget`")
    return found


def test_no_page_is_ten_percent_heavier_than_in_a_plain_site(site: Path) -> None:
    assert not outgrown(site, baseline.load())


def test_a_page_that_outgrows_its_budget_or_has_none_is_named(site: Path) -> None:
    budget = baseline.load()
    budget["en"]["modes/no-grad"] = [budget["en"]["modes/no-grad"][0] // 2, budget["en"]["modes/no-grad"][1] - 2_000]
    del budget["zh"]["index"]
    told = outgrown(site, budget)
    assert [line.split(" ")[0] for line in told] == ["zh/index", "en/modes/no-grad"]


def test_figures_and_what_lies_elsewhere_do_not_count(tmp_path: Path) -> None:
    page = '<link rel="stylesheet" href="../a.css"><script src="https://e.example/b.js"></script><img src="data:x">'
    (tmp_path / "one").mkdir()
    (tmp_path / "a.css").write_text("a{}", encoding="utf-8")
    weights = []
    for figure in ("", f'<svg class="pm-svg x" viewBox="0 0 1 1">{"<path/>" * 999}</svg>'):
        (tmp_path / "one/index.html").write_text(page + figure, encoding="utf-8")
        weights.append(weighing.of(tmp_path, "one/"))
    assert weights[0] == weights[1]
    assert weighing.assets(page, "one/") == {"a.css"}
