"""`bench` compares and prints; it records nothing."""

import copy
import functools
from pathlib import Path

import pytest

from scripts import records
from scripts.measure import bench, timing
from tests.measure.planted import Planted, interrupting


@pytest.fixture(scope="module")
def record() -> records.Record:
    return timing.measure("full", "cpu", stream=Planted())


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, record: records.Record) -> Path:
    """A machine with a published record, on which measuring takes no time."""
    monkeypatch.setattr(records, "BUILT", tmp_path)
    monkeypatch.setattr(records, "COMMITTED", tmp_path / "committed")
    records.save(record, tmp_path / "timing.json")
    monkeypatch.setattr(bench.timing, "measure", functools.partial(timing.measure, stream=Planted(launches=4)))
    return tmp_path / "timing.json"


def test_a_row_stands_beside_the_published_one_control_first(record: records.Record) -> None:
    lines = bench.table(record["rows"], record["rows"])
    assert [line[1] for line in lines[:3]] == ["aa", "grad", "inference"]
    assert all(line[2:4] == line[4:6] for line in lines)
    assert lines[0][0].startswith("views-inner")


def test_a_row_that_was_measured_otherwise_has_no_figure_beside_it(record: records.Record) -> None:
    other = copy.deepcopy(record["rows"])
    other[0]["input_sha256"] = "0" * 64
    lines = bench.table(record["rows"], other)
    assert {line[4:6] for line in lines[:3]} == {("-", "not measured")}
    assert lines[3][4] != "-"


def test_a_row_that_cannot_be_compared_says_so(record: records.Record) -> None:
    apart = copy.deepcopy(record["rows"])
    apart[0]["comparable"] = False
    assert bench.table(apart, [])[1][3] == "slower (other operators)"


def test_it_prints_both_machines_and_writes_nothing(played: Path, capsys: pytest.CaptureFixture) -> None:
    before = played.read_bytes()
    assert bench.main([]) == 0
    said = capsys.readouterr().out
    assert "nothing was written" in said
    assert f"published: {bench._machine(records.load(played, 'timing'))}, full, {played}" in said.replace("\n", " ")
    assert played.read_bytes() == before
    assert list(played.parent.iterdir()) == [played]


@pytest.mark.usefixtures("played")
def test_without_rich_the_table_is_plain_text(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    monkeypatch.setitem(__import__("sys").modules, "rich.console", None)
    assert bench.main([]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first.split() == ["workload", "arm", "here", "verdict", "here", "published", "verdict", "published"]
    assert second.split()[:3] == ["views-inner", "views=48", "aa"]


@pytest.mark.usefixtures("played")
def test_on_a_terminal_the_table_is_drawn(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    assert bench.main([]) == 0
    assert "┃ workload" in capsys.readouterr().out.replace("\x1b[1m", "").replace("\x1b[0m", "")


@pytest.mark.usefixtures("played")
def test_ctrl_c_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    measure = functools.partial(timing.measure, stream=interrupting(Planted(launches=4), 5))
    monkeypatch.setattr(bench.timing, "measure", measure)
    assert bench.main([]) == 130
    assert capsys.readouterr().err.splitlines()[-1] == "interrupted; nothing was written"


def test_an_unknown_workload_is_bad_usage(capsys: pytest.CaptureFixture) -> None:
    assert bench.main(["--only", "resnet"]) == 2
    told = capsys.readouterr().err
    assert "no such workload; one of " in told
    assert "attention-step" in told
