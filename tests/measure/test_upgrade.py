"""`make upgrade` writes its file however much differs, and fails only where something could not be run."""

import subprocess
from pathlib import Path

import pytest

from scripts import pins
from scripts.measure import pinned, release, upgrade
from tests.measure.test_release import commands  # noqa: F401

RELEASE = "2.15.0"
NIGHTLY = "2.16.0.dev20261120"
WRITE = upgrade._write


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path) -> Path:
    monkeypatch.setattr(upgrade, "FOLDER", tmp_path / "upgrade")
    monkeypatch.setattr(upgrade, "_write", lambda *told: print(*told) or 0)
    return tmp_path / "upgrade"


def modules(started):
    return [command[2] for command in started if command[1:2] == ["-m"] and command[2].startswith("scripts.")]


def test_everything_is_run_with_its_records_below_build(commands, folder):  # noqa: F811
    assert upgrade.main([RELEASE]) == 0
    assert modules(commands)[:4] == [
        f"scripts.measure.{name}" for name in ("snippets", "behaviour", "timing", "memory")
    ]
    assert all(command[-1] == str(folder / RELEASE) for command in commands[3:7])
    assert not any(str(release.records.COMMITTED) in part for command in commands for part in command)


def test_figures_of_the_pinned_torch_are_measured_where_there_are_none(commands, folder, monkeypatch):  # noqa: F811
    monkeypatch.setattr(upgrade, "BUILT", folder)
    assert upgrade.main([RELEASE, "--bench", "quick"]) == 0
    assert modules(commands)[4:] == ["scripts.measure.timing", "scripts.measure.memory"]
    assert all(
        command[0] == upgrade.sys.executable and command[-1] == str(folder / "pinned") for command in commands[7:]
    )


def test_without_figures_none_are_measured(commands):  # noqa: F811
    assert upgrade.main([RELEASE, "--bench", "keep"]) == 0
    assert modules(commands) == ["scripts.measure.snippets", "scripts.measure.behaviour"]


@pytest.mark.parametrize(
    ("name", "wanted"), [(NIGHTLY, ["--pre", f"torch=={NIGHTLY}"]), ("nightly", ["--pre", "--upgrade", "torch"])]
)
def test_a_nightly_is_installed_from_its_index(commands, name, wanted):  # noqa: F811
    assert upgrade.main([name, "--index", "https://index.example/nightly", "--bench", "keep"]) == 0
    assert commands[1][-len(wanted) - 2 :] == ["--index-url", "https://index.example/nightly", *wanted]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [(["nightly"], "TORCH_INDEX"), (["latest"], "name it like 2.6.0"), (["2.16.0.dev1"], "name it like 2.6.0")],
)
def test_what_can_not_be_installed_is_refused_before_anything_starts(commands, capsys, arguments, why):  # noqa: F811
    assert upgrade.main(arguments) == 2
    assert not commands
    assert why in capsys.readouterr().err


def test_a_nightly_is_no_release_to_be_committed(commands, capsys):  # noqa: F811
    assert release.main([NIGHTLY]) == 2
    assert not commands
    assert "is no release" in capsys.readouterr().err


def test_where_something_could_not_be_run_nothing_is_written(commands, capsys, monkeypatch):  # noqa: F811
    assert commands == []
    monkeypatch.setattr(release, "PARTS", (["broken"],))
    assert upgrade.main([RELEASE, "--bench", "keep"]) == 1
    assert "no comparison was written" in capsys.readouterr().err


def test_a_record_of_an_earlier_run_is_not_taken_for_this_one(commands, folder):  # noqa: F811
    old = folder / RELEASE / "timing.json"
    old.parent.mkdir(parents=True)
    old.write_text("{}", encoding="utf-8")
    upgrade.main([RELEASE])
    assert commands
    assert not old.exists()


def test_figures_of_another_torch_are_no_base(tmp_path, monkeypatch):
    record = {"torch": {"version": "2.12.1"}}
    monkeypatch.setattr(upgrade.records, "load_if_any", lambda *_: record)
    assert list(upgrade._usable(tmp_path, "timing")) == []
    record["torch"]["version"] = f"{pinned.release()}+cpu"
    assert list(upgrade._usable(tmp_path, "timing")) == [record]


def test_pins_that_are_missing_are_one_line_and_no_reason_to_measure(commands, folder, monkeypatch, capsys):  # noqa: F811
    monkeypatch.setattr(pins.load, "__defaults__", (folder / "pins.json",))
    monkeypatch.setattr(upgrade, "_write", WRITE)
    monkeypatch.setattr(upgrade.records, "load", lambda *_: {})
    monkeypatch.setattr(upgrade.records, "load_if_any", lambda *_: {"torch": {"version": pinned.release()}})
    assert upgrade.main([RELEASE]) == 1
    assert modules(commands)[4:] == []
    assert capsys.readouterr().err == f"{folder / 'pins.json'}: no such file; run `make bless`, and read what it pins\n"


def test_a_comparison_that_can_not_be_written_is_one_line(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(upgrade, "FOLDER", tmp_path / "file")
    upgrade.FOLDER.write_text("in its way")
    monkeypatch.setattr(upgrade.records, "load", lambda *_: {})
    monkeypatch.setattr(upgrade.upgrade, "compare", lambda *_: None)
    monkeypatch.setattr(upgrade.upgrade, "markdown", lambda _: "")
    assert WRITE(RELEASE, tmp_path, ()) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"{tmp_path / 'file' / RELEASE}.md: can't be written (")
    assert told.count("\n") == 1


def test_the_command_that_fails_is_told(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(release, "ENVIRONMENTS", tmp_path)

    def run(command, **_):
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(subprocess, "run", run)
    assert upgrade.main([RELEASE]) == 1
    assert "exit 1; see above" in capsys.readouterr().err
