"""What changed stands under the first recorded release that has it, and nothing is compared that was asked otherwise."""

import copy
from dataclasses import replace

import pytest

from scripts.pins import Pins
from scripts.records import Record
from scripts.render import changes, changes_runs, releases
from scripts.render.behaviour_data import Shown
from scripts.render.cells import Legend
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
    assert f"## torch {pinned(evidence)} {{ #{releases.anchor(pinned(evidence))} }}" in block
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
    assert len(releases.answered(with_records(evidence, (folder, made)))) == 1


def test_a_question_asked_otherwise_since_is_counted_and_not_compared(evidence: Evidence) -> None:
    folder, made = record(evidence, "1.9.0", OTHER)
    for row in made["rows"]:
        row["input_sha256"] = "0" * 64 if row["id"] == "graph/leaf" else row["input_sha256"]
    block = changes.render(with_records(evidence, (folder, made)), Words("en"))
    assert "`other`" not in block
    assert "Asked differently since, and so not compared: 1." in block


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


def warned(evidence: Evidence, text: str, where: str = "graph/leaf") -> Cells:
    row = next(row for row in evidence.here["behaviour"]["rows"] if row["id"] == where)
    return {where: {"no_grad": row["cells"]["no_grad"] | {"warnings": [text]}}}


def test_a_warning_alone_is_no_other_answer_but_is_told(evidence: Evidence) -> None:
    old = record(evidence, "1.9.0", warned(evidence, "UserWarning: old"))
    block = changes.render(with_records(evidence, old), Words("en"))
    assert "the answer is another one in 0 cells" in block
    assert "- Gone since 1.9.0: `UserWarning: old` (questions: 1; [Parameters are leaf tensors](" in block


def test_a_warning_that_another_question_gives_is_neither_new_nor_gone(evidence: Evidence) -> None:
    old = record(evidence, "1.8.0", warned(evidence, "UserWarning: once"))
    new = record(evidence, "1.9.0", warned(evidence, "UserWarning: once", "graph/requires-grad"))
    block = changes.render(with_records(evidence, old, new), Words("en"))
    assert "UserWarning: once" not in block.split("## torch 1.9.0")[1]


ABSENT = {"error": "AttributeError: module 'torch.amp' has no attribute 'GradScaler'"}


def test_a_name_that_was_not_there_is_one_line_and_no_table(evidence: Evidence) -> None:
    cells = {"graph/leaf": {"no_grad": ABSENT}, "graph/backward": {"no_grad": ABSENT, "grad": ABSENT}}
    old = record(evidence, "1.9.0", cells)
    made = record(evidence, "1.9.0", kind="snippets")
    made[1]["rows"][0].update(outcome="failed", output=None, reason=f"snippets/a/b.md:3: {ABSENT['error']}")
    told = with_records(with_records(evidence, old), made, kind="snippets")
    block = changes.render(told, Words("en"))
    lines = [line for line in block.splitlines() if "GradScaler" in line]
    assert lines == ["- `torch.amp.GradScaler`: questions: 2, examples: 1"]
    assert f"Not there in torch 1.9.0, there in {pinned(evidence)}:" in block
    assert "\n| " not in block


def test_a_name_that_is_gone_again_is_told_as_that(evidence: Evidence) -> None:
    found = [record(evidence, "1.8.0"), record(evidence, "1.9.0", {"graph/leaf": {"no_grad": ABSENT}})]
    block = changes.render(with_records(evidence, *found), Words("en")).split("## torch 1.9.0")[1]
    assert "There in torch 1.8.0, not there in 1.9.0:\n\n- `torch.amp.GradScaler`: questions: 1" in block


def test_more_errors_than_letters_have_names_of_their_own() -> None:
    legend = Legend(Words("en"), Shown())
    codes = [legend.code(f"error {number}") for number in range(53)]
    assert (codes[0], codes[25], codes[26], codes[52]) == ("A", "Z", "AA", "BA")
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("locale", LOCALES)
def test_with_one_release_nothing_is_claimed(evidence: Evidence, locale: str) -> None:
    assert "python -m scripts.measure.behaviour" in changes.render(evidence, Words(locale))
    for block in changes_runs.render(evidence, Words(locale)).values():
        assert "|" not in block


def ran_with(evidence: Evidence, torch: str, **row: str | None) -> tuple[str, Record]:
    folder, made = record(evidence, torch, kind="snippets")
    next(one for one in made["rows"] if one["id"] == "two-switches/four-combinations").update(row)
    return folder, made


def test_an_output_that_differs_is_shown_with_its_line_under_the_release_that_has_it(evidence: Evidence) -> None:
    old = ran_with(evidence, "1.8.0", outcome="differs", output="another first line\n")
    told = with_records(evidence, old, record(evidence, "1.9.0", kind="snippets"), kind="snippets")
    block = changes.render(told, Words("en"))
    assert "(modes/two-switches.md#four-combinations): `another first line` with torch 1.8.0, `training=" in block
    assert "another first line" not in block.split("## torch 1.9.0")[0]


@pytest.mark.parametrize("locale", LOCALES)
def test_what_a_release_raised_is_shown_without_our_own_line_number(evidence: Evidence, locale: str) -> None:
    old = ran_with(evidence, "1.9.0", outcome="failed", output=None, reason="snippets/a/b.md:2: ValueError: no")
    block = changes.render(with_records(evidence, old, kind="snippets"), Words(locale))
    assert "`ValueError: no`" in block
    assert "b.md:2" not in block


def test_what_the_machine_lacked_is_no_change(evidence: Evidence) -> None:
    said = "snippets/a/b.md:2: RuntimeError: No CUDA GPUs are available"
    old = ran_with(evidence, "1.9.0", outcome="failed", output=None, reason=said)
    assert "No CUDA GPUs" not in changes.render(with_records(evidence, old, kind="snippets"), Words("en"))


def test_an_example_that_was_rewritten_since_is_not_compared(evidence: Evidence) -> None:
    old = ran_with(evidence, "1.9.0", outcome="differs", output="another first line\n", input_sha256="0" * 64)
    assert "another first line" not in changes.render(with_records(evidence, old, kind="snippets"), Words("en"))


def test_each_release_is_counted_against_what_the_pages_print(evidence: Evidence) -> None:
    old = ran_with(evidence, "1.9.0", outcome="differs", output="another first line\n")
    block = changes_runs.render(with_records(evidence, old, kind="snippets"), Words("en"))["changes-outputs"]
    assert "| torch 1.9.0 | 5 | 4 | 1 | 0 |" in block


def test_figures_are_compared_on_the_same_cpu_alone(evidence: Evidence) -> None:
    folder, made = record(evidence, "1.9.0", kind="timing")
    moved = next(row for row in made["rows"] if row["comparable"])["ratio"]["inference"]
    moved.update(estimate=0.02, lo=0.01, hi=0.03, verdict="faster")
    told = with_records(evidence, (folder, made), kind="timing")
    block = changes_runs.render(told, Words("en"))["changes-figures"]
    assert block.count("0.020 [0.010, 0.030]") == 1
    compared = 2 * sum(row["comparable"] for row in made["rows"])
    assert compared < 2 * len(made["rows"])
    assert block.startswith(f"{compared} ratios")
    made["host"]["cpu"] = "another one"
    assert "|" not in changes_runs.render(told, Words("en"))["changes-figures"]
