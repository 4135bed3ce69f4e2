"""What changed stands under the first recorded release that has it, and nothing is compared that was asked otherwise."""

import copy
from dataclasses import replace

import pytest

from scripts.pins import Pins
from scripts.records import Record
from scripts.render import changes, changes_runs
from scripts.render.evidence import Evidence
from scripts.render.words import LOCALES, Words

Cells = dict[str, dict[str, dict]]


def record(evidence: Evidence, torch: str, cells: Cells | None = None, kind: str = "behaviour") -> tuple[str, Record]:
    """A record of the CPU with another release, in which some cells are others."""
    made = copy.deepcopy(evidence.here[kind])
    made["torch"]["version"] = f"{torch}+cpu"
    for row in made["rows"] if cells else ():
        row["cells"].update((cells or {}).get(row["id"], {}))
    return f"torch-{torch}-cpu", made


def with_records(evidence: Evidence, *found: tuple[str, Record], kind: str = "behaviour") -> Evidence:
    return replace(evidence, elsewhere=evidence.elsewhere | {kind: found})


def pinned(evidence: Evidence) -> str:
    assert evidence.pins
    return evidence.pins.platform["torch"]


OTHER = {"graph/leaf": {"no_grad": {"value": "other"}}}


def test_a_change_names_page_row_mode_old_and_new(evidence: Evidence) -> None:
    block = changes.render(with_records(evidence, record(evidence, "1.9.0", OTHER)), Words("en"))
    assert f"## torch {pinned(evidence)} {{ #{changes.anchor(pinned(evidence))} }}" in block
    (row,) = [line for line in block.splitlines() if line.startswith("| [")]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[:3] == ["[Parameters are leaf tensors](behaviour/graph.md#row-graph-leaf)", "`no_grad`", "`other`"]
    assert cells[3] != cells[2]
    assert "| torch 1.9.0 | torch " in block


def test_a_change_stands_under_the_first_release_that_has_it_however_many_there_are(evidence: Evidence) -> None:
    found = [record(evidence, torch, OTHER) for torch in ("1.9.1", "1.10.0", "1.8.0")]
    block = changes.render(with_records(evidence, *found, record(evidence, "1.11.0")), Words("en"))
    headings = [line.split()[2] for line in block.splitlines() if line.startswith("## ")]
    assert headings == [pinned(evidence), "1.11.0", "1.10.0", "1.9.1"]  # 1.10 is newer than 1.9, the oldest has none
    sections = dict(zip(headings, block.split("## torch ")[1:], strict=True))
    assert [torch for torch, text in sections.items() if "`other`" in text] == ["1.11.0"]


def test_the_pins_stand_for_their_own_release(evidence: Evidence) -> None:
    of_pins = record(evidence, pinned(evidence), OTHER)
    block = changes.render(with_records(evidence, record(evidence, "1.9.0"), of_pins), Words("en"))
    assert "`other`" not in block


def test_a_record_of_a_gpu_takes_no_part(evidence: Evidence) -> None:
    folder, made = record(evidence, "1.9.0", OTHER)
    made["device"] = {"name": "Example GPU", "driver": None, "cuda": None, "cudnn": None}
    assert len(changes.releases(with_records(evidence, (folder, made)))) == 1


def test_a_question_asked_otherwise_since_is_counted_and_not_compared(evidence: Evidence) -> None:
    folder, made = record(evidence, "1.9.0", OTHER)
    for row in made["rows"]:
        row["input_sha256"] = "0" * 64 if row["id"] == "graph/leaf" else row["input_sha256"]
    block = changes.render(with_records(evidence, (folder, made)), Words("en"))
    assert "`other`" not in block
    assert "Asked otherwise since, and so not compared: 1." in block


def test_another_text_of_the_same_error_is_told_apart(evidence: Evidence) -> None:
    assert evidence.pins
    cells = evidence.pins.cells | {"graph/leaf": {"no_grad": "! RuntimeError: new text"}}
    now = replace(evidence, pins=Pins(evidence.pins.platform, cells))
    same, another = (
        {"graph/leaf": {"no_grad": {"error": f"{kind}: old text"}}} for kind in ("RuntimeError", "TypeError")
    )
    block = changes.render(with_records(now, record(evidence, "1.9.0", same)), Words("en"))
    assert "`RuntimeError: old text` → `RuntimeError: new text`" in block
    assert "\n| " not in block
    assert "raises **A**" in changes.render(with_records(now, record(evidence, "1.9.0", another)), Words("en"))


def test_a_warning_alone_is_no_change(evidence: Evidence) -> None:
    assert evidence.pins
    warned = {"graph/leaf": {"no_grad": {**evidence.here["behaviour"]["rows"][0]["cells"]["no_grad"]}}}
    row = next(row for row in evidence.here["behaviour"]["rows"] if row["id"] == "graph/leaf")
    warned["graph/leaf"]["no_grad"] = row["cells"]["no_grad"] | {"warnings": ["UserWarning: once"]}
    block = changes.render(with_records(evidence, record(evidence, "1.9.0", warned)), Words("en"))
    assert "The answer changed in 0 cells" in block


@pytest.mark.parametrize("locale", LOCALES)
def test_with_one_release_nothing_is_claimed(evidence: Evidence, locale: str) -> None:
    assert "python -m scripts.measure.behaviour" in changes.render(evidence, Words(locale))
    for block in changes_runs.render(evidence, Words(locale)).values():
        assert "|" not in block


def test_an_output_that_differs_is_shown_with_its_line(evidence: Evidence) -> None:
    folder, made = record(evidence, "1.9.0", kind="snippets")
    row = next(row for row in made["rows"] if row["id"] == "two-switches/four-combinations")
    row.update(outcome="differs", output="another first line\n")
    block = changes_runs.render(with_records(evidence, (folder, made), kind="snippets"), Words("en"))["changes-outputs"]
    assert f", 1 print something else than with torch {pinned(evidence)}" in block
    assert "(modes/two-switches.md#four-combinations): `another first line` with torch 1.9.0" in block


def test_figures_are_compared_on_the_same_cpu_alone(evidence: Evidence) -> None:
    folder, made = record(evidence, "1.9.0", kind="timing")
    moved = next(row for row in made["rows"] if row["comparable"])["ratio"]["inference"]
    moved.update(estimate=0.02, lo=0.01, hi=0.03, verdict="faster")
    told = with_records(evidence, (folder, made), kind="timing")
    block = changes_runs.render(told, Words("en"))["changes-figures"]
    assert block.count("0.020 [0.010, 0.030]") == 1
    made["host"]["cpu"] = "another one"
    assert "|" not in changes_runs.render(told, Words("en"))["changes-figures"]
