"""Terms are told at their first use in a section, and nowhere where they would be in the way."""

import json
import re
import time
from pathlib import Path

import pytest

from scripts.render.words import LOCALES
from scripts.site import hover
from tests.site import reading

TERMS = [
    {
        "id": "graph",
        "zh": "图",
        "en": "graph",
        "definition": {"zh": "记录。", "en": "What <is> recorded."},
        "page": "modes/a#top",
    },
    {
        "id": "mode",
        "zh": "推理模式",
        "en": "inference mode",
        "definition": {"zh": "状态。", "en": "A state."},
        "page": "modes/b#use",
    },
    {
        "id": "tensor",
        "zh": "推理模式张量",
        "en": "inference mode tensor",
        "definition": {"zh": "张量。", "en": "A tensor."},
        "page": "modes/b#use",
    },
]
LEFT_ALONE = {
    "code": "<p><code>graph</code></p>",
    "a block of code": '<div class="highlight"><pre>graph <span>graph</span></pre></div>',
    "annotations": '<div class="highlight"><pre>x</pre></div>\n<ol>\n<li>A graph.</li>\n</ol>',
    "a heading": '<h2 id="s">The graph</h2><h3 id="t">Another graph</h3>',
    "a link": '<p><a href="x">the <em>graph</em></a></p>',
    "a table": "<table><thead><tr><th>graph</th></tr></thead><tr><td>graph</td></tr></table>",
    "a caption": "<figure><img alt='graph'><figcaption>graph</figcaption></figure>",
    "a drawing": "<svg><title>graph</title></svg>",
    "what ran": '<p class="ran">graph</p>',
    "the title of a note": '<div class="admonition note"><p class="admonition-title">graph</p></div>',
    "a button": "<button>graph</button>",
    "a comment": "<!-- graph -->",
    "a longer word": "<p>graphical, subgraph, graph-like, autograph</p>",
}


def told(html: str, locale: str = "en", page: str = "x") -> list[tuple[str, str]]:
    """(id of the term, wording) of each link, in order."""
    text = hover.linked(html, page, "../glossary/", locale, hover.of_terms(TERMS, locale))
    return re.findall(r'href="\.\./glossary/#term-(\w+)" aria-describedby="tip-\1">([^<]*)</a>', text)


def test_the_first_use_in_a_section_is_told_and_the_next_section_tells_it_again() -> None:
    first, second = "<p>A graph. The graph.</p>", '<h2 id="s">S</h2><p>Graphs</p><h3 id="t">T</h3><p>graph</p>'
    assert told(f'{first}{second}<h2 id="u">U</h2><li>graph</li>') == [
        ("graph", "graph"),
        ("graph", "Graphs"),
        ("graph", "graph"),
    ]


def test_the_longest_term_comes_first() -> None:
    assert told("<p>inference mode tensors, inference\nmode</p>") == [
        ("tensor", "inference mode tensors"),
        ("mode", "inference\nmode"),
    ]
    assert told("<p>在推理模式里，推理模式张量不进图。</p>", "zh") == [
        ("mode", "推理模式"),
        ("tensor", "推理模式张量"),
        ("graph", "图"),
    ]


@pytest.mark.parametrize("case", LEFT_ALONE)
def test_a_term_is_left_alone_in(case: str) -> None:
    assert told(LEFT_ALONE[case]) == []
    assert told(f"{LEFT_ALONE[case]}<p>A graph.</p>") == [("graph", "graph")]


def test_a_list_that_explains_no_code_is_read() -> None:
    assert told('<div class="highlight"><pre>x</pre></div>\n<p>Then:</p>\n<ol>\n<li>A graph.</li>\n</ol>') == [
        ("graph", "graph")
    ]


def test_a_term_is_not_told_in_the_section_that_explains_it_nor_in_the_glossary() -> None:
    html = '<p>inference mode</p><h2 id="use">U</h2><p>inference mode</p><h2 id="other">O</h2><p>inference mode</p>'
    assert len(told(html, page="modes/b")) == 2
    assert len(told(html)) == 3
    assert told("<p>A graph.</p>", page="modes/a") == []
    assert told(html, page=hover.PAGE) == []


def test_a_text_without_a_term_stays_as_it_is_and_so_does_all_but_the_links() -> None:
    html = '<p>No term &amp; <br/>nothing</p>\n<img src="a.svg" alt="x > y">'
    assert hover.linked(html, "x", "g/", "en", hover.of_terms(TERMS, "en")) == html
    text = hover.linked("<p>The graph.</p>", "x", "g/", "en", hover.of_terms(TERMS, "en"))
    without, _, tips = re.sub(r'<a class="pm-term"[^>]*>([^<]*)</a>', r"\1", text).partition('<div class="pm-tips">')
    assert without == "<p>The graph.</p>"
    assert "<b>graph</b>: What &lt;is&gt; recorded.</span>" in tips


def test_terms_that_say_so_are_never_told() -> None:
    ids = {term["id"] for term in hover.known("en").by_wording.values()}
    assert "inference-tensor" in ids
    assert not ids & {"parameter", "memory", "forward-pass"}


def test_every_link_of_a_term_is_described_on_its_page_and_most_terms_are_told(site: Path) -> None:
    used: dict[str, set[str]] = {locale: set() for locale in LOCALES}
    for (locale, name), page in reading.published(site).items():
        tips = {tip.attributes["id"]: tip for tip in page.with_class("pm-tip")}
        links = page.with_class("pm-term")
        assert {link.attributes["aria-describedby"] for link in links} == set(tips), (locale, name)
        assert all("hidden" in tip.attributes and tip.attributes["role"] == "tooltip" for tip in tips.values())
        assert not (links and name == hover.PAGE)
        used[locale] |= set(tips)
    for locale in LOCALES:
        assert len(used[locale]) > len(hover.known(locale).by_wording) // 2


def test_nothing_of_it_is_searched(site: Path) -> None:
    for index in site.rglob("search_index.json"):
        texts = [entry["text"] for entry in json.loads(index.read_text(encoding="utf-8"))["docs"]]
        assert texts
        assert not [text for text in texts if "pm-t" in text or "aria-describedby" in text]


def test_all_pages_together_take_less_than_two_seconds(site: Path) -> None:
    pages = [path.read_text(encoding="utf-8") for path in site.rglob("index.html")]
    started = time.process_time()
    for html in pages:
        hover.linked(html[html.index("<article") : html.index("</article>")], "x", "g/", "en")
    assert len(pages) > 100
    assert time.process_time() - started < 2
