"""What frameworks switch is shown from the record: nothing invented, nothing out of date unmarked."""

import dataclasses

import pytest

from scripts.records import RecordError
from scripts.render import frameworks
from scripts.render.evidence import Evidence
from scripts.render.words import Words

EN = Words("en")


def test_a_case_that_the_record_lacks_is_named(evidence: Evidence) -> None:
    ((_, record),) = evidence.elsewhere["frameworks"]
    del record["rows"][1]
    with pytest.raises(RecordError, match=r"frameworks-cpu/frameworks.json: rows: 'lightning/load' is missing"):
        frameworks.render(evidence, EN)


def test_a_case_that_changed_since_it_ran_is_called_out_of_date(evidence: Evidence) -> None:
    current = {**evidence.current, "frameworks-cpu": {"lightning/fit": "changed", "lightning/load": "b"}}
    (block,) = frameworks.render(dataclasses.replace(evidence, current=current), EN).values()
    assert EN("stale.title") in block
    assert EN("stale.title") not in frameworks.render(evidence, EN)["frameworks-lightning"]


def test_without_a_record_the_page_says_so(evidence: Evidence) -> None:
    elsewhere = {kind: found for kind, found in evidence.elsewhere.items() if kind != "frameworks"}
    (block,) = frameworks.render(dataclasses.replace(evidence, elsewhere=elsewhere), EN).values()
    assert EN("absent.frameworks.title") in block
    assert "|" not in block


def test_a_switch_that_changed_between_passes_is_not_called_on(evidence: Evidence) -> None:
    (block,) = frameworks.render(evidence, EN).values()
    assert f"| **yes** | {EN('frameworks.mixed')} | **yes** | no | **yes** |" in block
