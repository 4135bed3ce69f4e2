"""kill -9 at random moments of measuring, rendering and building: what stood there stays whole, and the next run is good.

`KILLS_SEED=7 pytest tests/audit/test_interrupted.py` draws the same moments again; `KILLS=2` draws fewer of each kind.
"""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from scripts import records
from tests.audit import copies, small
from tests.audit.small import KINDS, Files, Kind

KILLS = int(os.environ.get("KILLS", "10"))  # of each of the three kinds
SEED = int(os.environ.get("KILLS_SEED") or random.SystemRandom().randrange(10**6))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copies.copied(tmp_path_factory.mktemp("killed") / "project")


def good(project: Path, kind: Kind) -> tuple[float, Files]:
    """Run it to its end: how long it took, and all that it made."""
    since = time.monotonic()
    done = copies.run(project, *kind.command, **kind.settings)
    assert done.returncode == 0, copies.said(done)
    assert not list(project.glob(".site.*")), "a run that is done leaves nothing beside the site"
    return time.monotonic() - since, small.files(project / kind.made)


def killed(project: Path, kind: Kind, seconds: float) -> bool:
    """Start it in a session of its own and kill all of it then; False where it was done before."""
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command, environment = copies.command(*kind.command), copies.settings(**kind.settings)
    with subprocess.Popen(command, cwd=project, env=environment, start_new_session=True, **silent) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return True
    return False


@pytest.mark.parametrize("name", KINDS)
def test_a_run_killed_at_random_leaves_all_whole_and_the_next_is_good(project: Path, name: str) -> None:
    kind, rng = KINDS[name], random.Random(f"{SEED} {name}")
    made, seconds = [], 0.0
    for version in range(2):
        small.worded(project, version)
        seconds, found = good(project, kind)
        made.append(found)
    struck = 0
    for number in range(KILLS):
        small.worded(project, number % 2)
        moment = rng.uniform(0, 1) * seconds
        struck += killed(project, kind, moment)
        told = f"{name} killed after {moment:.2f} s of {seconds:.2f} s, KILLS_SEED={SEED}"
        check_whole(project / kind.made, kind, made, told)
        seconds, found = good(project, kind)
        made[number % 2] = found if name == "measuring" else made[number % 2]
        assert found == made[number % 2], f"{told}: the next run made something else"
    assert struck >= KILLS // 3, f"{struck} of {KILLS} runs were still running when they were to be killed"


def check_whole(folder: Path, kind: Kind, made: list[Files], told: str) -> None:
    """Every file is of one run or the other; what is made in one step is all of one run."""
    found = small.files(folder)
    if kind.whole:
        assert found in made, told
        return
    for name in made[0]:
        if name in found and found[name] in (one.get(name) for one in made):
            continue
        assert kind is KINDS["measuring"], f"{told}: {name} is torn"
        assert records.load(folder / name, Path(name).stem), told  # a new one each time, but a whole one


def test_what_a_killed_run_left_is_neither_read_nor_published(project: Path) -> None:
    left = project / "build/records/cpu" / ".timing.json.killed"
    left.write_text("{")
    good(project, KINDS["building"])
    assert not list((project / "site").rglob(".timing*"))


def test_a_site_that_strict_refuses_does_not_replace_the_old_one(project: Path) -> None:
    """--strict counts warnings when the site is already whole."""
    kind = KINDS["building"]
    _, before = good(project, kind)
    (project / "docs" / f"{small.PAGE}.md").open("a", encoding="utf-8").write("\n[There](#is-no-such-section).\n")
    done = copies.run(project, *kind.command, "--strict", **kind.settings)
    assert done.returncode == 1, copies.said(done)
    assert "in strict mode" in copies.said(done)
    assert small.files(project / kind.made) == before
    assert not list(project.glob(".site.*"))
