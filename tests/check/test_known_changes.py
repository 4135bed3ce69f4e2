"""What readers should know of older releases: each line is shown by two neighbouring records, and names no release."""

import json
from pathlib import Path

import pytest

from scripts.check import known_changes
from scripts.check.problem import Unreadable

FIXTURES = Path(__file__).parents[1] / "render" / "fixtures"
PATH = "docs/data/changes.yml"
ENTRY = """\
- id: printed
  zh: 变了。
  en: It changed.
  snippet: no-grad/basics
  was: "old line"
  is: "new line"
"""


@pytest.fixture
def recorded(tree):
    """Two releases before the pinned one: the older prints the old line, the newer the new one."""
    tree.write("docs/records/pinned/behaviour.json", '{"platform": {"torch": "2.13.0"}, "cells": {}}')
    for torch, line in (("1.8.0", "old line"), ("1.9.0", "new line")):
        record = json.loads((FIXTURES / "snippets.json").read_text(encoding="utf-8"))
        record["torch"]["version"] = torch
        record["rows"] = [record["rows"][0] | {"id": "no-grad/basics", "output": f"first\n{line}\n"}]
        tree.write(f"docs/records/torch-{torch}-cpu/snippets.json", json.dumps(record))
    tree.write(PATH, ENTRY)
    return tree


@pytest.mark.usefixtures("recorded")
def test_a_line_that_the_records_show_is_good(told):
    assert told(known_changes) == []


def test_without_the_file_nothing_is_missing(told):
    assert told(known_changes) == []


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("new line", "newer line", "no two neighbouring releases show 'old line' and then 'newer line'"),
        ("old line", "old", "no two neighbouring releases show 'old' and then 'new line'"),
        ("no-grad/basics", "no-grad/gone", "no two neighbouring releases show 'old line' and then 'new line'"),
        ("It changed.", "It changed in 2.4.", "names a release"),
        ("变了。", "变了.", "half-width"),
    ],
)
def test_a_line_that_they_do_not_show_is_named(recorded, told, old, new, what):
    recorded.replace(PATH, old, new)
    (problem,) = told(known_changes)
    assert problem.startswith(f"{PATH}:1: printed: ")
    assert what in problem


def test_a_release_between_them_that_shows_neither_parts_them(recorded, told):
    record = json.loads(recorded.read("docs/records/torch-1.9.0-cpu/snippets.json"))
    record["torch"]["version"] = "1.8.5"
    record["rows"][0]["output"] = "first\nanother\n"
    recorded.write("docs/records/torch-1.8.5-cpu/snippets.json", json.dumps(record))
    assert "no two neighbouring releases" in told(known_changes)[0]


def test_a_broken_record_is_named(recorded):
    recorded.write("docs/records/torch-1.9.0-cpu/snippets.json", "{")
    with pytest.raises(Unreadable) as raised:
        list(known_changes.problems(recorded.root))
    assert "torch-1.9.0-cpu/snippets.json: not a whole JSON file" in str(raised.value.args[0])
    assert str(raised.value.args[0]).endswith("); restore the record with git")
