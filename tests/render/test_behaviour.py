"""The truth tables as blocks: what is said when something differs, is old, or is not there."""

import copy
import json
from dataclasses import replace

import pytest

from scripts.records import RecordError
from scripts.render import behaviour, explorer
from scripts.render.evidence import Evidence
from scripts.render.words import LOCALES, Words

BLOCK = "behaviour-graph-recorded"


def rendered(evidence: Evidence, locale: str = "en") -> str:
    return behaviour.render(evidence, Words(locale))[BLOCK]


def changed(evidence: Evidence, probe: str, mode: str, cell: dict) -> dict:
    record = copy.deepcopy(evidence.here["behaviour"])
    next(row for row in record["rows"] if row["id"] == probe)["cells"][mode] = cell
    return record


def test_where_all_agrees_no_difference_is_shown(evidence: Evidence) -> None:
    assert "??? warning" not in rendered(evidence)
    assert "Every cell is as pinned on " in behaviour.render(evidence, Words("en"))["behaviour-summary"]


def test_a_cell_that_is_not_as_pinned_is_shown_with_old_and_new(evidence: Evidence) -> None:
    record = changed(evidence, "graph/leaf", "no_grad", {"value": "False"})
    text = rendered(replace(evidence, here=evidence.here | {"behaviour": record}))
    assert '??? warning "Not as pinned on ' in text
    assert "- `graph/leaf`, `no_grad`: `True` → `False`" in text


def test_another_device_is_shown_where_it_did_otherwise(evidence: Evidence) -> None:
    record = changed(evidence, "graph/leaf", "grad", {"value": "False"})
    record["device"] = {"name": "Example GPU", "driver": None, "cuda": None, "cudnn": None}
    text = rendered(replace(evidence, elsewhere=evidence.elsewhere | {"behaviour": [("example-gpu", record)]}))
    assert '??? warning "Different on Example GPU' in text
    assert "(example-gpu) (1)" in text


def test_another_release_is_counted_and_leads_to_what_changed(evidence: Evidence) -> None:
    record = changed(evidence, "graph/leaf", "grad", {"value": "False"})
    record["torch"] = record["torch"] | {"version": "2.4.1+cpu"}
    elsewhere = evidence.elsewhere | {"behaviour": [("torch-2.4.1-cpu", record)]}
    text = rendered(replace(evidence, elsewhere=elsewhere))
    assert "With another torch (2.4.1), other answers in 1 of these rows: [what changed](../changes.md)." in text
    assert "??? warning" not in text
    older = evidence.current | {"behaviour-cpu": evidence.current["behaviour-cpu"] | {"graph/leaf": "c" * 64}}
    assert "With another torch" not in rendered(replace(evidence, elsewhere=elsewhere, current=older))


def test_a_difference_in_another_table_is_not_shown_in_this_one(evidence: Evidence) -> None:
    record = changed(evidence, "explorer/backward", "grad", {"value": "nothing"})
    assert "??? warning" not in rendered(replace(evidence, here=evidence.here | {"behaviour": record}))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_probe_that_changed_since_it_ran_is_out_of_date(evidence: Evidence, locale: str) -> None:
    current = dict(evidence.current)
    current["behaviour-cpu"] = current["behaviour-cpu"] | {"graph/leaf": "c" * 64}
    assert Words(locale)("stale.title") in rendered(replace(evidence, current=current), locale)


def test_a_row_that_was_not_run_stops_the_rendering(evidence: Evidence) -> None:
    record = copy.deepcopy(evidence.here["behaviour"])
    record["rows"] = [row for row in record["rows"] if row["id"] != "graph/leaf"]
    with pytest.raises(RecordError, match=r"behaviour\.json: rows: 'graph/leaf' is missing; run `make site`"):
        rendered(replace(evidence, here=evidence.here | {"behaviour": record}))


def test_a_column_that_was_not_run_stops_the_rendering(evidence: Evidence) -> None:
    record = copy.deepcopy(evidence.here["behaviour"])
    for row in record["rows"]:
        row["cells"].pop("no_grad", None)
    with pytest.raises(RecordError, match=r"graph\.yml: graph/requires-grad was not run in 'no_grad'; correct columns"):
        rendered(replace(evidence, here=evidence.here | {"behaviour": record}))


@pytest.mark.parametrize("locale", LOCALES)
def test_without_a_record_every_block_says_so(evidence: Evidence, locale: str) -> None:
    here = {kind: record for kind, record in evidence.here.items() if kind != "behaviour"}
    blocks = behaviour.render(replace(evidence, here=here), Words(locale))
    assert BLOCK in blocks
    assert {text for text in blocks.values() if Words(locale)("absent.behaviour.title") not in text} == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_the_explorer_answers_with_what_was_recorded(evidence: Evidence, locale: str) -> None:
    script = explorer.script(evidence, Words(locale))
    data = json.loads(script.removeprefix("window.pmExplorer = ").removesuffix(";\n"))
    (have,) = data["haves"]
    (row,) = have["rows"]
    assert row["anchor"] == "row-explorer-backward"
    assert row["cells"]["eval"]["text"] == {"zh": "权重得到梯度", "en": "the weight gets its gradient"}[locale]
    assert row["cells"]["eval + no_grad"]["slug"] == "element-0"
    assert row["cells"]["eval + no_grad"]["error"].startswith("RuntimeError: element 0")


def test_without_a_record_the_explorer_has_nothing_to_answer(evidence: Evidence) -> None:
    here = {kind: record for kind, record in evidence.here.items() if kind != "behaviour"}
    assert '"haves":[]' in explorer.script(replace(evidence, here=here), Words("en"))
