"""Lighthouse on a phone: full points, and for speed at least 95, the median of three; the load is printed beside them."""

import os
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audit import lighthouse
from tests.browser import hosting, serving

FULL = ("accessibility", "best-practices", "seo")
FAST = 95
RUNS = 3
PAGES = ("", "en/", "modes/no-grad/", "behaviour/graph/", "labs/dropout/", "en/labs/digits/")


@pytest.fixture(scope="module")
def hosted(site: Path) -> Iterator[str]:
    lighthouse.install()
    with serving.served(site, hosting.Handler) as address:
        yield address


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_its_points(hosted: str, page: str, capsys: pytest.CaptureFixture[str]) -> None:
    reports = [lighthouse.report(hosted + page) for _ in range(RUNS)]
    scores = [lighthouse.scores(report) for report in reports]
    speed = statistics.median(one["performance"] for one in scores)
    with capsys.disabled():
        print(
            f"\n/{page}: {scores[0]}, performance {[one['performance'] for one in scores]}, load {os.getloadavg()[0]:.1f}"
        )
    missed = {name: min(one[name] for one in scores) for name in FULL if min(one[name] for one in scores) < 100}
    assert not missed, (missed, lighthouse.findings(reports[0]))
    assert speed >= FAST, lighthouse.findings(reports[0])


def test_a_page_that_loses_points_is_found(hosted: str) -> None:
    """404.html is not to be indexed and has no description: no full points for search engines."""
    found = lighthouse.report(f"{hosted}404.html")
    assert lighthouse.scores(found)["seo"] < 100
    assert [line for line in lighthouse.findings(found) if line.startswith("seo: is-crawlable")]
