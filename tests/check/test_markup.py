"""Plain Markdown, and nothing that the page's policy refuses."""

import pytest

from scripts.check import markup

EN = "docs/en/modes/no-grad.md"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a <b>bold</b> word", "raw HTML: <b>; write Markdown, or put code into backticks"),
        ('<div class="x">', 'raw HTML: <div class="x">; write Markdown, or put code into backticks'),
        ("<script", "raw HTML: <script; write Markdown, or put code into backticks"),
        ("![x](https://a.b/c.png)", "an image from elsewhere: https://a.b/c.png; keep it under docs/assets/images"),
        ("![x](//a.b/c.png)", "an image from elsewhere: //a.b/c.png; keep it under docs/assets/images"),
        ("![x][y]", "an image by reference, whose address can't be seen here; write ![text](address)"),
        ('text {: style="color: red" }', "a style attribute, which the page's policy refuses; use a class"),
        ('text { .x onclick="y" }', "a onclick attribute, which the page's policy refuses; use a class"),
    ],
)
def test_what_is_no_plain_markdown_is_named(tree, told, text, what):
    line = tree.add(EN, text)
    assert told(markup) == [f"{EN}:{line}: {what}"]


@pytest.mark.parametrize(
    "text",
    [
        "<!-- a comment -->",
        "`<b>` in code, and a < b > c",
        "<https://pytorch.org/>",
        "![x](../assets/images/x.svg)",
        "[a link](https://pytorch.org/)",
        "text {: .ran }",
    ],
)
def test_plain_markdown_is_accepted(tree, told, text):
    tree.add(EN, text)
    assert told(markup) == []
