"""Other surroundings: a clock that was set back, two runs at once, a locale without UTF-8, no network, a path with a space."""

import json
import os
import re
import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scripts import records
from tests.audit import copies, small
from tests.audit.mounts import needs_root
from tests.audit.small import KINDS, Kind

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
SNIPPETS = ("scripts.measure.snippets", "--keep")
KEPT = {"no-grad", "detach"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """At a path with spaces and Chinese characters, built once; all tests here run in it."""
    project = copies.copied(tmp_path_factory.mktemp("else where 别处") / "手 册")
    done = run(project, KINDS["building"])
    assert done.returncode == 0, copies.said(done)
    return project


def run(project: Path, kind: Kind, **more: str) -> subprocess.CompletedProcess[str]:
    return copies.run(project, *kind.command, **{**kind.settings, **more})


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A project with the snippets of two topics, recorded."""
    project = copies.copied(tmp_path / "few 少")
    for folder in (project / "snippets").iterdir():
        if folder.is_dir() and folder.name not in KEPT:
            shutil.rmtree(folder)
    done = copies.run(project, *SNIPPETS)
    assert done.returncode == 0, copies.said(done)
    assert "recorded in" in done.stdout
    return project


def test_a_clock_that_was_set_back_hides_no_change(few: Path) -> None:
    """For everything that stands there the dates then lie in the future, and what is edited is older than what was made."""
    assert "kept, it is of these very snippets" in copies.run(few, *SNIPPETS).stdout
    ahead = time.time() + 2 * 86400
    for path in few.rglob("*"):
        os.utime(path, (ahead, ahead))
    assert "kept, it is of these very snippets" in copies.run(few, *SNIPPETS).stdout
    edited = few / "snippets/no-grad/basics.md"
    edited.write_text(edited.read_text(encoding="utf-8").replace("(24, 2)", "(24, 3)"), encoding="utf-8")
    os.utime(edited, (0, 0))
    done = copies.run(few, *SNIPPETS)
    assert done.returncode == 1
    assert re.search(r"snippets/no-grad/basics\.md:\d+: printed something else", copies.said(done))


def test_a_file_beside_the_snippets_that_changed_runs_them_again(few: Path) -> None:
    (few / "snippets/no-grad/helper.py").write_text("n = 1\n")
    assert "recorded in" in copies.run(few, *SNIPPETS).stdout


def test_make_compares_no_dates_of_what_is_measured() -> None:
    """Else a clock that was set back would leave an edited snippet as it was."""
    dry = ["make", "-n", "-o", ".venv/.ready", "-W", "snippets/no-grad/basics.md", "site"]
    told = subprocess.run(dry, cwd=copies.ROOT, capture_output=True, text=True, check=True).stdout
    assert "scripts.measure.snippets --keep" in told
    assert "scripts.measure.behaviour" in told


def test_a_record_from_the_future_is_shown_with_its_date(project: Path) -> None:
    path = project / "build/records/cpu/timing.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    tomorrow = datetime.now(UTC) + timedelta(days=400)
    record["run"]["started"] = tomorrow.isoformat(timespec="seconds")
    records.save(record, path)
    done = run(project, KINDS["building"])
    assert done.returncode == 0, copies.said(done)
    page = (project / "site" / small.PAGE / "index.html").read_text(encoding="utf-8")
    assert tomorrow.date().isoformat() in page


def test_of_two_builds_at_once_one_says_that_the_other_runs(project: Path) -> None:
    kind = KINDS["building"]
    started = [
        subprocess.Popen(
            copies.command(*kind.command),
            cwd=project,
            env=copies.settings(**kind.settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=1800)[0] for process in started]
    assert sorted(process.returncode for process in started) == [0, 1], said
    winner, loser = sorted(range(2), key=lambda number: started[number].returncode)
    assert (
        f"another build of site runs here, pid {started[winner].pid}; wait until it is done, or stop it" in said[loser]
    )
    assert "Traceback" not in said[loser]
    assert (project / "site" / small.PAGE / "index.html").exists()
    assert not list(project.glob(".site.*"))


@pytest.mark.parametrize("name", ["measuring", "rendering"])
def test_two_others_at_once_leave_whole_files(project: Path, name: str) -> None:
    kind = KINDS[name]
    for version in (0, 1):
        small.worded(project, version)
        quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
        command, environment = copies.command(*kind.command), copies.settings(**kind.settings)
        started = [subprocess.Popen(command, cwd=project, env=environment, **quiet) for _ in range(2)]
        said = [process.communicate(timeout=1800)[0] for process in started]
        assert [process.returncode for process in started] == [0, 0], said
    if name == "measuring":
        assert records.load(project / kind.made / "memory.json", "memory")
    else:
        done = copies.run(project, "scripts.render", "--check")
        assert done.returncode == 0, copies.said(done)


WITHOUT_UTF8 = {
    "check": ("scripts.check",),
    "coverage": ("scripts.check.coverage",),
    "render": ("scripts.render",),
    "build": ("mkdocs", "build"),
    "behaviour": ("scripts.measure.behaviour", "--only", "graph/output-is-leaf"),
    "flips": ("scripts.measure.flips", "--only", "eval-alone-keeps-the-graph"),
    "memory": ("scripts.measure.memory", "--mode", "full"),
}


@pytest.mark.parametrize("name", WITHOUT_UTF8)
def test_a_locale_without_utf8_is_no_hindrance(project: Path, name: str) -> None:
    small.worded(project, 0)
    done = copies.run(project, *WITHOUT_UTF8[name], **ASCII, ONLY=small.PAGE)
    assert done.returncode == 0, copies.said(done)


def test_make_sets_utf8_for_what_needs_it(few: Path) -> None:
    """pytest-xdist sends paths between processes, which must be UTF-8."""
    assert "export PYTHONUTF8 := 1" in (few / "Makefile").read_text(encoding="utf-8").splitlines()
    done = copies.run(few, "scripts.measure.snippets", **ASCII | {"PYTHONUTF8": "1"})
    assert done.returncode == 0, copies.said(done)


@needs_root
def test_without_a_network_everything_is_built(project: Path) -> None:
    for name in ("rendering", "building"):
        kind = KINDS[name]
        command = ["unshare", "--net", *copies.command(*kind.command)]
        environment = copies.settings(**kind.settings)
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, timeout=1800, check=False)
        assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")
