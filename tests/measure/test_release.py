"""One command runs snippets and truth tables under another torch, in an environment that is gone afterwards."""

import subprocess
from pathlib import Path

import pytest

from scripts.measure import clean_state, pinned, release
from scripts.measure.behaviour import apart, cell

RELEASE = "2.4.1"


@pytest.fixture
def commands(monkeypatch, tmp_path) -> list[list[str]]:
    """What the command would start, in order; nothing is."""
    started: list[list[str]] = []

    def run(command, **options):
        started.append([str(part) for part in command])
        if "venv" in command:
            Path(command[-1], "bin").mkdir(parents=True)
        failed = any("broken" in part for part in command)
        if failed and options.get("check"):
            raise subprocess.CalledProcessError(1, command)
        return subprocess.CompletedProcess(command, int(failed))

    monkeypatch.setattr(release, "ENVIRONMENTS", tmp_path)
    monkeypatch.setattr(subprocess, "run", run)
    return started


def test_the_release_is_installed_and_both_parts_run_in_it(commands, tmp_path):
    assert release.main([RELEASE]) == 0
    python = str(tmp_path / RELEASE / "bin" / "python")
    assert [command[0] for command in commands[1:]] == [python] * 4
    assert commands[1][-1] == f"torch=={RELEASE}"
    folder = str(release.records.COMMITTED / f"torch-{RELEASE}-cpu")
    assert [command[2:] for command in commands[3:]] == [[*part, "--out", folder] for part in release.PARTS]


@pytest.mark.parametrize(("torch", "is_older"), [("2.2.2", True), ("2.3.0", False), ("2.13.0", False)])
def test_a_release_built_before_numpy_2_gets_numpy_1(commands, torch, is_older):
    release.main([torch])
    assert ("numpy<2" in commands[3]) is is_older


def test_what_is_installed_beside_torch_is_hashed(commands):
    release.main([RELEASE])
    assert commands[2][-3:] == ["--require-hashes", "-r", "requirements-release.txt"]


def test_torch_comes_from_the_index_that_is_named(commands):
    release.main([RELEASE, "--index", "https://index.example/cpu"])
    assert "https://index.example/cpu" in commands[1]
    assert "https://index.example/cpu" not in commands[2]


@pytest.mark.parametrize("name", ["2.4", "latest", "2.4.1; rm -rf"])
def test_what_is_no_release_is_refused_before_anything_starts(commands, capsys, name):
    assert release.main([name]) == 2
    assert not commands
    assert "name it like 2.6.0" in capsys.readouterr().err


@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.usefixtures("commands")
def test_the_environment_is_gone_afterwards_unless_it_is_to_be_kept(tmp_path, keep):
    release.main([RELEASE, *(["--keep"] if keep else [])])
    assert (tmp_path / RELEASE).exists() is keep


@pytest.mark.usefixtures("commands")
def test_an_install_that_fails_is_told_and_cleared_away(tmp_path, capsys):
    assert release.main([RELEASE, "--index", "https://broken.example"]) == 1
    assert "exit 1" in capsys.readouterr().err
    assert not (tmp_path / RELEASE).exists()


def test_a_part_that_fails_does_not_keep_the_other_from_running(commands, monkeypatch):
    monkeypatch.setattr(release, "PARTS", (["broken"], ["scripts.measure.behaviour"]))
    assert release.main([RELEASE]) == 1
    assert commands[-1][2] == "scripts.measure.behaviour"


def test_this_torch_is_the_pinned_release_and_has_every_switch():
    assert pinned.runs_here()
    assert clean_state.SWITCHES == clean_state._ALL


def test_another_release_is_told_apart(monkeypatch):
    monkeypatch.setattr(clean_state.torch, "__version__", "2.2.2+cu121")
    assert not pinned.runs_here()


def test_which_torch_is_pinned_is_said_by_one_file(monkeypatch, tmp_path):
    """While a new torch is pinned, the truth tables are the old one's still; the commands go by the requirement."""
    monkeypatch.setattr(pinned, "PATH", tmp_path / "requirements-torch.txt")
    pinned.PATH.write_text("# the subject\ntorch==2.15.0\n")
    monkeypatch.setattr(clean_state.torch, "__version__", "2.15.0+cpu")
    assert (pinned.release(), pinned.runs_here()) == ("2.15.0", True)
    pinned.PATH.write_text("torch\n")
    assert (pinned.release(), pinned.runs_here()) == (None, True)


def test_the_newly_pinned_torch_stops_at_a_probe_that_breaks(monkeypatch, tmp_path):
    monkeypatch.setattr(pinned, "PATH", tmp_path / "requirements-torch.txt")
    pinned.PATH.write_text("torch==2.15.0\n")
    monkeypatch.setattr(clean_state.torch, "__version__", "2.15.0+cpu")

    def broken():
        raise cell.BrokenProbe("graph/one · grad: is wrong; correct the probe")

    with pytest.raises(cell.BrokenProbe):
        apart.kept(broken, "cpu", [])
    monkeypatch.setattr(clean_state.torch, "__version__", "2.13.0+cpu")
    left_out = []
    assert apart.kept(broken, "cpu", left_out) == []
    assert left_out == ["graph/one · grad: is wrong; correct the probe"]
