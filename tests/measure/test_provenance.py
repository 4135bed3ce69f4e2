"""A record says which commit it was made with, also on a machine that got a copy in a repository of another kind."""

import subprocess
from pathlib import Path

import pytest

from scripts.measure import provenance


def test_the_commit_that_is_given_counts_and_not_the_copy_s_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMIT", "0123456789")
    assert provenance.new("snippets", "full", "")["git"] == {"commit": "0123456789", "dirty": None}


def test_without_one_the_repository_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMIT", "")
    monkeypatch.setattr(provenance, "_run", lambda *command: {"rev-parse": "abc", "status": " M x"}[command[1]])
    assert provenance.new("snippets", "full", "")["git"] == {"commit": "abc", "dirty": True}


def test_where_there_is_neither_it_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMIT", "")
    monkeypatch.setattr(provenance, "_run", lambda *_: None)
    assert provenance.new("snippets", "full", "")["git"] == {"commit": None, "dirty": None}


def test_the_records_that_a_run_wrote_are_no_change_of_what_it_is_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMIT", "")
    monkeypatch.setattr(provenance, "ROOT", tmp_path)
    written, code = tmp_path / "docs/records/torch-2.2.2-cpu/snippets.json", tmp_path / "scripts/a.py"
    for path in (written, code):
        path.parent.mkdir(parents=True)
        path.write_text("1")
    author = ["-c", "user.name=a", "-c", "user.email=a@example"]
    for command in (["init", "-q"], ["add", "."], [*author, "commit", "-qm", "a"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    written.write_text("2")
    assert provenance.new("snippets", "full", "")["git"]["dirty"] is False
    code.write_text("2")
    assert provenance.new("snippets", "full", "")["git"]["dirty"] is True
