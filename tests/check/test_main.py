"""`python -m scripts.check`: one line a problem, an exit code, and --fix for what a person has read."""

import errno
import os
import re
import subprocess
import sys

import pytest

from scripts.check import coverage
from scripts.check.__main__ import CHECKS, main
from scripts.records import ROOT


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.split(".")[-1])
def test_every_check_accepts_a_good_handbook(told, check):
    assert told(check) == []


def test_a_good_handbook_exits_0_and_says_what_was_checked(tree, capsys):
    assert main([], tree.root) == 0
    assert capsys.readouterr().out == (
        "checked 4 pages, 1 snippets, 0 labs, 2 terms, 2 words, 0 truth tables, 8 addresses, 0 topics, 0 claims, "
        "2 queries, 0 of 10 inline fences, 0 of 15 typed figures: no problem\n"
    )


def test_problems_exit_1_in_the_order_of_files_and_lines(tree, capsys):
    tree.add("docs/en/modes/no-grad.md", "It takes 3 ms in VRAM.")
    tree.write("snippets/no-grad/notes.txt", "")
    assert main([], tree.root) == 1
    *lines, last = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        "docs/en/modes/no-grad.md:30",
        "docs/en/modes/no-grad.md:30",
        "docs/zh/modes/no-grad.md:19",
        "snippets/no-grad/notes.txt:1",
    ]
    assert last.endswith("typed figures: 4 problems")


def test_a_missing_file_is_a_problem_and_the_other_checks_still_run(tree, capsys):
    (tree.root / "docs/data/terms.yml").unlink()
    tree.write("snippets/no-grad/notes.txt", "")
    assert main([], tree.root) == 1
    out = capsys.readouterr().out
    assert "docs/data/terms.yml:1: does not exist; restore it\n" in out
    assert "snippets/no-grad/notes.txt:1:" in out


def test_broken_yaml_is_named_by_its_line(tree, capsys):
    tree.write("docs/data/words/en.yml", "site:\n  output: Output\n  ran: 'unfinished\n")
    assert main([], tree.root) == 1
    assert "docs/data/words/en.yml:4: is not YAML (" in capsys.readouterr().out


KNOWN = "- {{id: a, zh: 变了。, en: It changed., {}was: x, is: y}}\n"
LAB = "---\ntitle: 'Lab\njupyter: [\n---\n\n# Lab\n\n```python\nx = 1\n```\n"
# (file, what somebody wrote into it, the line that is told)
BROKEN = [
    ("docs/data/claims.yml", "- oops\n", "1: 'oops' is no claim; see scripts/claims.py"),
    ("docs/data/coverage/a.yml", "- oops\n", "1: 'oops' is not a mapping; correct it"),
    ("docs/data/coverage/a.yml", "oops\n", "1: is not a list; restore it"),
    ("docs/data/terms.yml", "# 词\n- oops\n", "2: 'oops' is not a mapping; correct it"),
    (
        "docs/data/terms.yml",
        "# 词\n- a: \x01\n",
        "2: is not YAML (unacceptable character #x0001: control characters are not allowed); take that character out",
    ),
    ("docs/data/queries.yml", "zh: []\nfr: []\n", "2: fr is no language, or has no list of queries; "),
    (
        "docs/data/queries.yml",
        "zh: some\n",
        "1: zh is no language, or has no list of queries; the languages are zh, en",
    ),
    ("docs/data/search.yml", "called: []\n", "1: said is missing, or no list; restore it"),
    ("docs/data/search.yml", "- oops\n", "1: is not a mapping; restore it"),
    ("docs/data/queries.yml", "- oops\n", "1: is not a mapping; restore it"),
    ("docs/data/redirects.yml", "- oops\n", "1: is not a mapping; restore it"),
    ("docs/data/redirects.yml", "/a/: /\n/b/: [/]\n", "2: /b/ is no text; correct it"),
    ("docs/data/topics.yml", "claims: {}\ngap: []\n", "1: gaps is missing; it has claims, by topic, and gaps"),
    ("docs/data/changes.yml", "- oops\n", "1: 'oops' is not a mapping; correct it"),
    ("docs/data/changes.yml", "\n" + KNOWN.format(""), "2: a: has no 'probe'; see scripts/render/known_data.py"),
    (
        "docs/data/changes.yml",
        KNOWN.format("snippet: no-grad/basics, ").replace("zh: 变了。, ", ""),
        "1: a: no words in zh; correct it",
    ),
]


@pytest.mark.parametrize(("path", "text", "line"), BROKEN)
def test_what_does_not_belong_into_a_file_is_one_line_and_no_traceback(tree, capsys, path, text, line):
    tree.write(path, text)
    assert main([], tree.root) == 1
    assert f"{path}:{line}" in capsys.readouterr().out


