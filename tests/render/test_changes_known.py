"""What readers should know first is said where two neighbouring records show it, and nowhere else."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from scripts.render import changes_known, known_data
from scripts.render.evidence import Evidence
from scripts.render.known_data import Known
from scripts.render.words import LOCALES, Words, WordsError
from tests.render.test_changes import pinned, ran_with, record, with_records

TEXT = {"zh": "变了。", "en": "It changed."}
SNIPPET = Known("a", TEXT, "two-switches/four-combinations", "", "old line", "new line")
CELL = Known("b", TEXT, "graph/leaf", "no_grad", "! TypeError: no such", "True")


def outputs(evidence: Evidence, **printed: str) -> Evidence:
    found = [
        ran_with(evidence, name[1:].replace("_", "."), outcome="differs", output=f"first\n  {line}\n")
        for name, line in printed.items()
    ]
    return with_records(evidence, *found, kind="snippets")


def test_it_stands_under_the_two_releases_that_show_it(evidence: Evidence) -> None:
    told = replace(outputs(evidence, v1_8_0="old line", v1_9_0="old line", v1_10_0="new line"), known=[SNIPPET])
    assert changes_known.sorted_by_step(told) == {("1.9.0", "1.10.0"): [SNIPPET]}
    block = changes_known.render(told, Words("en"))
    assert "**From torch 1.9.0 to [torch 1.10.0](#torch-1-10-0)**" in block
    assert (
        "- It changed. ([Both? › The four combinations](modes/two-switches.md#four-combinations): `old line` →" in block
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_a_line_that_no_two_neighbours_show_is_counted_and_not_said(evidence: Evidence, locale: str) -> None:
    apart = replace(outputs(evidence, v1_8_0="old line", v1_9_0="between", v1_10_0="new line"), known=[SNIPPET])
    block = changes_known.render(apart, Words(locale))
    assert TEXT[locale] not in block
    assert "1" in block


def test_half_a_line_shows_nothing(evidence: Evidence) -> None:
    told = outputs(evidence, v1_8_0="old line and more", v1_9_0="new line")
    assert changes_known.sorted_by_step(replace(told, known=[SNIPPET])) == {}


def test_an_error_is_known_by_its_beginning(evidence: Evidence) -> None:
    old = record(evidence, "1.9.0", {"graph/leaf": {"no_grad": {"error": "TypeError: no such argument: x"}}})
    told = replace(with_records(evidence, old), known=[CELL])
    assert list(changes_known.sorted_by_step(told)) == [("1.9.0", pinned(evidence))]
    assert "`TypeError: no such` → `True`" in changes_known.render(told, Words("en"))


def test_a_snippet_that_was_rewritten_since_shows_nothing(evidence: Evidence) -> None:
    folder, made = ran_with(evidence, "1.8.0", outcome="differs", output="old line\n", input_sha256="0" * 64)
    new = ran_with(evidence, "1.9.0", outcome="differs", output="new line\n")
    told = with_records(evidence, (folder, made), new, kind="snippets")
    assert changes_known.sorted_by_step(replace(told, known=[SNIPPET])) == {}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("- oops\n", "docs/data/known.yml: 'oops': is no entry; see "),
        ("- {id: a, zh: 变了。, en: It changed., was: x, is: y}\n", "docs/data/known.yml: a: has no 'probe'; see "),
    ],
)
def test_what_is_no_entry_is_told_by_file_and_name(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "known.yml").write_text(written, encoding="utf-8")
    with pytest.raises(WordsError, match=f"^{re.escape(told)}"):
        known_data.load(tmp_path / "known.yml")
