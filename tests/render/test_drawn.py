"""Pictures are drawn from what snippets printed, and from nothing else."""

import dataclasses

import pytest

from scripts.records import RecordError
from scripts.render import cheat_sheet, glossary, pictures
from scripts.render.evidence import Evidence
from scripts.render.pictures import batch_norm, inference_tensor, reach, recorded
from scripts.render.words import LOCALES, Words, WordsError

REFUSED = "ok       Setting requires_grad=True on inference"
SNIPPETS = {
    reach.SNIPPET: ["picture-reach"],
    recorded.SNIPPET: ["picture-detach", "picture-freezing"],
    inference_tensor.SNIPPET: ["picture-inference-tensor"],
    batch_norm.SNIPPET: ["picture-batch-norm"],
}


def printed(evidence: Evidence, snippet: str) -> dict[str, str]:
    return next(row for row in evidence.here["snippets"]["rows"] if row["id"] == snippet)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("snippet", SNIPPETS)
def test_what_was_not_run_yet_is_not_drawn(evidence: Evidence, snippet: str, locale: str) -> None:
    rows = evidence.here["snippets"]["rows"]
    rows.remove(printed(evidence, snippet))
    say = Words(locale)
    for block in SNIPPETS[snippet]:
        text = pictures.render(evidence, say)[block]
        assert say("pictures.absent.text", name=snippet) in text
        assert "<svg" not in text


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_what_changed_since_says_so(evidence: Evidence, snippet: str) -> None:
    stale = dataclasses.replace(evidence, current={"snippets-cpu": {snippet: "f" * 64}})
    for block in SNIPPETS[snippet]:
        assert Words("en")("stale.snippet", name=snippet) in pictures.render(stale, Words("en"))[block]


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_other_output_is_one_line_of_error(evidence: Evidence, snippet: str) -> None:
    printed(evidence, snippet)["output"] = "something else\n"
    with pytest.raises(RecordError, match=snippet) as caught:
        pictures.render(evidence, Words("en"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("snippet", "block", "old", "new", "mark"),
    [
        (reach.SNIPPET, "picture-reach", "net.head         True", "net.head         False", '"pm-band"'),
        (recorded.SNIPPET, "picture-detach", "1234      1234  1234", "1234      123-  1234", '"pm-kept"'),
        (recorded.SNIPPET, "picture-freezing", "1234      1234  123-", "1234      1234  1234", '"pm-back-head"'),
        (inference_tensor.SNIPPET, "picture-inference-tensor", REFUSED, "ok       ok", '"pm-tick"'),
        (batch_norm.SNIPPET, "picture-batch-norm", "written: nothing", "written: running_mean", '"pm-back-head"'),
    ],
)  # fmt: skip
def test_a_picture_turns_with_its_facts(evidence, snippet, block, old, new, mark) -> None:
    before = pictures.render(evidence, Words("en"))[block]
    row = printed(evidence, snippet)
    assert old in row["output"]
    row["output"] = row["output"].replace(old, new)
    assert pictures.render(evidence, Words("en"))[block].count(mark) != before.count(mark)


def test_the_cheat_sheet_has_no_word_for_a_new_answer(evidence: Evidence) -> None:
    row = next(row for row in evidence.here["behaviour"]["rows"] if row["id"] == cheat_sheet.PROBES[0])
    row["cells"]["eval"] = {"value": "sometimes"}
    with pytest.raises(RecordError, match="'sometimes' in eval"):
        cheat_sheet.render(evidence, Words("en"))


def test_each_term_names_the_other_language_and_the_page_that_explains_it(evidence: Evidence) -> None:
    text = glossary.render(evidence.terms, Words("en"))
    assert "## autograd · 自动求导 {#term-autograd}" in text
    assert "](../modes/no-grad.md#views)" in text


def test_a_term_explained_on_no_page_stops_the_build(evidence: Evidence) -> None:
    with pytest.raises(WordsError, match="no titled page modes/gone"):
        glossary.render([{**evidence.terms[0], "page": "modes/gone#top"}], Words("zh"))
