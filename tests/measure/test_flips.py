"""A proof that is printed whatever the mode is no proof: the tool that flips modes says so, one line a claim."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from scripts import snippets
from scripts.measure import flips as command
from scripts.records import ROOT

pytestmark = pytest.mark.xdist_group("snippets")  # torch is imported once, by one worker at a time

LINE = "outputs.requires_grad: False"
STARTED = "fork | epoch inside: [False] | outside: [False]"
PLANTED = {
    # name: (snippet, line, find, replace, what is told)
    "good": ("no-grad/basics", LINE, "torch.no_grad()", "torch.enable_grad()", None),
    "raises": ("no-grad/backward-inside", "grad: [3.0, 3.0]", "weight * 3", "weight.detach() * 3", None),
    "a-file": ("behaviour-scope/forked-workers", STARTED, "torch.no_grad()", "torch.enable_grad()", None),
    "whatever-the-mode": ("no-grad/basics", LINE, "model.eval()", "model.train()", "flipped it still prints"),
    "nothing-edited": ("no-grad/basics", LINE, "not in it", "", "flipped it still prints"),
    "broken-name": ("no-grad/basics", LINE, "model.eval()", "modle.eval()", "flipped it is broken (NameError"),
    "broken-syntax": ("no-grad/basics", LINE, "model.eval()", "model.eval(", "flipped it is broken (SyntaxError"),
    "not-printed": ("no-grad/basics", "outputs", "torch.no_grad()", "torch.enable_grad()", "does not print 'outputs'"),
}


def flips(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.measure.flips", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


def written(folder: Path) -> Path:
    words = {"zh": "…", "en": "…"}
    listed = [
        {
            **{"id": name, "topic": "t", "verdict": "correct", "said": words, "true": words},
            "proof": {"snippet": snippet, "line": line},
            "flip": {"find": find, "replace": replace},
        }
        for name, (snippet, line, find, replace, _) in PLANTED.items()
    ]
    path = folder / "claims.yml"
    path.write_text(yaml.safe_dump(listed), encoding="utf-8")
    return path


def test_a_flip_that_takes_no_line_away_is_named_and_others_are_not(tmp_path: Path) -> None:
    done = flips("--file", str(written(tmp_path)))
    told = dict(line.split(": ", 1) for line in done.stdout.splitlines()[:-1])
    assert set(told) == {name for name, (*_, fault) in PLANTED.items() if fault}, done.stdout + done.stderr
    for name, (snippet, *_, fault) in PLANTED.items():
        assert fault is None or told[name].startswith(f"{snippet}: {fault}")
    assert done.stdout.splitlines()[-1] == f"{len(PLANTED)} claims flipped, {len(told)} of them without effect"
    assert done.returncode == 1


def test_some_claims_can_be_named_and_a_misspelt_one_is_refused(tmp_path: Path) -> None:
    path = str(written(tmp_path))
    done = flips("--file", path, "--only", "good", "raises")
    assert (done.returncode, done.stdout) == (0, "2 claims flipped, 0 of them without effect\n"), done.stderr
    assert flips("--file", path, "--only", "goood").returncode == 2


def test_ctrl_c_ends_the_runs_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has a session of its own, which Ctrl-C does not reach; the command would wait for them at its end."""
    started = []

    def start(job: command.Job) -> tuple:
        started.append(start_one(job))
        return started[-1]

    def interrupted(*_: object) -> None:
        time.sleep(1)  # until it has its session
        raise KeyboardInterrupt

    start_one = command._start
    monkeypatch.setattr(command, "_start", start)
    monkeypatch.setattr(command, "wait", interrupted)
    job = command.Job(snippets.parse(snippets.FOLDER / "no-grad" / "basics.md"), "import time; time.sleep(60)")
    with pytest.raises(KeyboardInterrupt):
        command.run_all([job])
    assert [process.exitcode for _, process in started] == [-signal.SIGKILL]
