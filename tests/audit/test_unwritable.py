"""A full disk and a tree that can't be written to: one line that says what to do, the old files whole, the next run good."""

import os
import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audit import copies, mounts, small
from tests.audit.mounts import needs_root
from tests.audit.small import KINDS, Kind

FULL = int(os.environ.get("FULL", "10"))  # disks of each of the three kinds
SEED = int(os.environ.get("FULL_SEED") or random.SystemRandom().randrange(10**6))
MEGABYTES = 160
NO_SPACE = r"can't be written \(no space left on device\); free some space and run it again"
READ_ONLY = r"can't be written \(read-only file system\); run it where the folder can be written to"


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The project on a disk of its own, all of it made once."""
    with mounts.tmpfs(tmp_path_factory.mktemp("disk"), MEGABYTES) as folder:
        project = copies.copied(folder / "project")
        for kind in KINDS.values():
            assert run(project, kind).returncode == 0
        yield project


def run(project: Path, kind: Kind) -> subprocess.CompletedProcess[str]:
    return copies.run(project, *kind.command, **kind.settings)


def filled(project: Path, left: int) -> Path:
    """Fill the disk but for so many bytes (it counts in pages)."""
    free = os.statvfs(project).f_bavail * os.statvfs(project).f_frsize
    filler = project.parent / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free - left))
    return filler


def refused(done: subprocess.CompletedProcess[str], told: str) -> None:
    said = copies.said(done)
    lines = [line for line in said.splitlines() if re.search(told, line)]
    assert len(lines) == 1, said
    assert done.returncode == 1, said
    assert "Traceback" not in said


@needs_root
@pytest.mark.parametrize("name", KINDS)
def test_a_full_disk_is_one_line_and_the_old_files_stay(disk: Path, name: str) -> None:
    kind, rng = KINDS[name], random.Random(f"{SEED} {name}")
    small.worded(disk, 0)
    assert run(disk, kind).returncode == 0
    full = 0
    for number in range(FULL):
        before = small.files(disk / kind.made)
        small.worded(disk, (number + 1) % 2)
        left = 0 if number == 0 else int(2 ** rng.uniform(12, 22))
        filler = filled(disk, left)
        done = run(disk, kind)
        filler.unlink()
        told = f"{name} with {left} bytes left, FULL_SEED={SEED}\n{copies.said(done)}"
        if done.returncode:
            full += 1
            refused(done, NO_SPACE)
            now = small.files(disk / kind.made)
            assert now == before or (not kind.whole and set(now) >= set(before)), told
        else:
            assert left > 0, told
        again = run(disk, kind)
        assert again.returncode == 0, f"{told}\nthe next run: {copies.said(again)}"
        if name != "measuring":
            assert now_is_whole(disk, kind), told
    assert full, "no disk was full"


def now_is_whole(project: Path, kind: Kind) -> bool:
    """Running it again changes nothing."""
    before = small.files(project / kind.made)
    return run(project, kind).returncode == 0 and small.files(project / kind.made) == before


@needs_root
@pytest.mark.parametrize("name", KINDS)
def test_a_tree_that_cannot_be_written_to_is_one_line(tmp_path: Path, name: str) -> None:
    project, kind = copies.copied(tmp_path / "project"), KINDS[name]
    for version in (0, 1):
        small.worded(project, version)
        if version == 0:
            assert run(project, kind).returncode == 0
    before = small.files(project / kind.made)
    with mounts.read_only(project):
        refused(run(project, kind), READ_ONLY)
        assert copies.run(project, "scripts.check").returncode in (0, 1)  # words were changed in one language
    assert small.files(project / kind.made) == before
    assert run(project, kind).returncode == 0


@needs_root
def test_a_tree_that_can_be_read_is_checked(tmp_path: Path) -> None:
    project = copies.copied(tmp_path / "project")
    with mounts.read_only(project):
        done = copies.run(project, "scripts.check")
        assert done.returncode == 0, copies.said(done)
