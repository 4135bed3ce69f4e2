"""Planted faults: what each changes, which test must catch it, and by which message. Listed in mutants.yml.

A mutant is one replacement in one file of a copy of the project. The text that it replaces must stand there exactly once, else
the list is stale. The test that it names runs alone: it must fail with the message, and pass without the mutant.
"""

import os
import re
import shlex
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.audit import copies

LIST = Path(__file__).with_name("mutants.yml")
GROUPS = ("snippets", "records", "rendering", "translation", "links", "security", "truth-tables", "claims")
_LONGEST = 3000


@dataclass(frozen=True)
class Mutant:
    """`test` is a pytest node id, or the arguments of `python -m` for what `make test` runs beside pytest."""

    name: str
    group: str
    file: str
    old: str
    new: str
    test: str
    told: str

    @property
    def command(self) -> Sequence[str]:
        return command(self.test)


@dataclass(frozen=True)
class Verdict:
    """Whether the test failed as the mutant says; if not, why not, with what the test said."""

    caught: bool
    why: str = ""


def load(path: Path = LIST) -> list[Mutant]:
    """Every mutant by its group, in the order of the file. Raises ValueError for an entry that is none."""
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return [Mutant(name, group, **told) for group, listed in groups.items() for name, told in listed.items()]
    except TypeError as error:
        raise ValueError(f"{path.name}: {error}") from None


def command(test: str) -> Sequence[str]:
    if test.startswith("tests/"):
        return ("pytest", "-q", "-p", "no:cacheprovider", test)
    return shlex.split(test)


def stale(mutant: Mutant, root: Path) -> str | None:
    """Why the mutant can't be planted; None if it can."""
    path = root / mutant.file
    if not path.is_file():
        return f"{mutant.name}: there is no {mutant.file}; correct the list"
    count = path.read_text(encoding="utf-8").count(mutant.old)
    return (
        None if count == 1 else f"{mutant.name}: {mutant.old!r} stands {count} times in {mutant.file}; correct the list"
    )


def plant(mutant: Mutant, root: Path) -> None:
    path = root / mutant.file
    path.write_text(path.read_text(encoding="utf-8").replace(mutant.old, mutant.new), encoding="utf-8")


def tried(mutant: Mutant) -> Verdict:
    """Plant it in a copy of its own and run its test there."""
    if (why := stale(mutant, copies.ROOT)) is not None:
        return Verdict(False, why)
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        project = copies.copied(Path(folder))
        plant(mutant, project)
        return judged(mutant, *_run(project, mutant.command))


def judged(mutant: Mutant, code: int, output: str) -> Verdict:
    if code == 0:
        return Verdict(False, f"{mutant.name}: {mutant.test} passes; the fault is not caught")
    if code != 1:
        return Verdict(False, f"{mutant.name}: {mutant.test} could not run ({code}):\n{output[-_LONGEST:]}")
    if not re.search(mutant.told, output):
        what = f"{mutant.name}: {mutant.test} fails, but does not say {mutant.told!r}:\n{output[-_LONGEST:]}"
        return Verdict(False, what)
    return Verdict(True)


def without(tests: Sequence[str]) -> Verdict:
    """The tests of all mutants, on a copy without any: each must pass."""
    nodes = sorted({test for test in tests if test.startswith("tests/")})
    others = sorted({test for test in tests if not test.startswith("tests/")})
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        project = copies.copied(Path(folder))
        for one in ([("pytest", "-q", "-p", "no:cacheprovider", *nodes)] if nodes else []) + list(
            map(shlex.split, others)
        ):
            code, output = _run(project, one)
            if code:
                return Verdict(False, f"{' '.join(one)} fails without a mutant ({code}):\n{output[-_LONGEST:]}")
    return Verdict(True)


def _run(project: Path, arguments: Sequence[str]) -> tuple[int, str]:
    done = copies.run(project, *arguments, COLUMNS="200", CI="1")
    return done.returncode, copies.said(done)


def cores() -> int:
    return min(2, os.cpu_count() or 1)
