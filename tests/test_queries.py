"""docs/data/queries.yml asks as readers do. That none is a title or a heading, scripts/check/queries.py says."""

import re

import pytest
import yaml

from scripts.records import ROOT
from scripts.render.words import LOCALES
from scripts.site import search

LEAST = 60
QUERIES = yaml.safe_load((ROOT / "docs/data/queries.yml").read_text(encoding="utf-8"))
_MIXED = re.compile(r"(?=.*[\u4e00-\u9fff])(?=.*[A-Za-z]{2})", re.DOTALL)


@pytest.mark.parametrize("locale", LOCALES)
def test_there_are_enough_and_a_third_are_errors_or_symptoms(locale):
    queries = QUERIES[locale]
    troubles = [query for query in queries if query["as"] in ("error", "symptom")]
    assert len({query["q"] for query in queries}) == len(queries) >= LEAST
    assert len(troubles) * 3 >= len(queries)
    assert {query["as"] for query in queries} == {"error", "symptom", "spelling", "term", "name", "words"}


def test_a_third_of_the_chinese_ones_is_mixed_with_english():
    mixed = [query["q"] for query in QUERIES["zh"] if _MIXED.match(query["q"])]
    assert len(mixed) * 3 >= len(QUERIES["zh"])
    assert not _MIXED.match("评估模式")
    assert not _MIXED.match("no_grad")


@pytest.mark.parametrize("locale", LOCALES)
def test_none_is_a_phrase_that_the_search_was_given(locale):
    phrases = {phrase for found in search.phrases(ROOT)[locale].values() for phrase in found}
    assert not phrases & {query["q"] for query in QUERIES[locale]}
