"""A page's date is that of its newest source, and none where it can't be known."""

import subprocess
from pathlib import Path

import pytest

from scripts.records import ROOT
from scripts.site import dates


def git(root: Path, *command: str, date: str = "2026-01-01") -> None:
    day = f"{date}T12:00:00+00:00"
    environment = {
        "GIT_AUTHOR_DATE": day,
        "GIT_COMMITTER_DATE": day,
        "HOME": str(root),
        "PATH": "/usr/bin:/bin:/usr/local/bin",
    }
    named = ["-c", "user.name=a", "-c", "user.email=a@modes.example", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *named, *command], cwd=root, env=environment, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "handbook"
    root.mkdir()
    git(root, "init")
    for name, date in (("页.md", "2026-01-01"), ("b.md", "2026-02-02")):
        (root / name).write_text(name, encoding="utf-8")
        git(root, "add", ".", date=date)
        git(root, "commit", "-m", name, date=date)
    return root


def test_the_newest_of_the_sources_counts(repository: Path) -> None:
    known = dates.read(repository)
    assert known.newest(["页.md"]) == "2026-01-01"
    assert known.newest(["页.md", "b.md"]) == "2026-02-02"


def test_what_is_not_as_committed_has_no_date(repository: Path) -> None:
    (repository / "页.md").write_text("changed", encoding="utf-8")
    (repository / "new.md").write_text("new", encoding="utf-8")
    known = dates.read(repository)
    assert known.newest(["页.md"]) is None
    assert known.newest(["b.md", "new.md"]) is None
    assert known.newest(["b.md"]) == "2026-02-02"


def test_a_shallow_clone_has_no_dates(repository: Path) -> None:
    git(repository.parent, "clone", "--depth", "1", f"file://{repository}", "shallow")
    assert dates.read(repository.parent / "shallow") == dates.Dates()


def test_without_a_repository_there_are_no_dates(tmp_path: Path) -> None:
    assert dates.read(tmp_path) == dates.Dates()


def test_snippets_and_data_are_sources() -> None:
    found = list(dates.sources(ROOT / "docs" / "zh" / "behaviour" / "graph.md"))
    assert found[0] == "docs/zh/behaviour/graph.md"
    assert "docs/data/behaviour/graph.yml" in found
    assert "docs/data/changes.yml" in dates.sources(ROOT / "docs" / "en" / "changes.md")
    assert "snippets/home/evaluation-loop.md" in dates.sources(ROOT / "docs" / "zh" / "index.md")


def test_the_words_of_a_chinese_lab_s_figures_are_a_source() -> None:
    words, page = "docs/data/labs/batchnorm.yml", "labs/batchnorm.md"
    assert words in dates.sources(ROOT / "docs" / "zh" / page)
    assert words not in dates.sources(ROOT / "docs" / "en" / page)  # its figures speak English by themselves
