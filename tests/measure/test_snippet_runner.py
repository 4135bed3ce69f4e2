"""How snippets are run: executed as they stand, compared, and nothing that one changes survives it."""

import json
import os
import subprocess
import time
from pathlib import Path

import pytest

from scripts import snippets
from scripts.measure import limit, snippet_runner
from scripts.measure import snippets as runs
from tests.measure.handbook import BAD, GOOD, LEAKS, Handbook
from tests.test_snippets import text_of

# The runs below cost the import of torch each: they are made once, in one worker.
pytestmark = pytest.mark.xdist_group("snippets")


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    handbook = Handbook(tmp_path_factory.mktemp("good"), GOOD)
    handbook.done = handbook.run("-m", "scripts.measure.snippets")
    return handbook


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    handbook = Handbook(tmp_path_factory.mktemp("bad"), BAD)
    handbook.told = handbook.pytest("-q", "snippets")
    return handbook


def test_good_snippets_pass_and_are_recorded(good):
    assert good.done.returncode == 0, good.done.stdout + good.done.stderr
    assert "13 snippets: 11 passed, 2 skipped in " in good.done.stdout
    assert {name: row["outcome"] for name, row in good.rows().items()} == {
        **dict.fromkeys(GOOD, "passed"), "marks/gpu": "skipped", "marks/skip": "skipped",
    }  # fmt: skip


def test_the_record_keeps_what_was_printed_and_the_hash_of_thetext_of(good):
    row = good.rows()["seeded/0"]
    assert row["output"] == "[44, 239] builtins\n"
    assert row["input_sha256"] == snippets.parse(good.root / "snippets/seeded/0.md").sha256


def test_a_gpu_snippet_is_skipped_on_a_cpu_with_its_reason(good):
    assert good.rows()["marks/gpu"]["reason"] == "needs CUDA"


def test_a_skip_keeps_its_reason(good):
    assert good.rows()["marks/skip"]["reason"] == "needs two machines"


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


LEAVES = text_of("import builtins\nbuiltins.left = 1\nprint(1)", "1")
FRESH = text_of("import builtins\nif hasattr(builtins, 'left'):\n    raise ValueError('left')\nprint(1)", "1")


@pytest.fixture(scope="module")
def another_release(tmp_path_factory):
    """A handbook whose pinned torch is not the one that runs."""
    texts = {"a/leaves": LEAVES, "b/fresh": FRESH, "c/fails": text_of("raise ValueError('always')", "1")}
    handbook = Handbook(tmp_path_factory.mktemp("another"), texts)
    (handbook.root / "requirements-torch.txt").write_text("torch==0.0.1\n", encoding="utf-8")
    handbook.done = handbook.run("-m", "scripts.measure.snippets")
    return handbook


def test_under_another_release_what_fails_counts_only_if_it_fails_alone_too(another_release):
    outcomes = {name: row["outcome"] for name, row in another_release.rows().items()}
    assert outcomes == {"a/leaves": "passed", "b/fresh": "passed", "c/fails": "failed"}
    assert another_release.done.returncode == 0


def test_what_a_record_has_as_failed_is_run_again(another_release):
    path = another_release.root / "build/records/cpu/snippets.json"
    record = json.loads(path.read_text())
    for row in record["rows"]:
        row["outcome"], row["reason"] = "failed", "a busy machine"
    path.write_text(json.dumps(record))
    done = another_release.run("-m", "scripts.measure.snippets", "--again")
    assert "3 snippets: 1 failed, 2 passed; recorded in build/records/cpu/snippets.json" in done.stdout
    assert another_release.rows()["c/fails"]["reason"] == "snippets/c/fails.md:2: ValueError: always"


SHARED = """
from scripts import snippets
from scripts.measure.snippets import _in_processes
wanted = [snippets.parse(path) for path in snippets.find()]
status, rows = _in_processes([wanted[0::2], wanted[1::2]], "cpu", 2)
print("status", status, {name: row["outcome"] for name, row in sorted(rows.items())})
"""


