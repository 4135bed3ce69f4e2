"""A published address never disappears."""

from scripts.check import urls

PATH, EN = "docs/data/urls.txt", "docs/en/modes/no-grad.md"


def test_addresses_are_listed_sorted_as_they_are_published(tree):
    assert tree.read(PATH).splitlines() == [
        "/",
        "/en/",
        "/en/modes/no-grad/",
        "/en/modes/no-grad/#forms",
        "/en/modes/no-grad/#use-it",
        "/modes/no-grad/",
        "/modes/no-grad/#forms",
        "/modes/no-grad/#use-it",
    ]


def test_an_anchor_that_is_gone_is_named(tree, told):
    tree.replace(EN, "{#use-it}\n", "{#where}\n")
    assert told(urls) == [
        f"{PATH}:5: /en/modes/no-grad/#use-it was published and is gone; "
        "bring it back, or redirect it in docs/data/redirects.yml",
        f"{EN}:15: /en/modes/no-grad/#where is not in {PATH}; run `make check PAGE=urls`",
    ]


def test_a_page_that_is_gone_is_named_with_its_anchors(tree, told):
    (tree.root / EN).unlink()
    assert [line.split(" ")[1] for line in told(urls)] == [
        "/en/modes/no-grad/", "/en/modes/no-grad/#forms", "/en/modes/no-grad/#use-it",
    ]  # fmt: skip


def test_a_redirect_keeps_an_address(tree, told):
    tree.replace(EN, "{#use-it}\n", "{#where}\n")
    tree.write("docs/data/redirects.yml", "/en/modes/no-grad/#use-it: /en/modes/no-grad/#where\n")
    urls.append(tree.root)
    assert told(urls) == []


def test_a_redirect_leads_to_something(tree, told):
    tree.write("docs/data/redirects.yml", "/older/: /\n/old/: /new/\n")
    assert told(urls) == ["docs/data/redirects.yml:2: /old/ leads to /new/, which does not exist; correct it"]


def test_a_new_page_is_to_be_listed(tree, told):
    tree.write("docs/zh/layers/index.md", "# 层\n")
    assert told(urls) == [f"docs/zh/layers/index.md:1: /layers/ is not in {PATH}; run `make check PAGE=urls`"]


def test_the_list_is_sorted_without_repetition(tree, told):
    tree.replace(PATH, "/en/\n", "")
    tree.write(PATH, tree.read(PATH) + "/en/\n/en/\n")
    assert told(urls) == [
        f"{PATH}:8: /en/ is out of order or stands twice; sort the file, each address once",
        f"{PATH}:9: /en/ is out of order or stands twice; sort the file, each address once",
    ]


def test_append_adds_and_never_takes_away(tree):
    tree.replace(EN, "{#use-it}\n", "{#where}\n")
    assert urls.append(tree.root) == ["/en/modes/no-grad/#where"]
    lines = tree.read(PATH).splitlines()
    assert {"/en/modes/no-grad/#where", "/en/modes/no-grad/#use-it"} <= set(lines)
    assert lines == sorted(lines)


def test_append_without_news_leaves_the_file_alone(tree):
    before = (tree.root / PATH).stat()
    assert urls.append(tree.root) == []
    assert (tree.root / PATH).stat().st_mtime_ns == before.st_mtime_ns


def test_each_term_of_the_glossary_has_an_address(tree):
    for locale in ("zh", "en"):
        tree.write(f"docs/{locale}/reference/glossary.md", "# Glossary\n")
    assert {"/reference/glossary/#term-gpu-memory", "/en/reference/glossary/#term-inference-mode"} <= set(
        urls.append(tree.root)
    )


def test_each_release_that_is_compared_has_an_address(tree):
    for locale in ("zh", "en"):
        tree.write(f"docs/{locale}/changes.md", "# Changes\n")
    for torch in ("2.9.1", "2.11.0"):
        tree.write(f"docs/records/torch-{torch}-cpu/behaviour.json", "{}")
    tree.write("docs/records/pinned/behaviour.json", '{"platform": {"torch": "2.13.0"}, "cells": {}}')
    added = {url for url in urls.append(tree.root) if "#torch" in url}
    assert added == {f"{home}changes/#torch-{torch}" for home in ("/", "/en/") for torch in ("2-11-0", "2-13-0")}
