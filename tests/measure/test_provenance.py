"""A record says which commit it was made with, also on a machine that got a copy in a repository of another kind."""

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
