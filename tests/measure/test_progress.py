"""Progress is a bar on a terminal and plain lines elsewhere, and needs nothing installed."""

import sys

import pytest

from scripts.measure import progress


def show(total: int) -> None:
    with progress.shown("timing", total) as advance:
        for step in range(total):
            advance(f"step {step}")


def test_off_a_terminal_it_is_a_line_at_every_tenth(capsys: pytest.CaptureFixture) -> None:
    show(200)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 10
    assert lines[0] == "timing: 10 % (step 19)"
    assert lines[-1] == "timing: 100 % (step 199)"


def test_without_rich_it_is_the_same(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    for module in ("rich.console", "rich.progress"):
        monkeypatch.setitem(sys.modules, module, None)
    show(5)
    assert capsys.readouterr().err.splitlines()[-1] == "timing: 100 % (step 4)"


def test_on_a_terminal_it_is_a_bar_that_goes_when_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    show(3)
    said = capsys.readouterr().err
    assert "%" not in said
    assert "\x1b[" in said