def test_shares_run_in_processes_of_their_own_and_the_worst_status_counts(another_release):
    said = another_release.run("-c", SHARED).stdout
    # a/leaves and c/fails are one share, b/fresh is the other: what the first leaves does not reach it
    assert "status 1 {'a/leaves': 'passed', 'b/fresh': 'passed', 'c/fails': 'failed'}" in said


def test_on_cuda_the_snippets_are_shared_so_that_the_parts_take_ten_minutes(monkeypatch, tmp_path):
    shares = []

    def played(given, device, at_once):
        shares.append((given, device, at_once))
        return pytest.ExitCode.INTERRUPTED, {}

    monkeypatch.setattr(runs, "_in_processes", played)
    assert runs.main(["--device", "cuda", "--out", str(tmp_path)]) == 130  # a share was interrupted: no record
    [(given, device, at_once)] = shares
    assert (device, at_once, len(given)) == ("cuda", runs.ON_CUDA, runs.ON_CUDA)
    assert sorted(one.id for share in given for one in share) == sorted(map(snippets.snippet_id, snippets.find()))
    assert list(tmp_path.iterdir()) == []


def test_a_record_of_another_torch_is_not_run_again(another_release):
    path = another_release.root / "build/records/cpu/snippets.json"
    record = json.loads(path.read_text())
    record["torch"]["version"] = "0.0.2"
    path.write_text(json.dumps(record))
    done = another_release.run("-m", "scripts.measure.snippets", "--again")
    assert done.returncode == 1
    assert "is of torch 0.0.2, and not of this one" in done.stderr


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
    failed = [line for line in bad.told.splitlines() if line.startswith("FAILED")]
    assert len(failed) == len([name for name in BAD if not name.endswith("-then")])


def test_a_failing_snippet_fails_the_run_and_the_old_record_stays(tmp_path):
    handbook = Handbook(tmp_path, {"wrong/output": BAD["wrong/output"]})
    record = tmp_path / "build/records/cpu/snippets.json"
    record.parent.mkdir(parents=True)
    record.write_text("the old one")
    done = handbook.run("-m", "scripts.measure.snippets")
    assert done.returncode == 1
    assert "snippets/wrong/output.md:1: printed something else;" in done.stdout
    assert record.read_text() == "the old one"


def test_an_unknown_info_string_stops_the_run(tmp_path):
    handbook = Handbook(tmp_path, {"wrong/info": "```py\nprint(1)\n```\n", "seeded/0": GOOD["seeded/0"]})
    done = handbook.run("-m", "scripts.measure.snippets")
    assert done.returncode == 1
    assert done.stderr == "snippets/wrong/info.md:1: unknown info string 'py', it would not be run; write ```python\n"


def test_an_unknown_name_is_wrong_usage(tmp_path):
    done = Handbook(tmp_path, {}).run("-m", "scripts.measure.snippets", "--only", "no/such")
    assert done.returncode == 2
    assert done.stderr.startswith("no snippet 'no/such' in ")


def test_bless_rewrites_the_outputs_that_changed_and_nothing_else(tmp_path):
    texts = {"a/differs": BAD["wrong/output"], "a/has-none": BAD["wrong/nothing"], "a/passes": GOOD["seeded/0"]}
    handbook = Handbook(tmp_path, {**texts, "a/raises": BAD["wrong/raises"]})
    done = handbook.run("-m", "scripts.measure.snippets", "--bless")
    assert done.returncode == 1
    assert "snippets/a/raises.md:1: failed, not blessed; run `make snippet S=a/raises`" in done.stderr
    for name in ("differs", "has-none"):
        assert f"snippets/a/{name}.md: expected output rewritten; review it with git diff\n" in done.stdout
    assert {path.stem: path.read_text() for path in (tmp_path / "snippets/a").iterdir()} == {
        "differs": texts["a/differs"].replace("a\nx\nc", "a\nb\nc"),
        "has-none": text_of('print("a")', "a"),
        "passes": texts["a/passes"],
        "raises": BAD["wrong/raises"],
    }


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
