"""Notebooks reach their branch as pages link to them, and a branch that is no branch of notebooks is left alone."""

import subprocess
from pathlib import Path

import pytest

from scripts.render.words import LOCALES
from scripts.site import notebook_branch, notebook_files, take_away


def git(where: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false", *arguments]
    return subprocess.run(command, cwd=where, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A shallow clone, as a workflow has it, of a repository with one commit on main; it ignores what is built."""
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(origin))
    (origin / ".gitignore").write_text("/build/\n*.ipynb\n")
    git(origin, "add", ".")
    git(origin, "commit", "--quiet", "-m", "First")
    git(tmp_path, "clone", "--quiet", "--depth=1", origin.as_uri(), str(clone))
    return clone


def write(clone: Path, **notebooks: str) -> Path:
    folder = clone / "build" / "notebooks"
    for path in folder.rglob("*.ipynb"):
        path.unlink()
    for name, text in notebooks.items():
        path = folder / f"{name.replace('_', '/')}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def on_branch(clone: Path) -> list[str]:
    return git(clone.parent / "origin", "ls-tree", "-r", "--name-only", "notebooks").splitlines()


def test_the_branch_is_made_then_follows_the_folder_without_force(clone: Path) -> None:
    folder = write(clone, zh_labs_a="1", en_labs_a="1")
    assert "pushed" in notebook_branch.push(folder, "notebooks", clone)
    assert on_branch(clone) == ["en/labs/a.ipynb", "zh/labs/a.ipynb"]
    assert notebook_branch.push(folder, "notebooks", clone) == "notebooks: nothing changed"
    write(clone, zh_labs_b="1", en_labs_b="2")
    assert "pushed" in notebook_branch.push(folder, "notebooks", clone)
    assert on_branch(clone) == ["en/labs/b.ipynb", "zh/labs/b.ipynb"]
    assert git(clone.parent / "origin", "rev-list", "--count", "notebooks") == "2"


def test_a_branch_with_other_files_is_left_alone(clone: Path) -> None:
    folder, before = write(clone, zh_labs_a="1"), git(clone.parent / "origin", "rev-parse", "main")
    with pytest.raises(
        notebook_branch.Refused, match=r"branch 'main' holds '\.gitignore', which is no notebook; set NOT"
    ):
        notebook_branch.push(folder, "main", clone)
    assert git(clone.parent / "origin", "rev-parse", "main") == before


def test_an_empty_folder_does_not_empty_the_branch(clone: Path) -> None:
    notebook_branch.push(write(clone, zh_labs_a="1"), "notebooks", clone)
    with pytest.raises(notebook_branch.Refused, match=r"holds no notebook; run `make notebooks`"):
        notebook_branch.push(write(clone), "notebooks", clone)
    assert on_branch(clone) == ["zh/labs/a.ipynb"]


def test_without_a_branch_it_is_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NOTEBOOKS_BRANCH", raising=False)
    assert notebook_branch.main() == 2
    assert "NOTEBOOKS_BRANCH names no branch" in capsys.readouterr().err


def test_what_git_refuses_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(*_: object) -> str:
        raise subprocess.CalledProcessError(128, ["git", "push"], stderr="remote: denied\n")

    monkeypatch.setenv("NOTEBOOKS_BRANCH", "notebooks")
    monkeypatch.setattr(notebook_branch, "push", refuse)
    assert notebook_branch.main() == 1
    assert capsys.readouterr().err == "git push: remote: denied\n"


def test_every_notebook_of_the_site_lies_where_pages_link_to(site: Path, tmp_path: Path) -> None:
    count = notebook_files.collect(site, tmp_path / "notebooks")
    found = {path.relative_to(tmp_path / "notebooks").as_posix() for path in (tmp_path / "notebooks").rglob("*.ipynb")}
    assert len(found) == count == len([path for path in site.rglob("*.ipynb") if "records" not in path.parts])
    assert {name.split("/")[0] for name in found} == set(LOCALES)
    for name in found:
        link = take_away.colab(name.replace(".ipynb", ".md"), "https://github.com/a/b", "notebooks")
        assert link == f"https://colab.research.google.com/github/a/b/blob/notebooks/{name}"


def test_a_site_without_a_notebook_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook_files, "SITE", tmp_path)
    assert notebook_files.main() == 1
