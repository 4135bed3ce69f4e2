"""A section that changed in one language is stale until somebody says that both were read."""

import hashlib
import json

import pytest

from scripts.check import reviews, translations
from scripts.check.problem import Unreadable

ZH, EN, REVIEWS = "docs/zh/modes/no-grad.md", "docs/en/modes/no-grad.md", "docs/data/translations.json"


def test_the_hash_is_of_the_sections_own_markdown(tree):
    section = "## Where to use it {#use-it}\n\nFor evaluation, not for training: see the [home page](../index.md)."
    recorded = json.loads(tree.read(REVIEWS))["modes/no-grad"]["use-it"]
    assert recorded[1] == hashlib.sha256(section.encode()).hexdigest()[:12]


def test_a_section_changed_in_one_language_only_is_named(tree, told):
    tree.replace(EN, "For evaluation", "For every evaluation")
    assert told(translations) == [
        f"{ZH}:15: modes/no-grad#use-it changed in en only ({EN}:15); "
        "let zh say the same, then run `make check PAGE=modes/no-grad#use-it`"
    ]


def test_the_default_language_may_change_first(tree, told):
    tree.replace(ZH, "评估时用它", "每次评估都用它")
    assert told(translations) == [
        f"{EN}:15: modes/no-grad#use-it changed in zh only ({ZH}:15); "
        "let en say the same, then run `make check PAGE=modes/no-grad#use-it`"
    ]


def test_a_section_changed_in_both_is_to_be_reviewed(tree, told):
    tree.replace(EN, "For evaluation", "For every evaluation")
    tree.replace(ZH, "评估时用它", "每次评估都用它")
    assert told(translations) == [
        f"{ZH}:15: modes/no-grad#use-it changed in both languages since they were reviewed together; "
        "read both, then run `make check PAGE=modes/no-grad#use-it`"
    ]


def test_a_new_section_is_to_be_reviewed(tree, told):
    line = tree.add(ZH, "## 新 {#new}")
    tree.add(EN, "## New {#new}")
    assert told(translations) == [
        f"{ZH}:{line}: modes/no-grad#new was never reviewed in both languages together; "
        "read both, then run `make check PAGE=modes/no-grad#new`"
    ]


def test_the_front_matter_belongs_to_the_top(tree, told):
    tree.replace(EN, "and nothing else", "nothing else")
    [line] = told(translations)
    assert "modes/no-grad#top changed in en only" in line


def test_a_changed_snippet_makes_no_section_stale(tree, told):
    tree.replace("snippets/no-grad/basics.md", "import torch\n", "import torch as torch\n")
    assert told(translations) == []


def test_an_entry_of_a_section_that_is_gone_is_named_until_it_is_fixed(tree, told):
    for path in (ZH, EN):
        tree.write(path, tree.read(path).replace("{#use-it}", "{#where}"))
    gone = f"{REVIEWS}:8: modes/no-grad#use-it is no longer a section in either language; "
    assert gone + "run `make check PAGE=modes/no-grad#use-it`" in told(translations)
    assert translations.fix(tree.root, ["modes/no-grad#use-it", "modes/no-grad#where"]) == []
    assert told(translations) == []


def test_fix_records_what_is_named_and_nothing_else(tree, told):
    tree.replace(EN, "For evaluation", "For every evaluation")
    tree.replace(EN, "With p=0.5", "Where p=0.5")
    assert translations.fix(tree.root, ["modes/no-grad#use-it"]) == []
    [line] = told(translations)
    assert "modes/no-grad#forms changed in en only" in line


def test_fix_refuses_sections_that_are_built_differently(tree):
    tree.replace(EN, "| a block | `with` |\n", "")
    [problem] = translations.fix(tree.root, ["modes/no-grad#forms"])
    assert str(problem).startswith(f"{EN}:21: a table of 2 columns and 3 lines stands where {ZH}:21 has")


def test_fix_refuses_a_section_that_one_language_lacks(tree):
    line = tree.add(EN, "## New {#new}")
    [problem] = translations.fix(tree.root, ["modes/no-grad#new"])
    assert str(problem) == f"{EN}:{line}: modes/no-grad#new stands in en only; write it in both languages first"


def test_fix_of_an_unknown_section_raises(tree):
    with pytest.raises(translations.NotASection, match="modes/other#use-it"):
        translations.fix(tree.root, ["modes/other#use-it"])


def test_the_file_is_sorted_one_section_a_line(tree):
    lines = tree.read(REVIEWS).splitlines()
    assert [line.split(":")[0].strip() for line in lines if "[" in line] == ['"top"', '"forms"', '"top"', '"use-it"']
    assert [path.name for path in (tree.root / "docs/data").iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("text", ['{"modes/no-grad": ', '["modes/no-grad"]', '{"a": {"b": ["c"]}}'])
def test_a_broken_file_is_one_problem(tree, text):
    tree.write(REVIEWS, text)
    with pytest.raises(
        Unreadable, match=r"^docs/data/translations\.json:1: is not .*; restore it from the last commit$"
    ):
        reviews.load(tree.root)


def test_without_a_file_every_section_is_to_be_reviewed(tree, told):
    (tree.root / REVIEWS).unlink()
    assert len(told(translations)) == 4
