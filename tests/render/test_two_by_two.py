"""The 2×2 picture says what the snippet printed, and nothing at all where it printed something else."""

import dataclasses

import pytest

from scripts.records import RecordError
from scripts.render import two_by_two
from scripts.render.evidence import Evidence
from scripts.render.words import LOCALES, Words

FIRST = "training=True grad=True repeatable=False bn_moves=True records_graph=True saved_bytes_is_zero=False"


def test_it_reads_the_four_lines_in_any_order(evidence: Evidence) -> None:
    lines = evidence.here["snippets"]["rows"][0]["output"].splitlines()
    assert two_by_two.read("\n".join(reversed(lines))) == two_by_two.read("\n".join(lines))


@pytest.mark.parametrize(
    "output", ["", FIRST, "\n".join([FIRST] * 4), f"{FIRST}\nhello", FIRST.replace("bn_moves", "moves_bn")]
)
def test_anything_else_is_one_line_of_error(evidence: Evidence, output: str) -> None:
    evidence.here["snippets"]["rows"][0]["output"] = output
    with pytest.raises(RecordError, match="two-switches/four-combinations") as caught:
        two_by_two.render(evidence, Words("en"))
    assert "\n" not in str(caught.value)


def test_a_missing_record_says_what_to_run(evidence: Evidence) -> None:
    with pytest.raises(RecordError, match="no such record; run `make site`"):
        two_by_two.render(dataclasses.replace(evidence, here={}), Words("en"))


def test_a_missing_row_is_named(evidence: Evidence) -> None:
    evidence.here["snippets"]["rows"].clear()
    with pytest.raises(RecordError, match="'two-switches/four-combinations' is missing"):
        two_by_two.render(evidence, Words("en"))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_changed_snippet_makes_the_picture_out_of_date(evidence: Evidence, locale: str) -> None:
    stale = dataclasses.replace(evidence, current={"snippets-cpu": {two_by_two.SNIPPET: "f" * 64}})
    assert Words(locale)("stale.snippet", name=two_by_two.SNIPPET) in two_by_two.render(stale, Words(locale))


def test_the_picture_turns_with_the_facts(evidence: Evidence) -> None:
    before = two_by_two.render(evidence, Words("en"))
    row = evidence.here["snippets"]["rows"][0]
    row["output"] = row["output"].replace("repeatable=False", "repeatable=True")
    after = two_by_two.render(evidence, Words("en"))
    assert before.count("pm-tick") + 2 == after.count("pm-tick")
    assert "outputs differ" not in after
