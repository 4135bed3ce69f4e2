"""The newest stable torch is what pip lists first; the pinned one is nothing new."""

import subprocess

import pytest

from scripts.measure import newest, pinned


def pip_says(monkeypatch: pytest.MonkeyPatch, told: str, status: int = 0, error: str = "") -> list[list[str]]:
    """Instead of asking: what was asked is returned."""
    asked: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, status, told, error)

    monkeypatch.setattr(subprocess, "run", run)
    return asked


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("torch (2.15.0)\nAvailable versions: 2.15.0, 2.14.1\n  INSTALLED: 2.13.0\n", "2.15.0"),
        ("torch (2.15.0+cpu)\nAvailable versions: 2.15.0+cpu\n", "2.15.0"),
        (f"torch ({pinned.release()}+cpu)\n", ""),
    ],
)
def test_the_first_that_is_listed_is_the_newest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], told: str, found: str
) -> None:
    monkeypatch.setenv("TORCH_INDEX", "https://wheels.example/cpu")
    asked = pip_says(monkeypatch, told)
    assert newest.main() == 0
    assert capsys.readouterr().out == f"{found}\n"
    assert asked[0][-2:] == ["--index-url", "https://wheels.example/cpu"]


@pytest.mark.parametrize(("told", "status"), [("", 1), ("torch (nightly)\n", 0)])
def test_where_pip_can_t_tell_it_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], told: str, status: int
) -> None:
    pip_says(
        monkeypatch, told, status, "WARNING: a\nERROR: No matching distribution found for torch\n" if status else ""
    )
    assert newest.main() == 1
    assert capsys.readouterr().err.startswith("pip could not tell the newest torch: ")
