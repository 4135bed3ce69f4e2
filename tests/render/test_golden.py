"""Every block, in both languages, as it was reviewed. `BLESS=1 python -m pytest tests/render` rewrites the golden files."""

import os
import re
from pathlib import Path

import markdown
import pytest

from scripts.render.blocks import render_all
from scripts.render.evidence import Evidence
from scripts.render.words import LOCALES

GOLDEN = Path(__file__).parent / "golden"
NAMES = [
    *("two-by-two", "timing-summary", "timing", "timing-apart", "timing-confounders", "timing-width"),
    *("gpu-summary", "gpu-modes", "gpu-batch", "gpu-replay", "gpu-apart", "gpu-memory"),
    *("memory-summary", "memory", "memory-depth", "method", "machine"),
    *(f"devices-{name}" for name in ("summary", "release", "implementation", "copies", "rnn-state", "default-device")),
    *("devices-processes", "devices-unexplained"),
    *("behaviour-graph-recorded", "behaviour-index-output", "behaviour-summary", "behaviour-explorer"),
    "frameworks-lightning",
    "claims",
    *("cheat-sheet", "glossary"),
    *("changes", "changes-known", "changes-outputs", "changes-figures"),
    *("picture-reach", "picture-detach", "picture-freezing", "picture-inference-tensor", "picture-batch-norm"),
]
EXTENSIONS = ["admonition", "pymdownx.details", "attr_list", "md_in_html", "tables", "pymdownx.superfences"]


@pytest.mark.parametrize("locale", LOCALES)
def test_blocks_are_as_reviewed(evidence: Evidence, locale: str) -> None:
    rendered = render_all(evidence, locale)
    for name, text in rendered.items():
        golden = GOLDEN / locale / name
        if os.environ.get("BLESS"):
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_text(text, encoding="utf-8")
        assert text == golden.read_text(encoding="utf-8"), f"{golden.name} ({locale}) changed; review it, then BLESS=1"
    assert sorted(path.name for path in (GOLDEN / locale).iterdir()) == sorted(rendered)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_blocks_that_pages_include_are_all_there(evidence: Evidence, locale: str) -> None:
    assert sorted(render_all(evidence, locale)) == sorted([*(f"{name}.md" for name in NAMES), "explorer-data.js"])


def test_both_languages_have_the_same_tables_and_pictures(evidence: Evidence) -> None:
    zh, en = (render_all(evidence, locale) for locale in LOCALES)
    for name in zh:
        for mark in ("\n|", "<figure", "!!! ", "{ .pm-", "]({{site_root}}"):
            assert zh[name].count(mark) == en[name].count(mark), f"{name}: {mark}"


@pytest.mark.parametrize("locale", LOCALES)
def test_markdown_passes_the_pictures_through_and_makes_the_tables(evidence: Evidence, locale: str) -> None:
    for name, text in render_all(evidence, locale).items():
        configured = {"tables": {"use_align_attribute": True}}
        html = markdown.markdown(text, extensions=EXTENSIONS, extension_configs=configured)
        for line in text.splitlines():
            if line.startswith("<svg"):
                assert line in html, name
        assert html.count("<table>") == len(re.findall(r"^ *\| :?-", text, re.MULTILINE)), name
        assert "style=" not in html, name
        assert "**" not in html, name
        assert "|" not in html.replace("<svg", ""), name


@pytest.mark.parametrize("name", ["timing-summary.md", "memory-summary.md"])
def test_summaries_hold_no_link_as_pages_of_any_depth_include_them(evidence: Evidence, name: str) -> None:
    for locale in LOCALES:
        text = render_all(evidence, locale)[name]
        assert "](" not in text
        assert "{{" not in text
