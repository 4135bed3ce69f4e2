"""The fact check: every claim in both languages, under its topic, with a link to the section that shows its proof."""

import re
from dataclasses import replace

import pytest

from scripts import claims
from scripts.records import ROOT, RecordError
from scripts.render import places
from scripts.render.claims import render
from scripts.render.evidence import Evidence
from scripts.render.words import LOCALES, Words, WordsError, load


def test_what_to_unlearn_comes_first_within_a_topic(evidence: Evidence) -> None:
    assert re.findall(r"#claim-([\w-]+)", render(evidence, Words("en"))) == [
        "both-are-needed",
        "the-engine-is-off",
        "nothing-is-recorded",
    ]


def test_a_proof_that_no_page_shows_is_refused(evidence: Evidence) -> None:
    hidden = {name: place for name, place in evidence.places["en"].items() if name != "no-grad/other"}
    with pytest.raises(RecordError, match="the-engine-is-off: no page in en shows no-grad/other"):
        render(replace(evidence, places={**evidence.places, "en": hidden}), Words("en"))


def test_a_topic_without_words_is_refused(evidence: Evidence) -> None:
    unknown = replace(evidence.claims[0], topic="knitting")
    with pytest.raises(WordsError, match=r"claims\.topics\.knitting"):
        render(replace(evidence, claims=[unknown]), Words("en"))


def test_a_line_is_only_called_printed_while_this_build_printed_it(evidence: Evidence) -> None:
    claim = evidence.claims[0]
    alone = replace(evidence, claims=[claim])
    assert "Printed: `training=False" in render(alone, Words("en"))
    changed = {**evidence.current, "snippets-cpu": {claim.snippet: "0" * 64}}
    assert "Not verified by this build: `training=False" in render(replace(alone, current=changed), Words("en"))
    assert "Not verified by this build: `training=False" in render(replace(alone, here={}), Words("en"))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_topic_and_verdict_has_its_words(locale: str) -> None:
    words = load(locale)["claims"]
    assert {claim.topic for claim in claims.load()} <= set(words["topics"])
    assert list(words["verdicts"]) == list(words["counted"]) == list(claims.VERDICTS)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_place_of_a_snippet_is_found_in_the_pages(locale: str) -> None:
    found = places.of_snippets(ROOT, locale)
    assert found["no-grad/views"].link == "modes/no-grad.md#views"
    assert found["no-grad/basics"].link == "modes/no-grad.md"
    assert found["no-grad/basics"].name == "no_grad"


def test_an_entry_that_is_no_claim_is_named(tmp_path) -> None:
    path = tmp_path / "claims.yml"
    for text, what in (("- {id: a}", "a is not as described"), ("- [", "is not YAML"), ("- text", "text is not as")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(claims.ClaimError, match=what):
            claims.load(path)
