"""The site that tests look at: build/test/site, shared by all workers and sessions, built again when an input changed.

It has an address with a sub-path and a repository, so that absolute addresses and edit links are there to be tested. Its
records are those of `make site` where they exist; else this makes its own, quickly. It writes only below build/test.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

from scripts import records
from scripts.records import ROOT

BUILD = ROOT / "build" / "test"
SITE = BUILD / "site"
SITE_URL = "https://modes.example/handbook/"
REPO_URL = "https://git.example/handbook"
_MAKERS = {
    "snippets": ("scripts.measure.snippets",),
    "behaviour": ("scripts.measure.behaviour",),
    "timing": ("scripts.measure.timing", "--mode", "quick"),
    "memory": ("scripts.measure.memory", "--mode", "quick"),
}
_INPUTS = ("docs", "snippets", "scripts", "mkdocs.yml", "requirements.txt", "build/test/records")


def site() -> Path:
    """The folder of the built site, which is only built when what it is made from changed since the last time."""
    BUILD.mkdir(parents=True, exist_ok=True)
    stamp = BUILD / "site.sha256"
    with FileLock(BUILD / ".lock"):
        for kind, maker in _MAKERS.items():
            _have_record(kind, maker)
        _have_labs()
        inputs = _fingerprint()
        if not (SITE.exists() and stamp.exists() and stamp.read_text() == inputs):
            stamp.unlink(missing_ok=True)
            done = mkdocs_build(BUILD, SITE)
            assert done.returncode == 0, f"the site could not be built:\n{done.stdout}{done.stderr}"
            stamp.write_text(inputs)
    return SITE


def mkdocs_build(build: Path, site: Path, root: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """`mkdocs build --strict` of the project, or of a copy of it at `root`, from the records below `build`, into `site`."""
    return _run("mkdocs", "build", "--strict", root=root, BUILD_DIR=str(build), SITE_DIR=str(site), **environment)


def _have_record(kind: str, maker: tuple[str, ...]) -> None:
    published, own = (folder / "records" / "cpu" / f"{kind}.json" for folder in (ROOT / "build", BUILD))
    if _usable(published, kind):
        own.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(published, own)
    elif not _usable(own, kind):
        done = _run(*maker, BUILD_DIR=str(BUILD))
        assert done.returncode == 0, f"no {kind} for the test site:\n{done.stdout}{done.stderr}"


def _have_labs() -> None:
    """The labs that this machine ran; the build runs what is missing."""
    published = ROOT / "build" / "records" / "cpu" / "labs"
    if published.exists():
        shutil.copytree(published, BUILD / "records" / "cpu" / "labs", dirs_exist_ok=True)


def _usable(path: Path, kind: str) -> bool:
    try:
        return records.load_if_any(path, kind) is not None
    except records.RecordError:
        return False


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for name in _INPUTS for path in _files(ROOT / name)):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file() and file.suffix != ".pyc"]


def _run(*module: str, root: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {"SITE_URL": SITE_URL, "REPO_URL": REPO_URL, "NO_MKDOCS_2_WARNING": "1", **environment}
    outer = {name: value for name, value in os.environ.items() if name != "ONLY" and not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", *module]
    return subprocess.run(command, cwd=root, env=outer | own, capture_output=True, text=True, timeout=600, check=False)
