"""matplotlib's SVG becomes a figure of the page: no styles, colours by class, ids of its own, text in the page's language."""

import re
from xml.etree import ElementTree

import pytest

from scripts.labs import Figure, LabError
from scripts.render import plotted

SVG = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="400.32pt" height="244.8pt" viewBox="0 0 400.32 244.8"
  xmlns="http://www.w3.org/2000/svg" version="1.1">
 <metadata>when and by what</metadata>
 <defs><style type="text/css">*{stroke-linejoin: round}</style></defs>
 <g id="figure_1">
  <path id="patch_1" d="M 7.123456 1.98
L 5.04 2" style="fill: #ffffff"/>
  <defs><path id="m12ab" d="M 0 0" style="stroke: #1d2a2e; stroke-width: 0.8"/></defs>
  <use xlink:href="#m12ab" x="37.81234" y="211.04" style="fill: #1d2a2e"/>
  <path d="M 0 0" clip-path="url(#p9)" style="fill: none; stroke: #0a6a63; stroke-dasharray: 5.5,2.4"/>
  <path d="M 0 0" style="stroke: #123456"/>
  <text style="font: 12px 'DejaVu Sans', sans-serif; text-anchor: middle; fill: #1d2a2e">25</text>
  <text style="font-size: 10px; font-family: 'DejaVu Sans'">eval() &amp; 2</text>
 </g>
 <defs><clipPath id="p9"><rect x="1" y="2"/></clipPath></defs>
</svg>"""
SEEN = Figure(9, "A line that *rises* & `x < 1`.", "It rises for `x < 1`.")


@pytest.fixture
def figure() -> str:
    return plotted.figure(SVG, "figure-7", SEEN)


def test_no_style_and_nothing_of_other_programs_is_left(figure: str) -> None:
    for left in ("style", "metadata", "DOCTYPE", "<?xml", "font-family", "font:", "xlink", 'width="400'):
        assert left not in figure, left


def test_known_colours_are_classes_and_a_stranger_stays(figure: str) -> None:
    assert re.findall(r"#[0-9a-f]{6}", figure) == ["#123456"]
    for name in ("pm-fill-paper", "pm-stroke-ink", "pm-fill-ink", "pm-stroke-series-0"):
        assert f'class="{name}"' in figure
    assert 'stroke-dasharray="5.5,2.4"' in figure
    assert 'font-size="12px"' in figure or 'font-size="12"' in figure


def test_ids_are_the_figures_own_and_those_that_nobody_uses_go(figure: str) -> None:
    ids = re.findall(r' id="([^"]+)"', figure)
    assert sorted(ids) == ["figure-7-desc", "figure-7-m12ab", "figure-7-p9", "figure-7-title"]
    assert 'href="#figure-7-m12ab"' in figure
    assert 'clip-path="url(#figure-7-p9)"' in figure


def test_two_figures_on_a_page_share_no_id() -> None:
    first, second = (set(re.findall(r' id="([^"]+)"', plotted.figure(SVG, ident, SEEN))) for ident in ("a", "b"))
    assert not first & second


def test_it_has_a_name_and_a_text_alternative(figure: str) -> None:
    svg = figure.splitlines()[1]
    root = ElementTree.fromstring(svg)
    title, desc = root[0], root[1]
    assert (title.text, desc.text) == ("It rises for x < 1.", "A line that *rises* & x < 1.")
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert root.get("role") == "img"
    assert figure.splitlines()[2] == "<figcaption>It rises for <code>x &lt; 1</code>.</figcaption>"


def test_it_is_one_block_of_html_and_light(figure: str) -> None:
    assert "\n\n" not in figure
    assert figure.startswith('<figure class="pm-figure" data-search-exclude="">\n<svg ')
    assert 'd="M 7.1 2 L 5 2"' in figure
    assert 'x="37.8"' in figure
    assert 'viewBox="0 0 400.3 244.8"' in figure


def test_text_is_translated_and_numbers_stay() -> None:
    root = plotted.translated(SVG, {"eval() & {}": "eval() 和 {}"})
    assert [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")] == ["25", "eval() 和 2"]


def test_english_stays_as_it_is() -> None:
    assert "eval() &amp; 2" in plotted.text(plotted.translated(SVG, None))


def test_text_without_a_translation_is_named_with_what_to_add() -> None:
    with pytest.raises(LabError) as error:
        plotted.translated(SVG, {"something else": "别的"})
    assert str(error.value) == "the figure says 'eval() & 2', which has no translation; add 'eval() & {}'"


TOLD = {
    "25": "25",
    "−0.5": "−0.5",
    "1.5, 2": "1.5, 2",
    "momentum=0.1": "动量 0.1",
    "from 1,024 to -2": "从 1,024 到 -2",
    "as it is 3": "原样 3",
}
SAY = {"momentum={}": "动量 {}", "from {} to {}": "从 {} 到 {}", "as it is 3": "原样 3"}


@pytest.mark.parametrize("text", TOLD)
def test_a_text_is_told_with_its_numbers(text: str) -> None:
    assert plotted.told(text, SAY) == TOLD[text]


def test_a_lab_without_words_has_none() -> None:
    assert plotted.texts("nowhere") == {}
    assert plotted.texts("batchnorm")["batch size"] == "批大小"
