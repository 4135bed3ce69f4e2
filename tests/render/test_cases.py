"""What a page says when a record is missing, rejected, quick, out of date or broken: words, and no figure."""

import dataclasses
import re

import pytest

from scripts.records import RecordError
from scripts.render.blocks import render_all
from scripts.render.evidence import Evidence, row_key
from scripts.render.words import LOCALES, Words

TIMING = ["timing-summary.md", "timing.md", "timing-apart.md", "timing-confounders.md", "timing-width.md"]
MEMORY = ["memory-summary.md", "memory.md", "memory-depth.md"]
FIGURE = re.compile(r"\d\.\d|\d\s[%µKMG]")


def without(evidence: Evidence, kind: str) -> Evidence:
    return dataclasses.replace(evidence, here={name: it for name, it in evidence.here.items() if name != kind})


def changed(evidence: Evidence, kind: str, label: str) -> Evidence:
    """As if the workload of a row had been edited since it was measured."""
    current = {**evidence.current, kind: {**evidence.current[kind], label: "e" * 64}}
    return dataclasses.replace(evidence, current=current)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("kind", "blocks"), [("timing", [*TIMING, "method.md"]), ("memory", MEMORY)])
def test_a_missing_record_is_said_in_words(evidence: Evidence, locale: str, kind: str, blocks: list[str]) -> None:
    rendered = render_all(without(evidence, kind), locale)
    for name in blocks:
        assert Words(locale)(f"absent.{kind}.text") in rendered[name]
        assert not FIGURE.search(rendered[name]), name
        assert "<figure" not in rendered[name]
    assert Words(locale)(f"machine.missing.{kind}") in rendered["machine.md"]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("kind", "blocks"), [("timing", TIMING), ("memory", MEMORY)])
def test_a_rejected_run_is_explained_and_its_figures_are_not_shown(
    evidence: Evidence, locale: str, kind: str, blocks: list[str]
) -> None:
    reason = "the A/A control failed at 99.5 % in 2 rows: mlp, lstm"
    evidence.here[kind]["run"] |= {"accepted": False, "reason": reason, "attempt": 2}
    rendered = render_all(evidence, locale)
    for name in blocks:
        assert f"`{reason}`" in rendered[name]
        assert "|" not in rendered[name]
        assert "<figure" not in rendered[name]


def test_how_a_rejected_run_was_done_is_still_told(evidence: Evidence) -> None:
    evidence.here["timing"]["run"] |= {"accepted": False, "reason": "noise"}
    evidence.here["timing"]["rows"] = []
    assert "| Launches (fresh processes) | 12 |" in render_all(evidence, "en")["method.md"]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_quick_run_is_called_one(evidence: Evidence, locale: str) -> None:
    say = Words(locale)
    evidence.here["timing"]["run"]["mode"] = "quick"
    rendered = render_all(evidence, locale)
    assert say("quick.timing") in rendered["timing.md"]
    assert say("quick.timing") in rendered["timing-width.md"]
    assert say("quick.short") in rendered["timing-summary.md"]
    assert say("modes.quick") in rendered["machine.md"]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_row_whose_workload_changed_is_named_but_its_figures_are_not_shown(evidence: Evidence, locale: str) -> None:
    row = evidence.here["timing"]["rows"][0]
    row["us_per_operator"] = 4321.0
    fresh, stale = (render_all(it, locale) for it in (evidence, changed(evidence, "timing-cpu", row_key(row))))
    assert "4,321" in fresh["timing.md"]
    assert "4,321" not in stale["timing.md"]
    assert Words(locale)("stale.cell") in stale["timing.md"]
    assert "48" in stale["timing.md"].split(Words(locale)("stale.cell"))[0].splitlines()[-1]
    assert stale["timing.md"].count("<circle") < fresh["timing.md"].count("<circle")
    assert Words(locale)("stale.short", count=1) in stale["timing-summary.md"]


def test_other_rows_stay_when_one_is_out_of_date(evidence: Evidence) -> None:
    row = evidence.here["memory"]["rows"][1]
    before, after = (
        render_all(it, "en")["memory.md"] for it in (evidence, changed(evidence, "memory-cpu", row_key(row)))
    )
    assert len(before.splitlines()) <= len(after.splitlines())
    assert "20 multiplications, 8 elements | out of date" in after
    assert "MLP 3×64, batch 32 | 48.8\N{NO-BREAK SPACE}KiB" in after


