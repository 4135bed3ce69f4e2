"""Workflows do what can be tried here: make targets, with least privileges; two linters find nothing, and would."""

import hashlib
import lzma
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.records import ROOT
from tests.workflows import actionlint, reading

GOOD = """\
name: good
on: [push]
permissions: {}
concurrency: {group: good, cancel-in-progress: true}
jobs:
  a:
    name: a
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read  # to check the code out
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683  # v4.2.2
        with: {persist-credentials: false}
      - run: make check
"""
each_workflow = pytest.mark.parametrize("path", reading.FILES, ids=lambda path: path.name)


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("actionlint")


def planted(folder: Path, old: str, new: str) -> Path:
    """The good workflow with a fault."""
    assert GOOD.count(old) == 1
    path = folder / ".github" / "workflows" / "planted.yml"
    path.parent.mkdir(parents=True)
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    return path


def zizmor(path: Path) -> subprocess.CompletedProcess[str]:
    """Its strictest opinion, without asking anybody."""
    program = Path(sys.executable).with_name("zizmor")
    command = [str(program), "--offline", "--no-config", "--persona", "auditor", "--format", "plain", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@each_workflow
def test_a_workflow_is_as_this_project_wants_it(path: Path) -> None:
    assert list(reading.problems(path)) == []


def test_only_the_jobs_that_are_named_may_write() -> None:
    granted = {
        (path.name, job, scope)
        for path in reading.FILES
        for job, told in reading.jobs(path)
        for scope, level in told["permissions"].items()
        if level == "write"
    }
    assert granted == reading.WRITES


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("permissions: {}\n", "permissions: {contents: read}\n", "permissions at the top are not {}"),
        ("    timeout-minutes: 5\n", "", "a: has no timeout"),
        ("contents: read  #", "contents: write  #", "a: may write contents"),
        ("    permissions:\n      contents: read  # to check the code out\n", "", "a: does not say its permissions"),
        ("make check", "make nowhere", "runs 'make nowhere', which is no make target"),
        ("make check", "make docs", "runs 'make docs', which is no make target"),
        ("make check", "make check; rm -r site", "runs 'make check; rm -r site', which is no make target"),
        ("make check", "pip install torch", "runs 'pip install torch', which is no make target"),
        ("[push]", "[pull_request_target]", "runs with the rights of the repository for whoever asks"),
        (
            "on: [push]\npermissions: {}\n",
            "on: [pull_request]\npermissions: {}\nenv: {TOKEN: '${{ secrets.KEY }}'}\n",
            "a pull request gets secrets.KEY",
        ),
    ],
)
def test_a_workflow_that_is_not_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert f"planted.yml: {told}" in list(reading.problems(planted(tmp_path, old, new)))


def test_a_pull_request_on_a_machine_that_stays_is_told(tmp_path: Path) -> None:
    path = planted(tmp_path, "ubuntu-24.04", "[self-hosted, gpu]")
    path.write_text(path.read_text(encoding="utf-8").replace("[push]", "[pull_request]"), encoding="utf-8")
    assert list(reading.problems(path)) == ["planted.yml: a: a pull request runs on a machine that stays"]


def test_actionlint_finds_nothing(scratch: Path) -> None:
    assert actionlint.problems(reading.FILES, scratch) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    steps:\n", "    stepps: []\n    steps:\n", r'planted\.yml:12: unexpected key "stepps"'),
        ("make check", "make ${{ github.nothing }}", r'property "nothing" is not defined'),
        (
            "make check",
            "echo ${{ github.event.issue.title }}",
            r'"github\.event\.issue\.title" is potentially untrusted',
        ),
        ("ubuntu-24.04", "ubuntu-nowhere", r'label "ubuntu-nowhere" is unknown'),
        ("  a:\n    name: a\n", "  a:\n    name: a\n    needs: [b]\n", r'job "a" needs job "b" which does not exist'),
    ],
)
def test_actionlint_would(scratch: Path, tmp_path: Path, old: str, new: str, told: str) -> None:
    found = actionlint.problems([planted(tmp_path, old, new)], scratch)
    assert [line for line in found if re.search(told, line)], found


def test_actionlint_is_the_one_that_its_licences_name() -> None:
    known = (actionlint.VENDORED / "LICENSES.txt").read_text(encoding="utf-8")
    assert hashlib.sha256(lzma.decompress(actionlint.WASM.read_bytes())).hexdigest() in known


def test_zizmor_finds_nothing() -> None:
    done = zizmor(ROOT / ".github")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("@11bd71901bbe5b1630ceea73d27597364c9af683  # v4.2.2", "@v4", "unpinned-uses"),
        ("\n        with: {persist-credentials: false}", "", "artipacked"),
        ("make check", "echo ${{ github.head_ref }}", "template-injection"),
        ("[push]", "[pull_request_target]", "dangerous-triggers"),
        ("permissions: {}\n", "permissions: write-all\n", "excessive-permissions"),
        ("contents: read  # to check the code out", "contents: write", "undocumented-permissions"),
        ("ubuntu-24.04", "[self-hosted, gpu]", "self-hosted-runner"),
    ],
)
def test_zizmor_would(tmp_path: Path, old: str, new: str, told: str) -> None:
    done = zizmor(planted(tmp_path, old, new).parents[2])
    assert done.returncode != 0
    assert f"[{told}]" in done.stdout


def test_every_target_of_a_workflow_is_tried_elsewhere() -> None:
    """By .ci/run as it stands, or each module that it runs by a test that names it, or by a test that calls it."""
    tried = set(re.findall(r"^make ([a-z-]+)$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE))
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    assert {"site", "test"} <= tried
    for target in reading.targets() - tried - {"audit"}:
        assert reading.modules(target) or f'"{target}"' in tests, target
        assert {name for name in reading.modules(target) if not is_named(name, tests)} == set(), target


def is_named(module: str, tests: str) -> bool:
    """Whether a test imports the module, or starts it."""
    package, _, name = module.rpartition(".")
    imports = rf"from {re.escape(package)} import (?:\([^)]*\b{name}\b|[^(\n]*\b{name}\b)"
    return module in tests or re.search(imports, tests) is not None


def test_a_module_that_no_test_names_is_found() -> None:
    tests = "from scripts.check import (\n    a,\n    b,\n)\nfrom scripts.site import c, d\nrun('scripts.measure.e')\n"
    named = ("scripts.check.b", "scripts.site.d", "scripts.measure.e")
    assert all(is_named(name, tests) for name in named)
    assert not any(is_named(name, tests) for name in ("scripts.check.c", "scripts.site.a", "scripts.measure.b"))


def test_actions_are_renewed_only_after_some_days() -> None:
    text = (ROOT / ".github" / "dependabot.yml").read_text(encoding="utf-8")
    assert "cooldown: {default-days: 7}" in text
