"""The live site reads and highlights again only what changed, and its pages are the same."""

from types import SimpleNamespace

import markdown
import pytest
from material.plugins.search import plugin
from pymdownx.highlight import Highlight

from scripts.site import memo


@pytest.fixture(autouse=True)
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the parser nor what is remembered outlives a test."""
    monkeypatch.setattr(plugin, "Parser", plugin.Parser)
    monkeypatch.setattr(Highlight, "highlight", Highlight.highlight)
    monkeypatch.setattr(memo, "_blocks", {})
    memo._sections.cache_clear()


def page(content: str, title: str = "T") -> SimpleNamespace:
    return SimpleNamespace(content=content, title=title, meta={}, toc=[], url="a/")


def entries(*pages: SimpleNamespace) -> list[dict]:
    built = plugin.SearchIndex()
    for one in pages:
        built.add_entry_from_context(one)
    return built.entries


def test_the_live_site_reads_a_page_for_the_index_only_if_it_changed() -> None:
    pages = [page('<h1 id="a">A</h1><p>one</p><h2 id="b">B</h2><p>two &amp; x</p>'), page("<p>no title</p>"), page("z")]
    plain = entries(*pages)
    memo.begin()
    assert entries(*pages) == plain
    assert memo._sections.cache_info().misses == 3
    pages[1] = page("<p>no title</p>", title="another")
    pages[2] = page("changed")
    again = entries(*pages)
    assert memo._sections.cache_info().misses == 4
    assert again[:2] == plain[:2]
    assert again[2] == plain[2] | {"title": "another"}
    assert again[3]["text"] == "changed"


def code(*blocks: str) -> str:
    text = "\n\n".join(f"```python\n{block}\n```" for block in blocks)
    extensions = ["pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.superfences"]
    return markdown.markdown(f"{text}\n\n`#!python x.y` twice: `#!python x.y`", extensions=extensions)


def test_the_live_site_highlights_code_only_if_it_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, other = code("a = 1", "b = 2"), code("a = 1", "b = 3")
    highlighted: list[str] = []
    highlight = memo._HIGHLIGHT

    def counting(self: Highlight, source: str, *block, **options) -> object:
        if not options.get("inline"):
            highlighted.append(source)
        return highlight(self, source, *block, **options)

    monkeypatch.setattr(memo, "_HIGHLIGHT", counting)
    memo.begin()
    assert [code("a = 1", "b = 2"), code("a = 1", "b = 2"), code("a = 1", "b = 3")] == [plain, plain, other]
    assert highlighted == ["a = 1", "b = 2", "b = 3"]
