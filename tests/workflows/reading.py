"""Workflows as data, and what this project asks of them beyond what linters do."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from scripts.records import ROOT

FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))
# What runs besides make: named here, each for a reason.
SYSTEM = {
    "sudo apt-get update -qq && sudo apt-get install -y -qq fonts-noto-cjk": "browser tests draw Chinese text",
    "gh auth setup-git": "git asks gh for the token, which so stands in no command",
}
# Who may write what: everything else reads.
WRITES = {
    ("main.yml", "pages", "pages"),
    ("main.yml", "pages", "id-token"),
    ("main.yml", "notebooks", "contents"),
    ("weekly.yml", "issue", "issues"),
}
_TARGET = re.compile(r"make (?P<target>[a-z-]+)")
_MODULE = re.compile(r"-m (?P<module>scripts(?:\.\w+)+)")


def load(path: Path) -> dict[str, Any]:
    """A workflow. YAML reads the key `on` as true."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def jobs(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from load(path)["jobs"].items()


def runs(path: Path) -> list[str]:
    """Every line that a job runs."""
    steps = [step for _, job in jobs(path) for step in job["steps"]]
    return [line for step in steps for line in step.get("run", "").splitlines()]


def targets() -> set[str]:
    """The make targets that any workflow runs."""
    found = (_TARGET.fullmatch(line) for path in FILES for line in runs(path))
    return {one["target"] for one in found if one}


def problems(path: Path) -> Iterator[str]:
    """What a workflow does that it should not, a line each."""
    workflow = load(path)
    if workflow.get("permissions") != {}:
        yield f"{path.name}: permissions at the top are not {{}}"
    for name, job in jobs(path):
        where = f"{path.name}: {name}"
        if not isinstance(job.get("timeout-minutes"), int):
            yield f"{where}: has no timeout"
        granted = job.get("permissions")
        if not isinstance(granted, dict):
            yield f"{where}: does not say its permissions"
            granted = {}
        writes = {scope for scope, level in granted.items() if level != "read"}
        yield from (f"{where}: may write {scope}" for scope in writes if (path.name, name, scope) not in WRITES)
    yield from (f"{path.name}: runs {line!r}, which is no make target" for line in runs(path) if not _is_known(line))
    yield from _of_strangers(path, workflow)


def _of_strangers(path: Path, workflow: dict[str, Any]) -> Iterator[str]:
    """What a pull request starts was written by anybody: it gets no secret, and no machine that stays."""
    triggers = workflow[True]
    if "pull_request_target" in triggers or "workflow_run" in triggers:
        yield f"{path.name}: runs with the rights of the repository for whoever asks"
    if "pull_request" in triggers:
        text = path.read_text(encoding="utf-8")
        yield from (
            f"{path.name}: a pull request gets {found}" for found in re.findall(r"secrets\.\w+|github\.token", text)
        )
        yield from (
            f"{path.name}: {name}: a pull request runs on a machine that stays"
            for name, job in jobs(path)
            if "self-hosted" in job["runs-on"]
        )


def _is_known(line: str) -> bool:
    found = _TARGET.fullmatch(line)
    return line in SYSTEM or (found is not None and exists(found["target"]))


@cache
def recipe(target: str) -> str | None:
    """What a target would run, or None where there is no such target. Nothing is executed."""
    settings = ("TORCH=2.6.0", "SITE_URL=https://modes.example/", "PYTHON=python3")
    command = ["make", "--dry-run", "--always-make", "--no-print-directory", target, *settings]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout if done.returncode == 0 else None


def exists(target: str) -> bool:
    """A rule of its own: a file of that name, like `docs`, is none."""
    return recipe(target) is not None and f"\n{target}:" in (ROOT / "Makefile").read_text(encoding="utf-8")


def modules(target: str) -> set[str]:
    """The project's modules that a target runs."""
    return {found["module"] for found in _MODULE.finditer(recipe(target) or "")}
