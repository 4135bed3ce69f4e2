"""What another torch would change is all there: errors, outputs, cells, figures, and a count of each."""

import copy
from pathlib import Path
from typing import Any

import pytest

from scripts.pins import Pins
from scripts.records import Record
from scripts.render import upgrade
from scripts.render.evidence import Evidence
from scripts.render.upgrade import Found
from scripts.snippets import Snippet, parse
from tests.render.test_ran import TEXT

PINNED = Pins(
    {"torch": "2.13.0"},
    {"graph/leaf": {"no_grad": "True", "grad": "True"}, "graph/warned": {"grad": "1"}, "graph/gone": {"grad": "1"}},
)


@pytest.fixture
def expected(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Snippet]:
    monkeypatch.setattr("scripts.snippets.FOLDER", tmp_path)
    paths = [tmp_path / "topic" / f"{name}.md" for name in ("same", "other", "broken")]
    paths[0].parent.mkdir()
    for path in paths:
        path.write_text(TEXT.format(mark=""), encoding="utf-8")
    return {one.id: one for one in map(parse, paths)}


def answered(**cells: dict[str, Any]) -> Record:
    rows = [{"id": f"graph/{name}", "cells": modes} for name, modes in cells.items()]
    return {"torch": {"version": "2.15.0+cu128"}, "rows": rows, "left_out": ["slow/compile: no end after 60 s"]}


def ran(**outcomes: dict[str, Any]) -> Record:
    empty = {"output": "1\n", "reason": None, "outcome": "passed"}
    return {"rows": [empty | {"id": f"topic/{name}", **row} for name, row in outcomes.items()]}


@pytest.fixture
def found(expected: dict[str, Snippet]) -> Found:
    behaviour = answered(
        leaf={"no_grad": {"value": "False"}, "grad": {"error": "RuntimeError: no"}},
        warned={"grad": {"value": "1", "warnings": ["UserWarning: new"]}},
    )
    broken = {"outcome": "failed", "output": None, "reason": "snippets/topic/broken.md:2: ValueError: no"}
    printed = ran(same={}, other={"outcome": "differs", "output": "2\n"}, broken=broken)
    return upgrade.compare(PINNED, expected, {}, {"behaviour": behaviour, "snippets": printed})


def test_each_difference_is_named(found: Found) -> None:
    text = upgrade.markdown(found)
    assert text.startswith("# torch 2.15.0 beside the pinned 2.13.0\n")
    for line in (
        "- `topic/broken`: `ValueError: no`",
        "`topic/other`\n\n````diff\n@@ -1 +1 @@\n-1\n+2\n````",
        "- graph/leaf · no_grad: was 'True', is 'False'",
        "- graph/leaf · grad: was 'True', is '! RuntimeError: no'",
        "- new: `UserWarning: new` in 1 cells of 1 probes (graph/warned)",
        "- slow/compile: no end after 60 s\n- graph: 1 probes (gone)",
    ):
        assert line in text
    assert "topic/same" not in text


def test_it_ends_with_a_count(found: Found) -> None:
    told = "1 examples raise, 1 outputs differ, 2 cells of 1 probes have another answer, 1 warn or leak otherwise"
    last = upgrade.markdown(found).rstrip().splitlines()[-1]
    assert last == f"**{told}, 1 probes have none, times were not measured, memory was not weighed.**"


def test_the_same_torch_changes_nothing(expected: dict[str, Snippet]) -> None:
    pinned = Pins(PINNED.platform, {"graph/leaf": {"grad": "True"}})
    after = {"behaviour": answered(leaf={"grad": {"value": "True"}}) | {"left_out": []}, "snippets": ran(same={})}
    text = upgrade.markdown(upgrade.compare(pinned, expected, {}, after))
    assert "##" not in text
    assert "**0 examples raise, 0 outputs differ, 0 cells" in text


def test_figures_that_moved_by_more_than_both_intervals_are_named(
    evidence: Evidence, expected: dict[str, Snippet]
) -> None:
    before = {kind: evidence.here[kind] for kind in ("timing", "memory")}
    after = copy.deepcopy(before) | {"behaviour": answered(), "snippets": ran()}
    row = next(row for row in after["timing"]["rows"] if row["comparable"])
    row["ratio"]["inference"].update(estimate=0.02, lo=0.01, hi=0.03)
    weighed = after["memory"]["rows"][0]["memory"]["grad"]
    weighed["peak"] += 8
    found = upgrade.compare(PINNED, expected, before, after)
    (runs, moved), (weight,) = found.times or (), found.memory or ()
    assert runs.startswith("Between torch 2.13.0+cpu (full run, ")
    assert moved.endswith(", is 0.020 [0.010, 0.030]")
    assert weight.endswith(f", grad: peak {weighed['peak'] - 8} → {weighed['peak']}")
    assert "1 times moved, 1 figures of memory differ.**" in upgrade.markdown(found)


@pytest.mark.parametrize("change", [{"host": {"cpu": "another"}}, {"run": {"accepted": False}}])
def test_times_that_can_not_be_compared_are_not(
    evidence: Evidence, expected: dict[str, Snippet], change: dict[str, Any]
) -> None:
    before = {"timing": evidence.here["timing"]}
    after = {"timing": copy.deepcopy(before["timing"]) | change, "behaviour": answered(), "snippets": ran()}
    assert upgrade.compare(PINNED, expected, before, after).times == [
        "- not comparable: another CPU, or a run that was rejected"
    ]
