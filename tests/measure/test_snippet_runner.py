"""How snippets are run: executed as they stand, compared, and nothing that one changes survives it."""

import os
import re
import subprocess
import time
from pathlib import Path

import pytest

from scripts import snippets
from scripts.measure import limit, snippet_runner
from tests.measure.handbook import BAD, LEAKS, Handbook
from tests.test_snippets import text_of

# The runs below cost the import of torch each: they are made once, in one worker.
pytestmark = pytest.mark.xdist_group("snippets")


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    handbook = Handbook(tmp_path_factory.mktemp("bad"), BAD)
    handbook.told = handbook.pytest("-q", "snippets")
    return handbook


def test_wrong_output_is_shown_as_a_difference_at_its_line(bad):
    what = "printed something else; correct the code, or review and run `make bless`"
    diff = "--- expected\n+++ printed\n@@ -1,3 +1,3 @@\n a\n-x\n+b\n c\n"
    assert f"snippets/wrong/output.md:1: {what}\n{diff}" in bad.told


def test_output_that_nothing_expects_fails(bad):
    assert "snippets/wrong/nothing.md:1: printed something else;" in bad.told


def test_an_exception_is_named_at_the_snippets_own_line(bad):
    assert "snippets/wrong/raises.md:5: ValueError: no\n" in bad.told
    assert "  raises.md:8: fail()\n  raises.md:5: raise ValueError('no\\nway')\n" in bad.told


def test_a_syntax_error_is_named_at_the_snippets_own_line(bad):
    assert "snippets/wrong/syntax.md:3: SyntaxError: invalid syntax" in bad.told


def test_an_exception_without_arguments_is_told(bad):
    assert "snippets/wrong/no-args.md:2: RuntimeError: \n" in bad.told


def test_a_snippet_that_exits_fails_and_the_others_still_run(bad):
    assert "snippets/wrong/exits.md:3: SystemExit: 3\n" in bad.told


def test_what_a_started_file_says_is_shown(bad):
    assert "snippets/wrong/started.md:6: ModuleNotFoundError: No module named 'nothing_such'\n" in bad.told


@pytest.mark.parametrize(
    ("stderr", "said"),
    [
        (b"Killed\n", "CalledProcessError: Command 'torchrun x.py' returned non-zero exit status 1."),
        (b"[rank1]: KeyError: 'a'\nx.errors.ChildFailedError: \n=====\n", "KeyError: 'a'"),
        (b"ValueError: first\nWhile handling:\nTypeError: last\n", "TypeError: last"),
    ],
)
def test_of_a_started_file_what_it_raised_is_told(stderr, said):
    assert snippet_runner._said(subprocess.CalledProcessError(1, "torchrun x.py", stderr=stderr)) == said


def test_what_hangs_is_ended_with_what_it_started(tmp_path):
    started = tmp_path / "started"
    command = f"sleep 300 & echo $! > {started}; wait"
    with pytest.raises(TimeoutError, match="no end after 1 s"), limit.limited(1):
        subprocess.run(command, shell=True, check=True, capture_output=True, executable="/bin/bash")
    stat, until = Path(f"/proc/{started.read_text().strip()}/stat"), time.monotonic() + 10
    while stat.exists() and stat.read_text().split()[2] != "Z":
        assert time.monotonic() < until, "what the snippet had started still runs"
        time.sleep(0.05)


def test_a_limit_ends_with_its_body():
    with limit.limited(1):
        pass
    time.sleep(1.1)


def test_what_gloo_logs_is_no_output():
    expected = snippet_runner.Expected("done\n")
    connected = "[Gloo] Rank {0} is connected to 1 peer ranks. Expected number of connected peer ranks is : 1\n"
    differs = expected != f"{connected.format(1)}{connected.format(0)}done\n"
    assert not differs
    assert expected.actual == "done\n"
    torn = "".join(line.rstrip() for line in (connected.format(1), connected.format(0)))
    differs = expected != f"{torn}\n\ndone\n"
    assert not differs
    assert expected != "[Gloo] by itself"


def test_where_the_project_lies_is_not_recorded():
    error = ImportError(f"no a in b ({snippets.ROOT}/build/release/b.py)")
    assert snippet_runner._said(error) == "ImportError: no a in b (build/release/b.py)"


@pytest.mark.parametrize(("number", "leak"), list(enumerate(LEAKS)), ids=lambda value: str(value).split(" (")[0])
def test_what_leaks_is_named_and_put_back(bad, number, leak):
    assert f"snippets/leaks/{number:02}-leaks.md:1: leaked {leak}" in bad.told
    assert f"{number:02}-then.md" not in bad.told


def test_what_leaks_from_a_failing_snippet_is_put_back_too(bad):
    assert f"snippets/leaks/{len(LEAKS)}-fails.md:4: ValueError: no\n" in bad.told
    assert f"{len(LEAKS)}-then.md" not in bad.told


def test_only_the_bad_ones_fail(bad):
    failed = re.findall(r"^FAILED snippets/(.+?)\.md", bad.told, re.MULTILINE)
    assert sorted(failed) == sorted(name for name in BAD if not name.endswith("-then"))


def test_the_runner_costs_less_than_20_ms_a_snippet(tmp_path):
    """The runner's own part: the processor's time for snippets that do nothing, beyond what one of them takes."""
    count = 60
    costs = [_processor_time(tmp_path / str(number), number) for number in (1, count + 1)]
    assert (costs[1] - costs[0]) / count < 0.020


def _processor_time(folder, count):
    """Seconds that a run of so many trivial snippets takes of the processor: not more beside other tests."""
    folder.mkdir()
    handbook = Handbook(folder, {f"trivial/{n}": text_of("print(1)", "1") for n in range(count)})
    before = os.times()
    told = handbook.pytest("-q", "snippets")
    after = os.times()
    assert int(told.splitlines()[-1].split(" passed in ")[0]) == count
    return after.children_user + after.children_system - before.children_user - before.children_system


def test_the_device_is_forgiven_on_cuda_only():
    from scripts.measure.snippet_runner import Expected

    expected = Expected("tensor([1.])")
    printed = "tensor([1.], device='cuda:0')"
    assert expected != printed
    expected.device = "cuda"
    assert not (expected != printed)  # noqa: SIM202 - what pytest-codeblocks asks
    assert expected != "tensor([2.], device='cuda:0')"
    assert expected.actual == "tensor([2.], device='cuda:0')"
    assert not (Expected("tensor([1.])") != "tensor([1.])")  # noqa: SIM202
