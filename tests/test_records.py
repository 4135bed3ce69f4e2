"""A record is whole or refused, in one line that names file and field, and a better one is never lost."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts import records
from scripts.measure import provenance
from scripts.records import Record, RecordError

ROW = {
    "workload": "mlp",
    "params": {"width": 64},
    "input_sha256": "0" * 64,
    "weights_bytes": 1,
    "output": "kept",
    "memory": {},
}


@pytest.fixture
def record() -> Record:
    made = provenance.new("memory", "full", "0" * 64)
    made["rows"] = [dict(ROW)]
    return made


def at(record: Record, field: str, value: Any) -> Record:
    """A copy with one field changed: `torch.threads`, `rows[0].output`."""
    copy = json.loads(json.dumps(record))
    *path, last = field.replace("[0]", ".0").split(".")
    inner = copy
    for key in path:
        inner = inner[int(key) if key.isdigit() else key]
    inner[last] = value
    return copy


def refused(path: Path, kind: str = "memory") -> str:
    with pytest.raises(RecordError) as raised:
        records.load(path, kind)
    said = str(raised.value)
    assert "\n" not in said
    assert said.startswith(f"{path}: ")
    return said


def test_what_is_saved_is_loaded_again(tmp_path: Path, record: Record) -> None:
    path = tmp_path / "folder" / "memory.json"
    records.save(record, path)
    assert records.load(path, "memory") == record
    assert list(path.parent.iterdir()) == [path]


def test_a_missing_record_says_what_to_run(tmp_path: Path) -> None:
    assert "no such record; run `make site`" in refused(tmp_path / "memory.json")
    assert records.load_if_any(tmp_path / "memory.json", "memory") is None


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_record_is_refused_wherever_it_is_cut(tmp_path: Path, record: Record, share: float) -> None:
    path = tmp_path / "memory.json"
    records.save(record, path)
    text = path.read_text().rstrip()
    path.write_text(text[: int(len(text) * share)])
    assert "not a whole JSON file" in refused(path)


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        ("schema", records.SCHEMA + 1, "schema: is 2, this code reads 1"),
        ("inputs.method", 99, "inputs.method: is 99, this code's is"),
        ("kind", "timing", "kind: is 'timing', expected 'memory'"),
        ("run.mode", "fast", "run.mode: is 'fast', expected one of quick, full, gold"),
        ("run.accepted", "yes", "run.accepted: is 'yes', of the wrong type"),
        ("torch", None, "torch: is not an object"),
        ("torch.threads", "one", "torch.threads: is 'one', of the wrong type"),
        ("device", {}, "device.name: is missing"),
        ("rows", {}, "rows: is {}, of the wrong type"),
        ("rows[0].output", 1, "rows[0].output: is 1, of the wrong type"),
    ],
)
def test_a_future_foreign_or_damaged_record_is_refused_by_file_and_field(
    tmp_path: Path, record: Record, field: str, value: Any, wanted: str
) -> None:
    path = tmp_path / "memory.json"
    path.write_text(json.dumps(at(record, field, value)))
    assert wanted in refused(path)


@pytest.mark.parametrize("text", ["[]", "1", '"record"', "null", "{}"])
def test_other_json_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "memory.json"
    path.write_text(text)
    assert refused(path)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_is_none_is_refused(tmp_path: Path, record: Record, number: str) -> None:
    path = tmp_path / "memory.json"
    records.save(record | {"extra": 4711}, path)
    path.write_text(path.read_text().replace("4711", number))
    assert f"not a whole JSON file ({number} is no number)" in refused(path)


def test_a_row_without_a_field_is_refused_by_its_number(tmp_path: Path, record: Record) -> None:
    del record["rows"][0]["weights_bytes"]
    path = tmp_path / "memory.json"
    path.write_text(json.dumps(record))
    assert "rows[0].weights_bytes: is missing" in refused(path)


@pytest.mark.parametrize("broken", [lambda record: record.pop("host"), lambda record: record.update(rows=[{}])])
def test_what_could_not_be_loaded_is_not_saved(
    tmp_path: Path, record: Record, broken: Callable[[Record], object]
) -> None:
    path = tmp_path / "memory.json"
    records.save(record, path)
    before = path.read_bytes()
    broken(record)
    with pytest.raises(RecordError):
        records.save(record, path)
    assert path.read_bytes() == before


def test_a_figure_that_is_no_number_is_not_saved(tmp_path: Path, record: Record) -> None:
    record["run"]["cost_s"] = float("nan")
    with pytest.raises(RecordError, match=r"run\.cost_s: is nan, which can't be"):
        records.save(record, tmp_path / "memory.json")
    assert list(tmp_path.iterdir()) == []


def test_the_hash_of_source_ignores_comments_and_blank_lines_and_nothing_else() -> None:
    plain = "def f(x):\n    return x + 1\n"
    in_one_piece = "6daf179380e1891183c786964cce8f27564bfd6b24e59823f14c8ed237756d8a"  # what Python 3.11 makes of it
    assert records.source_sha256('print(f"{x!r:>{w}} # no")') == in_one_piece
    assert records.source_sha256("# why\ndef f(x):  # so\n\n    return x + 1\n") == records.source_sha256(plain)
    assert records.source_sha256("def f(x):\n    return x + 2\n") != records.source_sha256(plain)
    assert records.source_sha256('def f(x):\n    return "# x"\n') != records.source_sha256(plain)


@pytest.mark.parametrize(
    ("new", "old", "stays"),
    [
        (("quick", True), ("full", True), True),
        (("full", True), ("gold", True), True),
        (("full", True), ("quick", True), False),
        (("full", True), ("full", True), False),
        (("quick", True), ("full", False), False),
        (("full", False), ("quick", True), True),
        (("full", False), ("full", False), False),
    ],
)
def test_a_better_record_is_never_replaced(
    record: Record, new: tuple[str, bool], old: tuple[str, bool], stays: bool
) -> None:
    after, before = (at(at(record, "run.mode", mode), "run.accepted", accepted) for mode, accepted in (new, old))
    assert (records.may_replace(after, before) is not None) == stays
    assert records.may_replace(after, None) is None


def test_a_record_of_another_machine_may_be_replaced_by_a_quick_one(record: Record) -> None:
    quick = at(record, "run.mode", "quick")
    assert records.may_replace(quick, record)
    assert records.may_replace(quick, at(record, "host.cpu", "another")) is None


def test_a_timing_record_without_its_design_is_refused_by_field(tmp_path: Path) -> None:
    path = tmp_path / "timing.json"
    made = provenance.new("timing", "full", "0" * 64)
    path.write_text(json.dumps(made | {"design": {"launches": 12}}), encoding="utf-8")
    with pytest.raises(RecordError, match=r"timing\.json: design\.block_us: is missing; "):
        records.load(path, "timing")
