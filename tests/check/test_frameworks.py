"""What the page on frameworks shows was recorded, is said in both languages, and nothing recorded is left out."""

import json

import pytest

from scripts.check import frameworks, urls
from scripts.check.frameworks import PATH, RECORD
from scripts.check.problem import Unreadable
from scripts.records import ROOT

DATA = PATH.as_posix()


@pytest.fixture
def tree(tree):
    record = json.loads((ROOT / RECORD).read_text(encoding="utf-8"))
    record["rows"] = [row for row in record["rows"] if row["id"] in ("lightning/fit", "lightning/load-from-checkpoint")]
    tree.write(RECORD.as_posix(), json.dumps(record))
    tree.write(
        DATA,
        "lightning:\n  switches:\n    - {case: lightning/fit, zh: 训练步, en: training steps}\n"
        "  answers:\n    - {case: lightning/load-from-checkpoint, fact: training, zh: 载入, en: loaded}\n",
    )
    for locale in ("zh", "en"):
        tree.write(f"docs/{locale}/recipes/frameworks.md", "# Frameworks\n")
    return tree


def test_good_data_pass_and_their_rows_have_addresses(tree, told):
    assert told(frameworks) == []
    urls.append(tree.root)
    assert "/en/recipes/frameworks/#row-lightning-fit" in tree.read("docs/data/urls.txt").splitlines()


def test_what_was_not_recorded_is_named(tree, told):
    tree.replace(DATA, "case: lightning/fit", "case: lightning/fly")
    assert told(frameworks)[1].startswith(f"{DATA}:3: lightning/fly is not in {RECORD}")


def test_a_case_that_is_shown_nowhere_is_named(tree, told):
    tree.replace(DATA, "    - {case: lightning/fit, zh: 训练步, en: training steps}\n", "    []\n")
    assert told(frameworks) == [f"{DATA}:1: lightning/fit was run and is shown nowhere; add a row, or delete the case"]


def test_a_fact_that_the_case_does_not_have_is_named(tree, told):
    tree.replace(DATA, "fact: training", "fact: weight")
    assert "has no fact 'weight'" in told(frameworks)[0]


def test_a_row_in_one_language_only_is_named(tree, told):
    tree.replace(DATA, ", en: training steps", "")
    assert told(frameworks) == [f"{DATA}:3: lightning/fit has no words in en; say the row in both languages"]


@pytest.mark.parametrize("text", ["a: 1", "a: {b: c}", "a: {b: [c]}", "a: {b: }", "1: {b: []}"])
def test_a_file_of_another_shape_is_one_problem(tree, told, text):
    tree.write(DATA, f"{text}\n")
    with pytest.raises(Unreadable, match=f"{DATA}:1: is not frameworks with their parts, each a list of rows; see "):
        told(frameworks)
