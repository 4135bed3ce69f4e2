"""The command that runs them: what it records, runs again, blesses and refuses."""

import json
from concurrent.futures.process import BrokenProcessPool

import pytest

from scripts import records, snippets
from scripts.measure import codeblocks, device, pinned
from scripts.measure import snippets as runs
from tests.measure.handbook import BAD, GOOD, Handbook
from tests.test_snippets import text_of

# As in test_snippet_runner.py: made once, in one worker.
pytestmark = pytest.mark.xdist_group("snippets-command")


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    handbook = Handbook(tmp_path_factory.mktemp("good"), GOOD)
    handbook.done = handbook.run("-m", "scripts.measure.snippets")
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
from scripts.measure.codeblocks import in_processes
wanted = [snippets.parse(path) for path in snippets.find()]
status, rows = in_processes([wanted[0::2], wanted[1::2]], "cpu", 2)
print("status", status, {name: row["outcome"] for name, row in sorted(rows.items())})
"""


def test_shares_run_in_processes_of_their_own_and_the_worst_status_counts(another_release):
    said = another_release.run("-c", SHARED).stdout
    # a/leaves and c/fails are one share, b/fresh is the other: what the first leaves does not reach it
    assert "status 1 {'a/leaves': 'passed', 'b/fresh': 'passed', 'c/fails': 'failed'}" in said


def test_on_cuda_the_snippets_are_shared_so_that_the_parts_take_ten_minutes(monkeypatch, tmp_path):
    shares = []

    def played(given, on, at_once):
        shares.append((given, on, at_once))
        raise KeyboardInterrupt

    monkeypatch.setattr(device, "gpu_name", lambda: "NVIDIA H200")
    monkeypatch.setattr(codeblocks, "in_processes", played)
    assert runs.main(["--device", "cuda", "--out", str(tmp_path)]) == 130  # a share was interrupted: no record
    [(given, on, at_once)] = shares
    assert (on, at_once, len(given)) == ("cuda", codeblocks.ON_CUDA, codeblocks.ON_CUDA)
    assert sorted(one.id for share in given for one in share) == sorted(map(snippets.snippet_id, snippets.find()))
    assert list(tmp_path.iterdir()) == []


def test_without_a_gpu_it_is_one_line_before_anything_runs(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    monkeypatch.setattr(codeblocks, "run", None)
    for where in ([], ["--out", str(tmp_path)]):
        assert runs.main(["--device", "cuda", *where]) == 1
        told = capsys.readouterr().err
        assert told.startswith("no CUDA device that this torch can use")
        assert told.count("\n") == 1


def test_a_gpus_record_lies_in_the_gpus_folder(monkeypatch, capsys):
    monkeypatch.setattr(device, "gpu_name", lambda: "Example GPU")
    monkeypatch.setattr(codeblocks, "in_processes", interrupted)
    assert runs.main(["--device", "cuda"]) == 130
    assert capsys.readouterr().err == "interrupted; docs/records/example-gpu/snippets.json is as it was\n"


def interrupted(*_):
    raise KeyboardInterrupt


@pytest.fixture
def all_failed(monkeypatch):
    """Under another release every snippet fails in the first pass; what the second does is for the test to say."""
    row = {"outcome": "failed", "seconds": 0.0, "output": None, "reason": "a busy machine"}
    monkeypatch.setattr(pinned, "runs_here", lambda: False)
    monkeypatch.setattr(
        codeblocks, "_pytest", lambda wanted, *_: (pytest.ExitCode.TESTS_FAILED, {one.id: dict(row) for one in wanted})
    )


@pytest.mark.usefixtures("all_failed")
def test_an_interrupt_of_the_second_pass_records_nothing(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(codeblocks, "in_processes", interrupted)
    assert runs.main(["--out", str(tmp_path)]) == 130
    assert capsys.readouterr().err == f"interrupted; {tmp_path / 'snippets.json'} is as it was\n"
    assert list(tmp_path.iterdir()) == []


def died(*_):
    raise BrokenProcessPool


@pytest.mark.usefixtures("all_failed")
def test_a_snippet_that_ends_its_process_stays_as_failed_and_the_rest_is_recorded(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(codeblocks, "in_processes", died)
    assert runs.main(["--out", str(tmp_path)]) == 0
    record = records.load(tmp_path / "snippets.json", "snippets")
    assert {row["reason"] for row in record["rows"]} == {"a busy machine"}
    before = (tmp_path / "snippets.json").read_bytes()
    monkeypatch.setattr(codeblocks, "in_processes", interrupted)
    assert runs.main(["--again", "--out", str(tmp_path)]) == 130
    assert (tmp_path / "snippets.json").read_bytes() == before
    assert capsys.readouterr().err == f"interrupted; {tmp_path / 'snippets.json'} is as it was\n"


def test_on_cuda_a_process_that_dies_is_one_line(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(device, "gpu_name", lambda: "NVIDIA H200")
    monkeypatch.setattr(codeblocks, "in_processes", died)
    assert runs.main(["--device", "cuda", "--out", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"a process that ran snippets died; {tmp_path / 'snippets.json'} is as it was")
    assert told.count("\n") == 1


def test_where_no_record_can_be_written_again_is_one_line(another_release):
    path = another_release.root / "build/records/cpu/snippets.json"
    blocked = another_release.root / "blocked"
    blocked.mkdir()
    (blocked / "snippets.json").write_bytes(path.read_bytes())
    code = "import os; os.replace = lambda *_: (_ for _ in ()).throw(OSError(28, 'No space left on device'))\n"
    code += "from scripts.measure import snippets; raise SystemExit(snippets.main(['--again', '--out', 'blocked']))"
    done = another_release.run("-c", code)
    assert done.returncode == 1
    assert done.stderr.endswith(
        "blocked/snippets.json: can't be written (no space left on device); free some space and run it again\n"
    )


ALONE = """
from scripts import snippets
from scripts.measure import codeblocks
one = {snippet.id: snippet for snippet in map(snippets.parse, snippets.find())}
print({name: row["outcome"] for name, row in codeblocks.alone([one["a/dies"], one["b/fresh"]]).items()})
try:
    codeblocks.alone([one["c/interrupts"]])
except KeyboardInterrupt:
    print("interrupted")
"""


def test_alone_a_process_that_dies_costs_its_own_row_and_an_interrupt_is_one(tmp_path):
    texts = {
        "a/dies": text_of("import os\nos._exit(9)", "1"),
        "b/fresh": FRESH,
        "c/interrupts": text_of("raise KeyboardInterrupt", "1"),
    }
    said = Handbook(tmp_path, texts).run("-c", ALONE).stdout.splitlines()
    assert "{'b/fresh': 'passed'}" in said
    assert said[-1] == "interrupted"


def test_a_record_of_another_torch_is_not_run_again(another_release):
    path = another_release.root / "build/records/cpu/snippets.json"
    record = json.loads(path.read_text())
    record["torch"]["version"] = "0.0.2"
    path.write_text(json.dumps(record))
    done = another_release.run("-m", "scripts.measure.snippets", "--again")
    assert done.returncode == 1
    assert "is of torch 0.0.2, and not of this one" in done.stderr


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
