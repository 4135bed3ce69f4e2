"""Copies of the project to put faults into, and the real commands run in them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What is made from the rest, or belongs to this checkout alone.
_LEFT = {".git", ".venv", "site"}
_BUILT = {"records", "cache"}  # beside them lies what other parts of the audit installed, a gigabyte of it
_CACHES = {"__pycache__", ".pytest_cache", ".ruff_cache", ".mypy_cache", ".hypothesis"}
# What pytest and the caller's shell would hand on: a copy is run as a stranger runs it.
_KEPT_OUT = ("PYTEST_", "ONLY", "BUILD_DIR", "SITE_DIR", "SITE_URL", "REPO_URL", "BLESS")


def copied(target: Path) -> Path:
    """The project as it stands, with this machine's records and caches, in a folder of its own."""
    assert (ROOT / "build/records").exists(), "there are no records; run `make site` first"
    shutil.copytree(ROOT, target, ignore=_ignored, dirs_exist_ok=True)
    return target


def _ignored(folder: str, names: list[str]) -> Iterable[str]:
    inner = Path(folder).relative_to(ROOT)
    if inner == Path("build"):
        return set(names) - _BUILT
    return [
        name for name in names if name in _CACHES or (inner / name).as_posix() in _LEFT or name.startswith(".site.")
    ]


def run(project: Path, *module: str, timeout_s: float = 1800, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m module…` in the copy, with nothing of this process's own settings."""
    return subprocess.run(
        command(*module),
        cwd=project,
        env=settings(**environment),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=timeout_s,
        check=False,
    )


def command(*module: str) -> Sequence[str]:
    return [sys.executable, "-m", *module]


def settings(**more: str) -> dict[str, str]:
    """No bytecode: a file that is changed twice in a second, and keeps its size, would be read from the cache."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith(_KEPT_OUT)}
    return outer | {"PYTHONDONTWRITEBYTECODE": "1", "NO_MKDOCS_2_WARNING": "1"} | more


def said(done: subprocess.CompletedProcess[str]) -> str:
    return f"{done.stdout}{done.stderr}"
