"""A whole timing run on planted launches: what is recorded, rejected, repeated, kept."""

import functools
import json
import math
from pathlib import Path

import pytest

from scripts import records
from scripts.measure import command, design, intervals, memory, suite, timing
from scripts.measure.launches import LaunchError
from tests.measure.planted import LOGS, Planted, interrupting


def run(planted: Planted, folder: Path, mode: str = "full", kind: str = "timing") -> int:
    measure = {"timing": timing.measure, "memory": memory.measure}[kind]
    return command.run(kind, "", functools.partial(measure, stream=planted), ["--mode", mode, "--out", str(folder)])


def read(folder: Path) -> records.Record:
    return records.load(folder / "timing.json", "timing")


def test_a_run_is_recorded_with_every_row_and_all_that_made_it(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    planted = Planted()
    assert run(planted, tmp_path) == 0
    record = read(tmp_path)
    assert [row["workload"] for row in record["rows"]] == [row.name for row in suite.timed("cpu")]
    assert record["run"] | {"started": "", "cost_s": 0} == {
        "mode": "full",
        "attempt": 1,
        "started": "",
        "cost_s": 0,
        "accepted": True,
        "reason": None,
    }
    assert record["design"]["launches"] == 12
    assert record["design"]["seeds"] == planted.seeds
    assert len(set(planted.seeds)) == 12
    assert record["torch"]["threads"] == 1
    assert {"malloc", "load_before", "load_after"} <= set(record["host"])
    assert f"{tmp_path / 'timing.json'}: {len(suite.timed('cpu'))} rows, full" in capsys.readouterr().out


def test_every_interval_can_be_recomputed_from_its_launches(tmp_path: Path) -> None:
    run(Planted(), tmp_path)
    for row in read(tmp_path)["rows"]:
        for arm, one in row["ratio"].items():
            found = intervals.interval(one["launch_logs"])
            assert math.log(one["lo"]) == pytest.approx(found.log - found.half_width)
            assert math.log(one["hi"]) == pytest.approx(found.log + found.half_width)
            assert one["estimate"] == pytest.approx(math.exp(LOGS[arm]), rel=0.01)


def test_the_planted_effects_get_their_verdicts(tmp_path: Path) -> None:
    run(Planted(), tmp_path)
    ratios = [row["ratio"] for row in read(tmp_path)["rows"]]
    assert {one["inference"]["verdict"] for one in ratios} == {"faster"}
    assert {one["grad"]["verdict"] for one in ratios} == {"slower"}
    assert {one["aa"]["verdict"] for one in ratios} <= {intervals.UNCLEAR, intervals.BELOW_FLOOR}


@pytest.mark.parametrize(("mode", "launches"), design.LAUNCHES.items())
def test_the_number_of_launches_is_fixed_by_the_mode(tmp_path: Path, mode: str, launches: int) -> None:
    planted = Planted(launches=launches)
    run(planted, tmp_path, mode)
    assert planted.asked == ["gate", *["launch"] * launches]


def test_a_rejected_run_is_repeated_once_with_new_seeds(tmp_path: Path) -> None:
    planted = Planted(bad_attempts=1)
    assert run(planted, tmp_path) == 0
    record = read(tmp_path)
    assert record["run"]["attempt"] == 2
    assert record["run"]["accepted"]
    assert len(set(planted.seeds)) == 24
    assert record["design"]["seeds"] == planted.seeds[12:]


def test_a_run_is_never_tried_a_third_time_and_says_why_there_are_no_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    planted = Planted(bad_attempts=9)
    assert run(planted, tmp_path) == 0
    record = read(tmp_path)
    assert len(planted.seeds) == 24
    assert record["rows"] == []
    assert not record["run"]["accepted"]
    assert record["run"]["reason"].startswith("the A/A control failed at 99.5 % in 2 rows")
    assert "no accepted measurement" in capsys.readouterr().out


def test_rejected_twice_an_accepted_record_stays(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    run(Planted(), tmp_path)
    before = (tmp_path / "timing.json").read_bytes()
    assert run(Planted(bad_attempts=9), tmp_path) == 0
    assert (tmp_path / "timing.json").read_bytes() == before
    assert "the old record stays: the run was rejected" in capsys.readouterr().out


def test_a_quick_run_never_replaces_an_accepted_full_one_but_a_rejected_one(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    run(Planted(), tmp_path)
    before = (tmp_path / "timing.json").read_bytes()
    assert run(Planted(launches=4), tmp_path, "quick") == 0
    assert (tmp_path / "timing.json").read_bytes() == before
    assert "a quick run never replaces an accepted full one" in capsys.readouterr().out
    run(Planted(bad_attempts=9), tmp_path / "rejected")
    run(Planted(launches=4), tmp_path / "rejected", "quick")
    assert read(tmp_path / "rejected")["run"]["mode"] == "quick"


def test_keep_does_nothing_where_there_is_a_record_and_measures_quickly_where_there_is_none(tmp_path: Path) -> None:
    planted = Planted(launches=4)
    assert run(planted, tmp_path, "keep") == 0
    assert read(tmp_path)["run"]["mode"] == "quick"
    asked = len(planted.asked)
    assert run(planted, tmp_path, "keep") == 0
    assert len(planted.asked) == asked


def test_keep_replaces_a_record_of_another_method(tmp_path: Path) -> None:
    run(Planted(), tmp_path)
    path = tmp_path / "timing.json"
    old = json.loads(path.read_text())
    old["inputs"]["method"] = 0
    path.write_text(json.dumps(old))
    run(Planted(launches=4), tmp_path, "keep")
    assert read(tmp_path)["run"]["mode"] == "quick"


@pytest.mark.parametrize("at", [0, 10, 22, 30, 200, 285])
def test_ctrl_c_leaves_the_old_record_says_one_line_and_exits_130(
    tmp_path: Path, at: int, capsys: pytest.CaptureFixture
) -> None:
    run(Planted(), tmp_path)
    before = (tmp_path / "timing.json").read_bytes()
    capsys.readouterr()
    assert run(interrupting(Planted(), at), tmp_path) == 130
    assert (tmp_path / "timing.json").read_bytes() == before
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == f"interrupted; {tmp_path / 'timing.json'} is as it was"


def test_a_failing_launch_fails_the_run_in_one_line_and_leaves_the_old_record(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    def fail() -> None:
        raise LaunchError("scripts.measure.launch: RuntimeError: out of luck")

    planted = Planted()
    planted.on_line = fail
    assert run(planted, tmp_path) == 1
    assert not (tmp_path / "timing.json").exists()
    assert capsys.readouterr().err.splitlines()[-1].startswith("scripts.measure.launch: RuntimeError: out of luck; ")


def test_a_memory_run_is_recorded_with_every_row(tmp_path: Path) -> None:
    assert run(Planted(), tmp_path, "quick", "memory") == 0
    rows = records.load(tmp_path / "memory.json", "memory")["rows"]
    assert len(rows) == len(suite.weighed())
    assert {row["sweep"] for row in rows} == {None, "depth"}
    assert {row["output"] for row in rows} == {"kept", "dropped"}


@pytest.mark.parametrize("argv", [["--mode", "slow"], ["--device", "tpu"], ["--fast"]])
def test_a_wrong_argument_is_bad_usage(argv: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        command.run("timing", "", timing.measure, argv)
    assert stopped.value.code == 2
