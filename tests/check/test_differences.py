"""What differs between two records is told once, by name, old beside new; what is the same is not told."""

import copy
from collections.abc import Callable

import pytest

from scripts import records
from scripts.check import differences
from tests.render.conftest import FIXTURES

Edit = Callable[[records.Record], object]


def record(kind: str) -> records.Record:
    return records.load(FIXTURES / f"{kind}.json", kind)


def edited(kind: str, edit: Edit) -> list[str]:
    """The differences after an edit of the new record."""
    old = record(kind)
    new = copy.deepcopy(old)
    edit(new)
    return differences.lines(old, new)


@pytest.mark.parametrize("kind", differences.KINDS)
def test_the_same_record_does_not_differ(kind: str) -> None:
    assert edited(kind, lambda _: None) == []


def move(record: records.Record, factor: float) -> None:
    ratio = record["rows"][0]["ratio"]["inference"]
    for name in ("estimate", "lo", "hi"):
        ratio[name] *= factor


CASES = {
    "a ratio that moved": (
        "timing",
        lambda new: move(new, 1.1),
        "`views-inner views=48`, inference: was 0.521 [0.518, 0.524], is 0.573 [0.569, 0.576]",
    ),
    "bytes": (
        "memory",
        lambda new: new["rows"][0]["memory"]["grad"].update(peak=512, saved=1),
        "`views-inner views=48, main, output kept`, grad: peak was 256, is 512; saved was 0, is 1 bytes",
    ),
    "a cell": (
        "behaviour",
        lambda new: [new["rows"][0]["cells"][mode].update(value="Perhaps") for mode in ("grad", "enable_grad")],
        "`graph/requires-grad`, `enable_grad`, `grad`: was `True`, is `Perhaps`",
    ),
    "a cell that is gone": (
        "behaviour",
        lambda new: new["rows"][0]["cells"].pop("odd"),
        "`graph/requires-grad`, `odd`: was `True`, is not there",
    ),
    "a line of an output": (
        "snippets",
        lambda new: new["rows"][0].update(output=new["rows"][0]["output"] + "and `more`\n"),
        "`two-switches/four-combinations`: line 5 was ` `, is `` and `more` ``",
    ),
    "an outcome": (
        "snippets",
        lambda new: new["rows"][0].update(outcome="failed", reason="ValueError:\n@someone"),
        "`two-switches/four-combinations`: was passed, is failed: `ValueError: ⏎ @someone`",
    ),
    "a row more": (
        "snippets",
        lambda new: new["rows"].append({**new["rows"][0], "id": "new/one"}),
        "new (1): `new/one`",
    ),
    "a row less": ("behaviour", lambda new: new["rows"].pop(0), "gone (1): `graph/requires-grad`"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_difference_is_told(case: str) -> None:
    kind, edit, told = CASES[case]
    assert edited(kind, edit) == [told]


def test_a_ratio_within_its_interval_is_no_difference() -> None:
    assert edited("timing", lambda new: move(new, 1.003)) == []


def test_what_is_long_is_cut() -> None:
    assert differences.code("a" * 1000) == f"`{'a' * 160}…`"
