"""The weekly run tells what it found in one issue: opened where there is something, edited as long as it is open."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from scripts.check import weekly
from scripts.check.weekly import Part
from scripts.render import upgrade

SAME = "# torch 2.15.0 beside the pinned 2.13.0\n\n**0 examples raise, 0 cells of 0 probes have another answer.**\n"
OTHER = "# torch 2.15.0 beside the pinned 2.13.0\n\n## Examples that raise\n\n- `a`: `b`\n\n**1 examples raise.**\n"
AUDIT = """<testsuites><testsuite>
<testcase classname="tests.audit.test_a" name="test_good"/>
<testcase classname="tests.audit.test_a" name="test_bad">
<failure message="AssertionError: a `link`&#10;more">x</failure></testcase>
</testsuite></testsuites>"""
GOOD = {"audit": {"result": "success"}, "nightly": {"result": "success"}}
# Instead of GitHub's command line: writes down what it was asked, and says which issues are open.
GH = f"""#!{sys.executable}
import json, os, pathlib, sys
log = pathlib.Path(os.environ["GH_LOG"])
asked = [*sys.argv[1:], sys.stdin.read() if "--body-file" in sys.argv else ""]
log.write_text(log.read_text() + json.dumps(asked) + "\\n" if log.exists() else json.dumps(asked) + "\\n")
if "fail" in os.environ.get("GH_OPEN", ""):
    sys.exit("HTTP 403: not allowed")
print(os.environ["GH_OPEN"] if asked[1] == "list" else "https://git.example/issues/8")
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the other jobs left, each in a folder of its own."""
    monkeypatch.setattr(weekly, "FOLDER", tmp_path / "weekly")
    for name, text in {"weekly-stable/2.15.0.md": SAME, "weekly-advisories/advisories-requirements.md": ""}.items():
        write(tmp_path / "weekly" / name, text)
    monkeypatch.setenv("RESULTS", json.dumps(GOOD))
    monkeypatch.setenv("RUN_URL", "https://git.example/runs/1")
    return tmp_path / "weekly"


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `gh` that writes down what it is asked; no issue is open."""
    program = tmp_path / "bin" / "gh"
    write(program, GH)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("GH_LOG", str(tmp_path / "asked"))
    monkeypatch.setenv("GH_OPEN", "[]")
    return tmp_path / "asked"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def calls(asked: Path) -> list[list[str]]:
    return [json.loads(line) for line in asked.read_text(encoding="utf-8").splitlines()]


@pytest.mark.usefixtures("folder")
def test_where_nothing_differs_no_issue_is_opened(asked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert weekly.main([]) == 0
    assert [call[1] for call in calls(asked)] == ["list"]
    assert capsys.readouterr().out == "nothing differs, and no issue is open\n"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("weekly-stable/2.15.0.md", OTHER, "## torch 2.15.0\n\n### torch 2.15.0 beside the pinned 2.13.0"),
        ("weekly-nightly/nightly.md", "broken off", "## torch nightly\n\nbroken off"),
        (
            "weekly-advisories/advisories-requirements.md",
            "| a | 1.0 | CVE-1 |",
            "## Known vulnerabilities in requirements.txt\n\n| a | 1.0 | CVE-1 |",
        ),
        (
            "weekly-audit/audit.xml",
            AUDIT,
            "## Audit: 1 of 2 tests failed\n\n- `tests.audit.test_a::test_bad`: `AssertionError: a 'link'`",
        ),
    ],
)
def test_a_difference_opens_an_issue_that_tells_it(folder: Path, asked: Path, name: str, text: str, told: str) -> None:
    write(folder / name, text)
    assert weekly.main([]) == 0
    assert [call[:2] for call in calls(asked)] == [["issue", "list"], ["label", "create"], ["issue", "create"]]
    body = calls(asked)[-1][-1]
    assert body.startswith("What the last weekly run found: https://git.example/runs/1.")
    assert told in body


@pytest.mark.parametrize(("raised", "opened"), [((), False), ((("a/b", "ValueError"),), True)])
def test_what_make_upgrade_writes_is_understood(folder: Path, asked: Path, raised: tuple, opened: bool) -> None:
    found = upgrade.Found(
        "2.13.0",
        "2.15.0",
        raised,
        printed=(),
        answers=(),
        asides=(),
        left_out=(),
        unanswered=(),
        times=None,
        memory=None,
    )
    write(folder / "weekly-stable" / "2.15.0.md", upgrade.markdown(found))
    assert weekly.main([]) == 0
    assert ["issue", "create"] in [call[:2] for call in calls(asked)] or not opened
    assert len(calls(asked)) == (3 if opened else 1)


@pytest.mark.usefixtures("folder")
def test_a_job_that_failed_and_left_nothing_is_told(asked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESULTS", json.dumps(GOOD | {"nightly": {"result": "failure"}}))
    assert weekly.main([]) == 0
    assert "## Jobs that did not succeed\n\n- `nightly`: failure" in calls(asked)[-1][-1]


@pytest.mark.parametrize("text", [SAME, OTHER])
def test_the_open_issue_is_edited_and_no_second_one_opened(
    folder: Path, asked: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    write(folder / "weekly-stable" / "2.15.0.md", text)
    monkeypatch.setenv("GH_OPEN", '[{"number": 7}]')
    assert weekly.main([]) == 0
    assert [call[:3] for call in calls(asked)] == [["issue", "list", "--label"], ["issue", "edit", "7"]]


@pytest.mark.usefixtures("folder", "asked")
def test_what_github_refuses_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("GH_OPEN", "fail")
    assert weekly.main([]) == 1
    assert capsys.readouterr().err == "gh issue list: HTTP 403: not allowed\n"


@pytest.mark.usefixtures("folder")
def test_without_gh_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "")
    assert weekly.main([]) == 1
    assert capsys.readouterr().err == "gh is missing; install GitHub's command line, or say --print\n"
    assert weekly.main(["--print"]) == 0
    assert "## Known vulnerabilities in requirements.txt\n\nNone known." in capsys.readouterr().out


def test_nobody_is_called() -> None:
    text = weekly.body([Part("a", "@someone `@no_grad` ```\n@inside\n``` me@mail.example (@other)", bad=True)], "")
    assert "@\u200bsomeone `@no_grad` ```\n@inside\n``` me@mail.example (@\u200bother)" in text


def test_the_text_is_as_long_as_github_takes_and_no_fence_stays_open() -> None:
    long = "````diff\n" + "- a line of an output\n" * 9000 + "````"
    text = weekly.body(
        [Part("long", long, bad=True), Part("longer", long * 2, bad=True), Part("short", "b", bad=True)], ""
    )
    assert 30_000 < len(text) < 65_536
    assert text.count("````") % 2 == 0
    assert text.count("… and more: the run's artifacts have it whole.") == 2
    assert text.endswith("## short\n\nb\n")
