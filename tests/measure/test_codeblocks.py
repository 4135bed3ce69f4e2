"""Snippets in processes of their own, on CUDA and in a second pass: what an interrupt or a dead process leaves behind."""

from concurrent.futures.process import BrokenProcessPool

import pytest

from scripts import records, snippets
from scripts.measure import codeblocks, device, pinned
from scripts.measure import snippets as runs
from tests.measure.handbook import APART, Handbook
from tests.test_snippets import text_of

SHARED = """
from scripts import snippets
from scripts.measure.codeblocks import in_processes
wanted = [snippets.parse(path) for path in snippets.find()]
status, rows = in_processes([wanted[0::2], wanted[1::2]], "cpu", 2)
print("status", status, {name: row["outcome"] for name, row in sorted(rows.items())})
"""


def test_shares_run_in_processes_of_their_own_and_the_worst_status_counts(tmp_path):
    said = Handbook(tmp_path, APART).run("-c", SHARED).stdout
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
        "b/fresh": APART["b/fresh"],
        "c/interrupts": text_of("raise KeyboardInterrupt", "1"),
    }
    said = Handbook(tmp_path, texts).run("-c", ALONE).stdout.splitlines()
    assert "{'b/fresh': 'passed'}" in said
    assert said[-1] == "interrupted"
