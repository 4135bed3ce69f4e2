"""Both languages are built alike; each difference is named by file, line and remedy."""

from scripts.check import parity

ZH, EN = "docs/zh/modes/no-grad.md", "docs/en/modes/no-grad.md"


def test_a_page_in_one_language_only_is_named(tree, told):
    (tree.root / EN).unlink()
    assert told(parity) == [f"{ZH}:1: {EN} is missing; write it too: both languages have every page"]


def test_a_page_missing_in_the_default_language_is_named(tree, told):
    (tree.root / ZH).unlink()
    assert told(parity) == [f"{EN}:1: {ZH} is missing; write it too: both languages have every page"]


def test_a_section_in_one_language_only_is_named(tree, told):
    line = tree.add(EN, "## More {#more}")
    assert told(parity) == [f"{EN}:{line}: section #more is missing in {ZH}; write it there too, with the same id"]


def test_sections_in_another_order_are_named(tree, told):
    head, use, forms = tree.read(EN).split("\n## ")
    tree.write(EN, "\n## ".join([head, forms, use]))
    assert told(parity) == [
        f"{EN}:15: #forms stands where {ZH}:15 has #use-it; give both the same sections in the same order"
    ]


def test_another_level_is_named(tree, told):
    tree.replace(EN, "## Three forms", "### Three forms")
    assert told(parity) == [f"{EN}:19: ### #forms stands where {ZH}:19 has ## #forms; give both the same level"]


def test_another_include_is_named(tree, told):
    tree.replace(EN, "generated/timing-summary.md", "generated/memory-summary.md")
    assert told(parity) == [
        f'{EN}:28: "generated/memory-summary.md" with 0 explanations stands where {ZH}:28 has '
        f'"generated/timing-summary.md" with 0 explanations; give both the same includes and explanations in the same order'
    ]


def test_a_missing_include_is_told_of_the_language_that_has_it(tree, told):
    tree.replace(EN, '--8<-- "generated/timing-summary.md"\n', "")
    assert told(parity) == [
        f'{ZH}:28: "generated/timing-summary.md" with 0 explanations stands where {EN} has nothing; '
        "give both the same includes and explanations in the same order"
    ]


def test_a_missing_explanation_is_named(tree, told):
    tree.replace(EN, "2. Restored at the end.\n", "")
    [line] = told(parity)
    assert line.startswith(f'{EN}:10: "snippets/no-grad/basics.md" with 1 explanations stands where {ZH}:10 has')


def test_a_table_with_another_number_of_columns_is_named(tree, told):
    tree.replace(EN, "|---|---|", "|---|---|---|")
    assert told(parity) == [
        f"{EN}:21: a table of 3 columns and 4 lines stands where {ZH}:21 has a table of 2 columns and 4 lines; "
        "give both the same tables in the same order"
    ]


def test_a_table_with_a_row_less_is_named(tree, told):
    tree.replace(EN, "| a block | `with` |\n", "")
    [line] = told(parity)
    assert line.startswith(f"{EN}:21: a table of 2 columns and 3 lines stands where")


def test_another_link_is_named(tree, told):
    tree.replace(EN, "../index.md", "../index.md#loop")
    assert told(parity) == [
        f"{EN}:17: a link to ../index.md#loop stands where {ZH}:17 has a link to ../index.md; "
        "give both the same links in the same order"
    ]


def test_what_stands_in_code_is_no_link(tree, told):
    tree.add(EN, "Index with `x[0](1)`, as ever.")
    assert told(parity) == []
