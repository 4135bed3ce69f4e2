"""The line under a title says no more than the records do."""

from pathlib import Path

import pytest

from scripts import pages, records
from scripts.render import made_from
from scripts.render.words import Words

TOLD = {"date": "2026-01-02", "torch": "2.0.0"}
PASSED, SKIPPED, STALE = {"outcome": "passed"}, {"outcome": "skipped"}, None

CASES = {
    "all ran": ([PASSED, PASSED], ("✓", "All 2 examples ran", ())),
    "the only one ran": ([PASSED], ("✓", "The example ran", ())),
    "one changed since": ([PASSED, STALE], ("?", "1 of 2 examples ran", ("1 changed since",))),
    "one needs CUDA": ([PASSED, SKIPPED], ("✓", "1 of 2 examples ran", ("1 need CUDA",))),
    "all need CUDA": ([SKIPPED], ("?", "0 of 1 examples ran", ("1 need CUDA",))),
    "all changed since": ([STALE, STALE], ("?", "0 of 2 examples ran", ("2 changed since",))),
}


@pytest.mark.parametrize("case", CASES)
def test_a_page_is_verified_only_if_no_example_changed_since_it_ran(case: str) -> None:
    rows, (sign, text, apart) = CASES[case]
    made = made_from.of_snippets(rows, TOLD, Words("en"))
    assert (made.sign, made.text) == (sign, text)
    assert made.details == (*apart, "2026-01-02", "torch 2.0.0")


def test_a_page_without_code_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Page\n\nWords.\n", encoding="utf-8")
    assert made_from.of_page(page, "en") == made_from.Made("", "No code on this page, so nothing to run")
    page.write_text('# Page\n\n--8<-- "generated/behaviour-summary.md"\n', encoding="utf-8")
    monkeypatch.setattr(records, "BUILT", tmp_path)
    assert made_from.of_page(page, "en") == made_from.Made("?", "Not measured by this build yet")


@pytest.mark.parametrize(("block", "kind"), [("claims", "snippets"), ("behaviour-graph", "behaviour")])
def test_a_page_of_blocks_is_verified_only_if_their_record_is_of_what_is_there_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: str, kind: str
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f'# Page\n\n--8<-- "generated/{block}.md"\n', encoding="utf-8")
    rows = [{"id": name, "input_sha256": sha256} for name, sha256 in made_from._now(kind).items()]
    found = {"run": {"started": TOLD["date"]}, "torch": {"version": TOLD["torch"]}, "rows": rows}
    monkeypatch.setattr(records, "load_if_any", lambda *_: found)
    assert made_from.of_page(page, "en").sign == "✓"
    rows[-1]["input_sha256"] = "of something else"
    assert made_from.of_page(page, "en").sign == "?"


def test_every_page_with_blocks_alone_knows_their_record() -> None:
    """Else it would say that there is nothing to run on it."""
    pages_alone = {}
    for path in pages.find("en"):
        found = pages.includes(path.read_text(encoding="utf-8"), path)
        if found and not any(include.snippet for include in found):
            pages_alone[path.stem] = made_from.of_page(path, "en").text
    assert len(pages_alone) >= 4
    assert [name for name, text in pages_alone.items() if text.startswith("No code")] == ["glossary"]
