"""A synthetic handbook builds, and the table that tells how the real one grows is whole and says that growth is linear."""

import re
import subprocess

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


def growth_says(
    monkeypatch, tmp_path, capsys, measured, text=f"{growth.BEGIN}\n{growth.END}\n"
) -> tuple[int, list[str], str]:
    """Exit status, errors and the table's file of a run whose builds are played."""
    monkeypatch.setattr(growth, "TABLE", tmp_path / "CONTRIBUTING.md")
    monkeypatch.setattr(growth, "measured", measured)
    growth.TABLE.write_text(text, encoding="utf-8")
    status = growth.main([])
    return status, capsys.readouterr().err.splitlines()[-1:], growth.TABLE.read_text(encoding="utf-8")


def test_a_whole_run_is_written_where_the_table_belongs(monkeypatch, tmp_path, capsys) -> None:
    status, _, text = growth_says(
        monkeypatch, tmp_path, capsys, lambda pages: growth.Built(pages, pages / 10, 2**20, 1024)
    )
    assert status == 0
    assert "| 1000 | 100 s | 0.05 s | 1 MiB | 1 KiB |" in text


def test_a_mark_that_is_missing_is_told_before_anything_is_built(monkeypatch, tmp_path, capsys) -> None:
    status, said, _ = growth_says(monkeypatch, tmp_path, capsys, None, "no marks\n")
    assert status == 1
    assert said == [f"CONTRIBUTING.md: {growth.BEGIN} … {growth.END} is missing; put it where the table belongs"]


def test_a_build_that_fails_is_one_line(monkeypatch, tmp_path, capsys) -> None:
    def fails(_: int) -> growth.Built:
        raise subprocess.CalledProcessError(3, ["python", "-m", "mkdocs", "build"])

    status, said, text = growth_says(monkeypatch, tmp_path, capsys, fails)
    assert (status, said) == (1, ["-m mkdocs build: exit 3; see above"])
    assert text == f"{growth.BEGIN}\n{growth.END}\n"


def test_a_page_costs_no_more_where_there_are_many() -> None:
    text = growth.TABLE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| \d+ s \| ([\d.]+) s \|", text.partition(growth.BEGIN)[2], re.MULTILINE)
    costs = {int(pages): float(cost) for pages, cost in rows}
    assert tuple(costs) == growth.SIZES, f"run `make growth`; {growth.TABLE.relative_to(ROOT)} has {tuple(costs)}"
    assert costs[1000] <= costs[100] <= costs[10]
