"""Pictures: well-formed, without styles or colours, told in the page's language, legible, and nothing collides."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scripts.records import ROOT
from scripts.render import scales, svg
from scripts.render.blocks import render_all
from scripts.render.evidence import Evidence
from scripts.render.tables import text_width
from scripts.render.words import LOCALES

STYLES = Path(ROOT / "docs/assets/stylesheets/figures.css").read_text(encoding="utf-8")
ATTRIBUTES = {
    *("class", "id", "role", "aria-labelledby", "viewBox", "text-anchor", "d"),
    *("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "width", "height"),
}


def pictures(evidence: Evidence, locale: str) -> list[ElementTree.Element]:
    text = "\n".join(render_all(evidence, locale).values())
    return [ElementTree.fromstring(line) for line in text.splitlines() if line.startswith("<svg")]


@pytest.mark.parametrize("locale", LOCALES)
def test_pictures_have_only_classes_and_places(evidence: Evidence, locale: str) -> None:
    found = pictures(evidence, locale)
    assert len(found) == 10
    for element in (element for picture in found for element in picture.iter()):
        assert set(element.attrib) <= ATTRIBUTES
        assert element.tag != "style"


@pytest.mark.parametrize("locale", LOCALES)
def test_pictures_are_named_and_described_in_the_language(evidence: Evidence, locale: str) -> None:
    for picture in pictures(evidence, locale):
        title, description = picture.find("title"), picture.find("desc")
        assert title is not None
        assert description is not None
        assert picture.get("role") == "img"
        assert picture.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert bool(re.search(r"[\u4e00-\u9fff]", f"{title.text}{description.text}")) == (locale == "zh")


def test_ids_are_unique_over_all_blocks(evidence: Evidence) -> None:
    ids = [element.get("id") for picture in pictures(evidence, "en") for element in picture.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_every_class_of_a_picture_has_its_style(evidence: Evidence) -> None:
    used = {
        name for one in pictures(evidence, "en") for element in one.iter() for name in element.get("class", "").split()
    }
    assert {name for name in used if not re.search(rf"\.{name}\b", STYLES)} == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_texts_neither_collide_nor_leave_the_picture(evidence: Evidence, locale: str) -> None:
    for picture in pictures(evidence, locale):
        height = float(picture.get("viewBox", "").split()[3])
        boxes = [_box(element) for element in picture.iter("text")]
        for left, right, baseline, words in boxes:
            assert left >= -1, words
            assert right <= svg.WIDTH + 1, words
            assert svg.TEXT_SIZE - 3 <= baseline <= height, words
        for number, (left, right, baseline, words) in enumerate(boxes):
            for other in boxes[number + 1 :]:
                apart = abs(baseline - other[2]) >= svg.TEXT_SIZE - 1 or right <= other[0] or other[1] <= left
                assert apart, f"{words!r} collides with {other[3]!r}"


def test_text_is_at_least_ten_pixels_on_a_phone() -> None:
    phone, margins = 360, 2 * 16
    assert svg.TEXT_SIZE * (phone - margins) / svg.WIDTH > 10
    assert f"font-size: {svg.TEXT_SIZE}px" in STYLES


def test_both_schemes_colour_the_same_things() -> None:
    blocks = re.findall(r'\[data-md-color-scheme="(\w+)"\] \{(.*?)\}', STYLES, re.DOTALL)
    named = {scheme: set(re.findall(r"(--pm-[\w-]+):", block)) for scheme, block in blocks}
    assert named["default"] == named["slate"]


def test_a_scale_keeps_its_ends_and_its_order() -> None:
    scale = scales.Scale(0.5, 2.0, 0, 100, logarithmic=True)
    assert [round(scale(value), 6) for value in (0.5, 1, 2)] == [0, 50, 100]


@pytest.mark.parametrize(("lo", "hi"), [(0.5, 1.05), (0.97, 1.01), (0.9, 2.1), (0.0, 1.0), (-0.3, 1.0)])
def test_ticks_are_few_round_and_inside(lo: float, hi: float) -> None:
    found = scales.ticks(lo, hi)
    assert 2 <= len(found) <= 7
    assert all(lo - 1e-9 <= value <= hi + 1e-9 for value in found)


def _box(element: ElementTree.Element) -> tuple[float, float, float, str]:
    words = element.text or ""
    x, width = float(element.get("x", 0)), svg.TEXT_SIZE * text_width(words)
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor", "start")]
    return x - shift * width, x + (1 - shift) * width, float(element.get("y", 0)), words