def test_a_workload_that_no_longer_exists_is_out_of_date(evidence: Evidence) -> None:
    known = dict(evidence.current["timing-cpu"])
    known.pop(row_key(evidence.here["timing"]["rows"][1]))
    without_it = dataclasses.replace(evidence, current={**evidence.current, "timing-cpu": known})
    assert "48 views of a parameter |  |  | out of date" in render_all(without_it, "en")["timing.md"]


def test_where_no_hashes_are_known_nothing_is_called_out_of_date(evidence: Evidence) -> None:
    unknown = dataclasses.replace(evidence, current={})
    assert render_all(unknown, "en") == render_all(evidence, "en")


@pytest.mark.parametrize("locale", LOCALES)
def test_where_every_row_is_out_of_date_no_figure_is_left(evidence: Evidence, locale: str) -> None:
    gone = dataclasses.replace(evidence, current={**evidence.current, "timing-cpu": {}, "memory-cpu": {}})
    rendered = render_all(gone, locale)
    for name in ("timing-width.md", "memory-depth.md", "timing-summary.md", "memory-summary.md"):
        assert "<figure" not in rendered[name]
        assert "|" not in rendered[name]


@pytest.mark.parametrize("locale", LOCALES)
def test_without_a_gpu_record_it_is_said_how_one_is_made(evidence: Evidence, locale: str) -> None:
    rendered = render_all(dataclasses.replace(evidence, elsewhere={}), locale)
    for name in ("gpu-summary.md", "gpu-modes.md", "gpu-memory.md"):
        assert "make gpu" in rendered[name]
        assert "|" not in rendered[name]


def test_a_cpu_record_from_elsewhere_is_no_gpu_record(evidence: Evidence) -> None:
    elsewhere = {"timing": [("torch-2.12.0-cpu", evidence.here["timing"])]}
    assert "No GPU record yet" in render_all(dataclasses.replace(evidence, elsewhere=elsewhere), "en")["gpu-modes.md"]


def test_an_unknown_workload_is_shown_by_its_own_name(evidence: Evidence) -> None:
    row = evidence.here["timing"]["rows"][0]
    row |= {"workload": "brand-new", "params": {"size": 3}}
    unknown = dataclasses.replace(evidence, current={})
    assert "| brand-new size=3 |" in render_all(unknown, "en")["timing.md"]


def test_an_effect_below_the_floor_is_never_counted_as_a_gain(evidence: Evidence) -> None:
    for row in evidence.here["timing"]["rows"]:
        row["ratio"]["inference"] |= {"estimate": 0.96, "lo": 0.95, "hi": 0.97, "verdict": "below the control's floor"}
    text = render_all(evidence, "en")["timing-summary.md"]
    assert "faster" not in text
    assert "no difference that can be told from noise in 6" in text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"verdict": "a bit faster"}, "'a bit faster' is unknown"),
        ({"verdict": "faster", "estimate": 0.99, "lo": 0.97, "hi": 1.01}, "but its interval holds 1"),
    ],
)
def test_a_verdict_that_does_not_hold_stops_the_rendering(
    evidence: Evidence, change: dict[str, object], said: str
) -> None:
    evidence.here["timing"]["rows"][0]["ratio"]["inference"] |= change
    with pytest.raises(RecordError, match=said) as caught:
        render_all(evidence, "en")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("key", ["us_per_operator", "faults_per_call"])
def test_a_row_without_what_the_tables_show_is_named(evidence: Evidence, key: str) -> None:
    del evidence.here["timing"]["rows"][0][key]
    with pytest.raises(RecordError, match=f"timing.json: rows: views-inner: {key}: is missing; measure again"):
        render_all(evidence, "en")


def test_a_row_that_cannot_be_compared_is_named_when_out_of_date(evidence: Evidence) -> None:
    row = next(row for row in evidence.here["timing"]["rows"] if row["workload"] == "lstm")
    text = render_all(changed(evidence, "timing-cpu", row_key(row)), "en")["timing-apart.md"]
    assert "not shown: LSTM 64, 16 steps, batch 4." in text
    assert "| LSTM" not in text
