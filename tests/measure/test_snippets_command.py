"""The command that runs them: what it records, runs again, blesses and refuses."""

import json

import pytest

from scripts import snippets
from tests.measure.handbook import APART, BAD, GOOD, Handbook
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


@pytest.fixture(scope="module")
def another_release(tmp_path_factory):
    """A handbook whose pinned torch is not the one that runs."""
    handbook = Handbook(tmp_path_factory.mktemp("another"), APART)
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
