"""What stands above and under an output: where it was compared, and what a GPU printed or raised instead."""

from pathlib import Path
from typing import Any

import pytest

from scripts.render import ran
from scripts.snippets import Snippet, parse

TEXT = "{mark}```python\nprint(1)\n```\n\n<!--pytest-codeblocks:expected-output-->\n\n```\n1\n```\n"
RECORD = {
    "torch": {"version": "2.0.0+cpu"},
    "host": {"cpu": "Example CPU", "python": "3.11"},
    "run": {"started": "2026-01-02T03:04:05+00:00"},
    "git": {"commit": None, "dirty": None},
}


@pytest.fixture
def snippet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Snippet:
    monkeypatch.setattr("scripts.snippets.FOLDER", tmp_path)
    path = tmp_path / "topic" / "name.md"
    path.parent.mkdir()
    path.write_text(TEXT.format(mark=""), encoding="utf-8")
    return parse(path)


def run(snippet: Snippet, device: str | None, outcome: str, **more: Any) -> ran.Run:
    row = {"id": snippet.id, "input_sha256": snippet.sha256, "outcome": outcome, "output": None, "reason": None, **more}
    return ran.Run("folder", RECORD | {"device": {"name": device} if device else None}, {snippet.id: row})


def shown(monkeypatch: pytest.MonkeyPatch, snippet: Snippet, here: ran.Run, gpu: ran.Run) -> list[ran.Output]:
    monkeypatch.setattr(ran, "runs", lambda: (here, [gpu]))
    return ran.outputs(snippet, "en")


def test_what_only_a_gpu_can_run_is_verified_by_the_gpu(monkeypatch: pytest.MonkeyPatch, snippet: Snippet) -> None:
    (one,) = shown(monkeypatch, snippet, run(snippet, None, "skipped"), run(snippet, "Example GPU", "passed"))
    assert one.shape == "output"
    assert "ran and compared on Example GPU · torch 2.0.0" in one.label


def test_what_nobody_ran_is_not_verified(monkeypatch: pytest.MonkeyPatch, snippet: Snippet) -> None:
    (one,) = shown(monkeypatch, snippet, run(snippet, None, "skipped"), run(snippet, "Example GPU", "skipped"))
    assert one.shape == "output-stale"


def test_another_output_on_a_gpu_stands_beside_it(monkeypatch: pytest.MonkeyPatch, snippet: Snippet) -> None:
    gpu = run(snippet, "Example GPU", "differs", output="2\n")
    first, second = shown(monkeypatch, snippet, run(snippet, None, "passed"), gpu)
    assert "see below" in first.label
    assert (second.label, second.text) == ("Output on Example GPU · torch 2.0.0 · 2026-01-02", "2\n")


def test_what_a_gpu_raised_is_shown_without_our_own_line_number(
    monkeypatch: pytest.MonkeyPatch, snippet: Snippet
) -> None:
    gpu = run(snippet, "Example GPU", "failed", reason="snippets/topic/name.md:2: RuntimeError: no")
    first, second = shown(monkeypatch, snippet, run(snippet, None, "passed"), gpu)
    assert first.shape == "output"
    assert "raises on Example GPU" in first.label
    assert second.text == "RuntimeError: no\n"


def test_what_changed_since_it_ran_is_not_verified(monkeypatch: pytest.MonkeyPatch, snippet: Snippet) -> None:
    here = run(snippet, None, "passed", input_sha256="of another text")
    (one,) = shown(monkeypatch, snippet, here, run(snippet, "Example GPU", "passed", input_sha256="of another text"))
    assert one.shape == "output-stale", f"{one.label}: verified, and it is another text that ran"
