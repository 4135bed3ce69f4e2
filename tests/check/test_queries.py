"""The search is asked what a reader would ask, and leads to what is published."""

import pytest

from scripts.check import queries
from scripts.check.problem import Unreadable

PATH, SEARCH = queries.PATH, queries.SEARCH
QUERY = "where do I put it"


@pytest.mark.parametrize("title", ["Three forms", "three  FORMS", "`no_grad`", "Handbook"])
def test_a_title_or_a_heading_is_no_query(tree, told, title):
    tree.replace(PATH, QUERY, f'"{title}"')
    assert told(queries) == [
        f"{PATH}:4: {title!r} is a title or a heading; ask in a reader's words: titles are found anyway"
    ]


def test_a_heading_of_the_other_language_and_more_than_a_heading_are_queries(tree, told):
    tree.replace(PATH, "不记录的函数", "Three forms")
    tree.replace(PATH, QUERY, "three forms of it")
    assert told(queries) == []


@pytest.mark.parametrize("target", ["modes/nope", "modes/no-grad#nope"])
def test_a_query_leads_to_what_is_published(tree, told, target):
    tree.replace(PATH, "modes/no-grad#use-it", target)
    assert told(queries) == [f"{PATH}:4: leads to {target}, which is not published; name a page, and a section of it"]


@pytest.mark.parametrize(
    "query",
    [
        "q: x, as: words",
        "q: x, as: verse, page: index",
        "as: words, page: index",
        "q: x, as: words, page: index, at: 1",
    ],
)
def test_what_is_not_a_query_is_named(tree, told, query):
    tree.replace(PATH, f"q: {QUERY}, as: words, first: modes/no-grad#use-it", query)
    assert [line.split(";")[0] for line in told(queries)] == [f"{PATH}:4: is no query"]


def test_what_a_term_is_called_leads_to_what_is_published_in_both_languages(tree, told):
    tree.replace(SEARCH, "index#top", "index#nope")
    told_twice = f"{SEARCH}:4: leads to index#nope, which is not published; name a page, and a section of it"
    assert set(told(queries)) == {told_twice}


def test_what_readers_say_leads_to_what_is_published(tree, told):
    tree.replace(SEARCH, "- page: modes/no-grad#use-it", "- page: modes/nope")
    told_twice = f"{SEARCH}:6: leads to modes/nope, which is not published; name a page, and a section of it"
    assert set(told(queries)) == {told_twice}


def test_a_file_that_is_missing_is_named(tree, told):
    (tree.root / PATH).unlink()
    with pytest.raises(Unreadable):
        told(queries)
