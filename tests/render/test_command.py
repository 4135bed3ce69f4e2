"""`python -m scripts.render`: writes what differs, touches nothing else, and never leaves half a set."""

from pathlib import Path

import pytest

from scripts.records import RecordError
from scripts.render import __main__ as command
from scripts.render import blocks
from scripts.render import evidence as gathering
from scripts.render.evidence import Evidence


@pytest.fixture
def folder(tmp_path: Path, evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(gathering, "gather", lambda: evidence)
    return tmp_path / "generated"


def test_it_writes_every_block_of_both_languages(folder: Path) -> None:
    command.write(command.rendered(folder))
    assert {path.parent.name for path in folder.glob("*/*")} == {"zh", "en"}
    zh, en = (sorted(path.name for path in (folder / locale).iterdir()) for locale in ("zh", "en"))
    assert zh == en
    assert len(zh) > 15


def test_a_second_run_writes_nothing(folder: Path) -> None:
    command.write(command.rendered(folder))
    assert command.write(command.rendered(folder)) == []


def test_only_what_differs_is_rewritten(folder: Path) -> None:
    command.write(command.rendered(folder))
    (folder / "zh" / "timing.md").write_text("edited by hand", encoding="utf-8")
    assert command.write(command.rendered(folder)) == [folder / "zh" / "timing.md"]


def test_a_broken_record_writes_nothing_at_all(folder: Path, evidence: Evidence) -> None:
    evidence.here["memory"]["rows"][-1]["memory"]["grad"]["peak"] = None
    with pytest.raises(RecordError, match=r"memory.grad.peak: is missing or no integer"):
        command.write(command.rendered(folder))
    assert not folder.exists()


def test_an_error_is_one_line_and_exit_code_1(
    folder: Path, evidence: Evidence, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "GENERATED", folder)
    evidence.here["snippets"]["rows"].clear()
    assert command.main([]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_rendering_does_not_change_the_evidence(evidence: Evidence) -> None:
    before = repr(evidence)
    blocks.render_all(evidence, "en")
    assert repr(evidence) == before
