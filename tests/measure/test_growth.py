"""A synthetic handbook builds, and the table that tells how the real one grows is whole and says that growth is linear."""

import re

import pytest

from scripts.measure import growth
from scripts.records import ROOT

CONFIG = "site_name: a\nexclude_docs: |\n  /data/\nnav:\n  - index.md\n  - A:\n    - a.md\n\nplugins: []\n"


def test_a_small_one_is_built_and_measured() -> None:
    built = growth.measured(2)
    assert built.pages == 2
    assert built.seconds > 1
    assert built.peak_bytes > 50 * 1024**2
    assert built.heaviest_index > 1000


def test_its_configuration_shows_its_pages_only() -> None:
    assert growth.configuration(CONFIG, ["growth/page-0001.md"]) == (
        "site_name: a\nexclude_docs: |\n"
        "  /zh/*\n  !/zh/index.md\n  !/zh/growth/\n  /en/*\n  !/en/index.md\n  !/en/growth/\n"
        "  /data/\nnav:\n  - index.md\n  - growth/page-0001.md\n\nplugins: []\n"
    )


@pytest.mark.parametrize("missing", ["nav:", "exclude_docs: |"])
def test_a_configuration_that_is_not_understood_is_refused(missing: str) -> None:
    with pytest.raises(ValueError, match=r"mkdocs\.yml has no"):
        growth.configuration(CONFIG.replace(missing, "other:"), [])


def test_the_table_takes_the_place_of_the_old_one() -> None:
    text = f"a\n{growth.BEGIN}\n\nold\n\n{growth.END}\nb\n"
    assert growth.replaced(text, "new") == text.replace("old", "new")
    with pytest.raises(ValueError, match="put it where the table belongs"):
        growth.replaced("a\nb\n", "new")


def test_a_page_costs_no_more_where_there_are_many() -> None:
    text = growth.TABLE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| \d+ s \| ([\d.]+) s \|", text.partition(growth.BEGIN)[2], re.MULTILINE)
    costs = {int(pages): float(cost) for pages, cost in rows}
    assert tuple(costs) == growth.SIZES, f"run `make growth`; {growth.TABLE.relative_to(ROOT)} has {tuple(costs)}"
    assert costs[1000] <= costs[100] <= costs[10]
