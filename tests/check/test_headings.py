"""Headings have ids, and pages say what they are."""

import pytest

from scripts.check import headings

EN, INDEX = "docs/en/modes/no-grad.md", "docs/en/index.md"


def _of(lines, path):
    return [line for line in lines if line.startswith(path)]


@pytest.mark.parametrize(
    ("heading", "what"),
    [
        ("## More", "this heading has no id; end it with an English one: {#use-it}"),
        ("### More {#更多}", "the id '更多' is not plain ASCII; use letters, digits, - and _"),
        ("## More {#use-it}", "the id 'use-it' stands twice on this page; choose another"),
        ("## More {#top}", "the id 'top' stands twice on this page; choose another"),
        ("# More {#more}", "is a second title; write `##`"),
    ],
)
def test_every_heading_has_an_id_of_its_own(tree, told, heading, what):
    line = tree.add(EN, heading)
    assert told(headings) == [f"{EN}:{line}: {what}"]


def test_the_same_id_on_another_page_is_fine(tree, told):
    tree.add(INDEX, "## Use it {#use-it}")
    assert told(headings) == []


def test_the_title_has_no_id(tree, told):
    tree.replace(EN, "# no_grad", "# no_grad {#no-grad}")
    assert told(headings) == [f"{EN}:6: the title carries an id; take it away: the page's own address is enough"]


def test_a_page_begins_with_its_title(tree, told):
    tree.replace(EN, "# no_grad", "no_grad")
    assert told(headings) == [f"{EN}:15: does not begin with its `# title`; write one, without an id"]


def test_an_underlined_heading_is_named(tree, told):
    line = tree.add(EN, "More\n----")
    assert told(headings) == [
        f"{EN}:{line + 1}: makes a heading of the line above; write `## … {{#slug}}`, or a blank line between"
    ]


@pytest.mark.parametrize("key", ["title", "description"])
def test_title_and_description_are_there(tree, told, key):
    tree.write(EN, "\n".join(line for line in tree.read(EN).splitlines() if not line.startswith(key)))
    assert told(headings) == [f"{EN}:1: the front matter has no {key}; write `{key}: …`"]


def test_an_empty_description_is_named_by_its_line(tree, told):
    tree.replace(
        INDEX, "description: The switches of a forward pass. Every line of code on these pages was run.", "description:"
    )
    assert told(headings) == [f"{INDEX}:3: the front matter has no description; write `description: …`"]


@pytest.mark.parametrize(
    ("locale", "description", "range_"),
    [
        ("en", "Short.", "50 to 170"),
        ("en", "x" * 171, "50 to 170"),
        ("zh", "短。", "20 to 90"),
        ("zh", "长" * 91, "20 to 90"),
    ],
)
def test_a_description_is_of_a_useful_length(tree, told, locale, description, range_):
    tree.write(f"docs/{locale}/new.md", f"---\ntitle: New\ndescription: {description}\n---\n\n# New\n")
    what = f"the description has {len(description)} characters; write {range_}"
    assert told(headings) == [f"docs/{locale}/new.md:3: {what}"]


def test_title_and_description_are_the_pages_own(tree, told):
    tree.write("docs/en/other.md", tree.read(INDEX))
    assert told(headings) == [
        f"docs/en/other.md:2: the same title as {INDEX}; write the page's own",
        f"docs/en/other.md:3: the same description as {INDEX}; write the page's own",
    ]


def test_broken_front_matter_is_named(tree, told):
    tree.replace(EN, 'description: "torch', "description: torch: x: torch")
    [line] = told(headings)
    assert line.startswith(f"{EN}:1: the front matter is not YAML (mapping values are not allowed here")
    assert line.endswith("; put the value into quotes")
