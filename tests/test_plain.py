"""What is only for HTML is gone from a page's plain Markdown, and what it said is not."""

from pathlib import Path

import pytest

from scripts import plain
from scripts.records import ROOT

SITE = "https://modes.example/handbook/"
PAGE = ROOT / "docs" / "en" / "modes" / "no-grad.md"
HERE = f"{SITE}en/modes/no-grad/"
FIGURE = """<figure class="pm-figure" data-search-exclude="">
<svg class="pm-svg"><title id="a-title">Depth</title><desc id="a-desc">It grows &amp; grows.</desc><path d="M0 0"/></svg>
<figcaption>From <code>no_grad</code> on.</figcaption>
</figure>"""

CASES = {
    "a heading is followed by its address": ("## Use it {#use}", f"## Use it\n\n<{HERE}#use>"),
    "a rendered heading too": ("### A `b` { #topic-a }", f"### A `b`\n\n<{HERE}#topic-a>"),
    "the title has the page's": ("# no_grad", f"# no_grad\n\n<{HERE}>"),
    "a link to a page is absolute": ("[a](two-switches.md#which)", f"[a]({SITE}en/modes/two-switches/#which)"),
    "one to a folder's index": ("[a](../behaviour/index.md)", f"[a]({SITE}en/behaviour/)"),
    "one on the page": ("[a](#b)", f"[a]({HERE}#b)"),
    "one to a file beside it": ("[a](no-grad.ipynb)", f"[a]({HERE}no-grad.ipynb)"),
    "one in HTML": ('<a href="no-grad.ipynb" download>b</a>', f"[b]({HERE}no-grad.ipynb)"),
    "one to a record": ("[a]({{site_root}}records/cpu/x.json)", f"[a]({SITE}records/cpu/x.json)"),
    "one to a record of a footer": ("[a](record:cpu/x.json)", f"[a]({SITE}records/cpu/x.json)"),
    "one that leads away stays": ("[a](https://pytorch.org/b)", "[a](https://pytorch.org/b)"),
    "classes are gone": ("Read.\n{ .pm-reading }", "Read."),
    "a row keeps its address": ('x [#](#row-a){ #row-a .pm-row title="Link" }', f"x [#]({HERE}#row-a)"),
    "braces in code stay": ("`{:.3f}` and `{ .a }`", "`{:.3f}` and `{ .a }`"),
    "links in code stay": ("`a[0](b)` ``c`d](e.md)``", "`a[0](b)` ``c`d](e.md)``"),
    "blocks are unwrapped": ('<div class="a" markdown="1">\n\n| a |\n\n</div>', "| a |"),
    "words in a span stay": ('<span class="a">Wrong</span> it is', "Wrong it is"),
    "a figure is its text": (FIGURE, "**Figure: Depth.** It grows & grows. *From `no_grad` on.*"),
    "a lab's figure too": (
        '<img data-lab-figure="1" alt="A &lt;b&gt; &#96;c&#96;" title="Seen.">',
        "**Figure:** A <b> `c` *Seen.*",
    ),
    "a form is left out": ('<form class="a" hidden>\n<label>a</label>\n</form>\nb', "b"),
    "what is folded is under its title": ('??? note "More [a](#b)"\n\n    c\n\nd', f"**More [a]({HERE}#b)**\n\nc\n\nd"),
    "what is folded as HTML too": (
        '<details class="note" markdown="1">\n<summary>`a` more</summary>\n\n- b\n\n</details>',
        "**`a` more**\n\n- b",
    ),
    "code in it is not indented": ('??? quote "a"\n\n    ```python\n    b\n    ```', "**a**\n\n```python\nb\n```"),
    "in a list it is one level less": ('- a\n\n    !!! note "b"\n\n        c', "- a\n\n    **b**\n\n    c"),
    "marks of annotations are numbers": ("```python\na  # (1)!\n```\n\n1. b", "```python\na  # (1)\n```\n\n1. b"),
    "an output has its label": (
        '```{ .text .no-copy .output title="Output · ran" }\na\n```',
        "**Output · ran**\n\n```text\na\n```",
    ),
    "a file has its name": ('```python title="a.py"\nb\n```', "**a.py**\n\n```python\nb\n```"),
    "code is left as it is": ("```text\n<b> [a](c.md)\n\n\n{ .d }\n```", "```text\n<b> [a](c.md)\n\n\n{ .d }\n```"),
    "a fence in code is code": ("~~~text\n```\n\n\na \n~~~\n\n\n\nb", "~~~text\n```\n\n\na \n~~~\n\nb"),
    "blank lines are one": ("a\n\n\n\nb", "a\n\nb"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_for_html_becomes_markdown(case: str) -> None:
    given, expected = CASES[case]
    assert plain.cleaned(f"{given}\n", PAGE, "en", SITE) == f"{expected}\n"


def test_the_explorer_says_where_it_is() -> None:
    page: Path = ROOT / "docs" / "zh" / "behaviour" / "index.md"
    block = '<div id="pm-explorer" hidden></div>\n<script src="asset:javascripts/explorer.js" defer></script>'
    told = plain.cleaned(block, page, "zh", SITE)
    assert f"{SITE}behaviour/" in told
    assert "<" not in told