def test_a_broken_snippet_is_one_line_where_changes_are_listed_too(tree, capsys):
    tree.write("docs/data/changes.yml", KNOWN.format("snippet: no-grad/basics, "))
    tree.write("docs/records/pinned/behaviour.json", '{"platform": {"torch": "2.13.0"}, "cells": {}}')
    tree.write("snippets/no-grad/broken.md", "```python\nx = 1\n")
    assert main([], tree.root) == 1
    assert capsys.readouterr().out.count("snippets/no-grad/broken.md:1: this fence is never closed; close it\n") == 1


def test_a_lab_whose_front_matter_is_broken_is_one_line(tree, capsys):
    for locale in ("zh", "en"):
        tree.write(f"docs/{locale}/labs/planted.md", LAB)
    tree.write("docs/data/labs/planted.yml", "{}\n")
    assert main([], tree.root) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("docs/en/labs/planted.md:")]
    assert [line for line in lines if "front matter" in line] == [
        "docs/en/labs/planted.md:1: the front matter is not YAML (while scanning a quoted scalar); "
        "put the value into quotes"
    ]


def test_the_map_of_topics_names_an_entry_without_a_page(tree, capsys):
    tree.write("docs/data/topics.yml", "claims: {no-grad: [a]}\ngaps: []\n")
    tree.write("docs/data/coverage/a.yml", "- {id: a, anchor: top, snippet: no-grad/basics}\n")
    assert coverage.main([], tree.root) == 1
    assert capsys.readouterr().out.splitlines() == [
        "a  is not covered",
        "docs/data/coverage/a.yml:1: page is missing; an entry has id, page, anchor, snippet",
        "1 topics, 1 of them not covered",
    ]


@pytest.mark.parametrize("name", ["modes/no-grad", "#use-it", "modes/no-grad#", "all"])
def test_fix_wants_each_section_named(tree, capsys, name):
    with pytest.raises(SystemExit) as stopped:
        main(["--fix", name], tree.root)
    assert stopped.value.code == 2
    assert "is not PAGE#SLUG, like modes/no-grad#use-it; each section is named" in capsys.readouterr().err


def test_fix_of_a_section_that_does_not_exist_is_wrong_usage(tree, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--fix", "modes/no-grad#nope"], tree.root)
    assert stopped.value.code == 2
    assert "there is no section modes/no-grad#nope" in capsys.readouterr().err


def test_fix_records_sections_and_addresses_and_says_so(tree, capsys):
    for locale in ("zh", "en"):
        tree.add(f"docs/{locale}/modes/no-grad.md", "## X {#new}")
    assert main([], tree.root) == 1
    capsys.readouterr()
    assert main(["--fix", "modes/no-grad#new", "urls"], tree.root) == 0
    assert capsys.readouterr().out == "recorded as reviewed together: modes/no-grad#new\n2 new addresses listed\n"
    assert main([], tree.root) == 0


def test_fix_that_is_refused_exits_1_and_writes_nothing(tree, capsys):
    before = tree.read("docs/data/translations.json")
    tree.replace("docs/en/modes/no-grad.md", "see the [home page](../index.md)", "see the home page")
    assert main(["--fix", "modes/no-grad#top", "modes/no-grad#use-it"], tree.root) == 1
    assert capsys.readouterr().out.startswith(
        "not recorded: docs/zh/modes/no-grad.md:17: a link to ../index.md stands where"
    )
    assert tree.read("docs/data/translations.json") == before


@pytest.mark.parametrize("name", ["urls", "modes/no-grad#new"])
def test_fix_on_a_full_disk_is_one_line_and_leaves_no_file_behind(tree, capsys, monkeypatch, name):
    for locale in ("zh", "en"):
        tree.add(f"docs/{locale}/modes/no-grad.md", "## X {#new}")
    before = {path: path.read_bytes() for path in (tree.root / "docs/data").rglob("*") if path.is_file()}

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert main(["--fix", name], tree.root) == 1
    assert re.fullmatch(r"not recorded: .+: can't be written \(no space left .*\); free .*\n", capsys.readouterr().out)
    assert {path: path.read_bytes() for path in (tree.root / "docs/data").rglob("*") if path.is_file()} == before


def test_checking_is_fast_and_needs_no_torch():
    """On the real handbook, whatever it finds there; the contract is 2 seconds."""
    code = "import sys, time, scripts.check.__main__ as check; start = time.process_time(); check.main([]); "
    code += "print(time.process_time() - start, 'torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, has_torch = done.stdout.splitlines()[-1].split()
    assert has_torch == "False"
    assert float(seconds) < 2
