"""Code comes from includes, and includes can be resolved."""

import pytest

from scripts.check import fences

ZH, EN = "docs/zh/modes/no-grad.md", "docs/en/modes/no-grad.md"
REMEDY = "make it a snippet, or put `<!-- inline: reason -->` on the line above"


@pytest.mark.parametrize("fence", ["```python\nx\n```", "~~~\nx\n~~~", "!!! note\n\n    ```\n    x\n    ```"])
def test_every_fence_needs_a_reason(tree, told, fence):
    line = tree.add(EN, fence) + (2 if fence.startswith("!!!") else 0)
    assert told(fences) == [f"{EN}:{line}: a fence that is not from an include, so nothing runs it; {REMEDY}"]


def test_a_fence_with_a_reason_is_counted(tree, told):
    tree.add(EN, "<!-- inline: a shell session -->\n```\nx\n```")
    assert told(fences) == []
    assert fences.count_inline(tree.root) == 1


@pytest.mark.parametrize("above", ["<!-- inline: -->", "<!-- inline: far above -->\n", "inline: a reason"])
def test_a_reason_stands_on_the_line_above(tree, told, above):
    tree.add(EN, f"{above}\n```\nx\n```")
    assert len(told(fences)) == 1


def test_ten_inline_fences_are_the_most_in_both_languages_together(tree, told):
    for path in [ZH, EN] * 5:
        tree.add(path, "<!-- inline: reason -->\n```\nx\n```")
    assert told(fences) == []
    line = tree.add(EN, "<!-- inline: reason -->\n```\nx\n```") + 1
    assert told(fences) == [f"{EN}:{line}: is the inline fence number 11 or later; make it a snippet and include it"]


def test_a_fence_that_is_never_closed_is_named(tree, told):
    line = tree.add(EN, "<!-- inline: reason -->\n```\nx\n``")
    assert told(fences) == [f"{EN}:{line + 1}: this fence is never closed; close it"]


@pytest.mark.parametrize("code", ["    x = 1", "- item\n\n        x = 1", "!!! note\n\n        x = 1"])
def test_indented_code_is_code_too(tree, told, code):
    line = tree.add(EN, code) + code.count("\n")
    assert told(fences) == [
        f"{EN}:{line}: is indented so far that it becomes code; indent it less, or make it a snippet"
    ]


@pytest.mark.parametrize(
    "text", ["- item\n\n    its second paragraph", "!!! note\n\n    its text", "1. item\n    more"]
)
def test_text_within_an_item_or_admonition_is_no_code(tree, told, text):
    tree.add(EN, text)
    assert told(fences) == []


def test_an_include_of_a_snippet_that_does_not_exist_is_named(tree, told):
    line = tree.add(EN, '--8<-- "snippets/no-grad/nope.md"')
    assert told(fences) == [f"{EN}:{line}: no snippet snippets/no-grad/nope.md; correct the name, or write the snippet"]


@pytest.mark.parametrize("include", ["--8<-- snippets/no-grad/basics.md", 'see --8<-- "generated/timing.md"'])
def test_every_malformed_include_is_named(tree, told, include):
    first = tree.add(EN, include)
    second = tree.add(EN, include)
    what = 'not an include; write --8<-- "snippets/…" or --8<-- "generated/…" alone on the line'
    assert told(fences) == [f"{EN}:{first}: {what}", f"{EN}:{second}: {what}"]


def test_an_include_from_another_folder_is_named(tree, told):
    line = tree.add(EN, '--8<-- "docs/en/index.md"')
    what = "'docs/en/index.md' is neither snippets/<topic>/<name>.md nor generated/<name>.md; correct it"
    assert told(fences) == [f"{EN}:{line}: {what}"]


def test_a_generated_block_need_not_exist_yet(tree, told):
    tree.add(EN, '--8<-- "generated/not-rendered-yet.md"')
    assert told(fences) == []


def test_explanations_are_as_many_as_annotations(tree, told):
    tree.replace(EN, "2. Restored at the end.\n", "")
    assert told(fences) == [
        f"{EN}:10: 2 annotations in snippets/no-grad/basics.md, 1 explanations under its include; "
        "give each its item, directly under the include"
    ]


def test_a_broken_snippet_is_left_to_the_check_of_the_snippets(tree, told):
    tree.write("snippets/no-grad/basics.md", "no fence")
    assert told(fences) == []
