"""Every topic that is said to be covered is shown where it is said to be."""

import pytest

from scripts.check import coverage

PATH = "docs/data/coverage/modes-no-grad.yml"
GOOD = "- {id: records-nothing, page: modes/no-grad, anchor: top, snippet: no-grad/basics}\n"


@pytest.fixture
def tree(tree):
    tree.write(PATH, GOOD)
    return tree


def test_a_topic_that_is_shown_passes(tree, told):
    assert told(coverage) == []
    assert coverage.count(tree.root) == 1


def test_a_section_that_is_not_there_is_named_for_each_language(tree, told):
    tree.write(PATH, GOOD.replace("anchor: top", "anchor: nowhere"))
    assert told(coverage) == [
        f"{PATH}:1: records-nothing: docs/{locale} has no modes/no-grad#nowhere; correct page or anchor"
        for locale in ("en", "zh")
    ]


def test_a_snippet_in_another_section_is_named(tree, told):
    tree.write(PATH, GOOD.replace("anchor: top", "anchor: forms"))
    assert told(coverage)[0] == (
        f"{PATH}:1: records-nothing: docs/en does not show no-grad/basics at modes/no-grad#forms; "
        "correct the anchor or the snippet"
    )


def test_a_topic_that_stands_twice_is_named(tree, told):
    tree.write(PATH, GOOD * 2)
    assert told(coverage) == [f"{PATH}:2: records-nothing stands twice; keep one: a fact has one home"]


def test_an_entry_without_a_snippet_is_named(tree, told):
    tree.write(PATH, GOOD.replace(", snippet: no-grad/basics", ""))
    assert told(coverage) == [f"{PATH}:1: snippet is missing; an entry has id, page, anchor, snippet"]
