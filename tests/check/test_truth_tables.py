"""What pages show of the truth tables is pinned, said in both languages, and on its page."""

import json

import pytest

from scripts.check import terms, truth_tables, urls

MODES, TABLES = "docs/data/behaviour/modes.yml", "docs/data/behaviour/graph.yml"
PINS = "docs/records/pinned/behaviour.json"
ZH, EN = "docs/zh/behaviour/graph.md", "docs/en/behaviour/graph.md"
INCLUDE = '--8<-- "generated/behaviour-graph-recorded.md"\n'


@pytest.fixture
def tree(tree):
    cells = {"graph/backward": {"both": "grad", "! RuntimeError: no": "no_grad"}, "graph/leaf": {"False": "grad"}}
    tree.write(PINS, json.dumps({"platform": {}, "cells": cells}))
    tree.write(MODES, "- {id: grad, zh: 默认, en: default}\n- {id: no_grad, zh: '`no_grad`', en: '`no_grad`'}\n")
    tree.write(
        TABLES,
        "tables:\n  recorded:\n    columns: [grad, no_grad]\n    rows:\n"
        "      - {probe: graph/backward, zh: 在外面调用 `backward()`, en: '`backward()`, outside'}\n"
        "values:\n  - {is: both, zh: 都有, en: both}\n",
    )
    tree.write(ZH, f"# 计算图\n\n{INCLUDE}")
    tree.write(EN, f"# Graph\n\n{INCLUDE}")
    urls.append(tree.root)
    return tree


def test_good_tables_pass(tree, told):
    assert told(truth_tables) == []
    assert truth_tables.count(tree.root) == 1


def test_a_row_of_no_probe_is_named(tree, told):
    tree.replace(TABLES, "probe: graph/backward", "probe: graph/forward")
    assert told(truth_tables)[0] == (f"{TABLES}:5: 'graph/forward' is no pinned probe; correct it, or run `make bless`")


def test_a_column_in_which_a_row_was_not_run_is_named(tree, told):
    tree.replace(TABLES, "probe: graph/backward", "probe: graph/leaf")
    assert f"{TABLES}:5: graph/leaf was not run in 'no_grad'; take another column, or run the probe in it" in told(
        truth_tables
    )


def test_a_row_said_in_one_language_only_is_named(tree, told):
    tree.replace(TABLES, ", en: '`backward()`, outside'", "")
    assert told(truth_tables) == [f"{TABLES}:5: graph/backward has no words in en; write them"]


def test_a_table_on_no_page_is_named(tree, told):
    tree.write(EN, "# Graph\n")
    assert told(truth_tables) == [
        f"{TABLES}:2: recorded is not on docs/en/behaviour/graph.md; write {INCLUDE.strip()} there"
    ]


def test_a_row_that_stands_twice_on_a_page_is_named(tree, told):
    row = "      - {probe: graph/backward, zh: 又一次, en: again}\n"
    tree.replace(TABLES, "values:", f"{row}values:")
    assert told(truth_tables) == [
        f"{TABLES}:6: graph/backward stands twice on one page; its anchor must be one: keep one"
    ]


def test_a_value_that_no_cell_says_is_named(tree, told):
    tree.replace(TABLES, "is: both", "is: neither")
    assert told(truth_tables) == [f"{TABLES}:7: no cell of the page says 'neither'; correct it, or take it away"]


def test_a_mode_without_words_is_named(tree, told):
    tree.write(MODES, "- {id: grad, zh: 默认, en: default}\n")
    assert told(truth_tables) == [f"{MODES}:1: 'no_grad' has no words; correct the list"]


def test_chinese_is_set_as_on_pages(tree, told):
    tree.replace(TABLES, "在外面调用 `backward()`", "在外面调用`backward()`")
    assert "no space between Chinese and Latin, digits or code" in told(truth_tables)[0]


def test_terms_hold_here_too(tree, told):
    tree.replace(TABLES, "'`backward()`, outside'", "in inferencing mode")
    assert told(terms)[0].startswith(f"{TABLES}:5: 'inferencing mode' is never written")


def test_each_row_has_an_address_that_never_disappears(tree, told):
    listed = tree.read(urls.PATH.as_posix())
    assert "/behaviour/graph/#row-graph-backward\n" in listed
    assert "/en/behaviour/graph/#row-graph-backward\n" in listed
    tree.replace(TABLES, "probe: graph/backward", "probe: graph/leaf")
    assert [line.split(" ")[1] for line in told(urls) if "is gone" in line] == [
        "/behaviour/graph/#row-graph-backward",
        "/en/behaviour/graph/#row-graph-backward",
    ]


@pytest.mark.parametrize("text", ["", "rows: []\n", "tables: {recorded: {rows: []}}\n"])
def test_a_file_of_another_shape_is_one_problem(tree, text):
    tree.write(TABLES, text)
    with pytest.raises(truth_tables.Unreadable):
        list(truth_tables.problems(tree.root))
