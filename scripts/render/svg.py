"""Pictures as SVG elements with CSS classes only: no style, no colour, so that the page's policy and both schemes hold.

Colours and strokes live in docs/assets/stylesheets/figures.css. Every picture is 400 units wide: at a phone's 328 pixels its
text of 13 units is still about 11 pixels high.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import Element, SubElement, tostring

WIDTH = 400
TEXT_SIZE = 13


@dataclass(frozen=True)
class Picture:
    """`ident` is unique on a page; `title` and `description` are what a screen reader says instead of the picture."""

    ident: str
    height: float
    title: str
    description: str
    shapes: Sequence[Element]


def figure(picture: Picture, caption: str) -> str:
    """The picture as one raw HTML block: a line of its own, no blank line within, which Markdown passes through."""
    return (
        f'<figure class="pm-figure" data-search-exclude="">\n{_markup(picture)}\n'
        f"<figcaption>{_inline(caption)}</figcaption>\n</figure>"
    )


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Element:
    return Element("line", {"class": kind, "x1": _at(x1), "y1": _at(y1), "x2": _at(x2), "y2": _at(y2)})


def rect(x: float, y: float, width: float, height: float, kind: str, radius: float = 0) -> Element:
    shape = {"class": kind, "x": _at(x), "y": _at(y), "width": _at(width), "height": _at(height)}
    return Element("rect", shape | ({"rx": _at(radius)} if radius else {}))


def circle(x: float, y: float, radius: float, kind: str) -> Element:
    return Element("circle", {"class": kind, "cx": _at(x), "cy": _at(y), "r": _at(radius)})


def path(points: Sequence[tuple[float, float]], kind: str, closed: bool = False) -> Element:
    steps = " L".join(f"{_at(x)} {_at(y)}" for x, y in points)
    return Element("path", {"class": kind, "d": f"M{steps}{' Z' if closed else ''}"})


def text(x: float, y: float, words: str, kind: str = "pm-text", anchor: str = "start") -> Element:
    element = Element("text", {"class": kind, "x": _at(x), "y": _at(y), "text-anchor": anchor})
    element.text = words
    return element


def marker(shape: int, x: float, y: float, kind: str) -> Element:
    """The shape of the n-th series: circle, square, triangle. Series are told apart by shape before colour."""
    if shape == 0:
        return circle(x, y, 4.5, kind)
    if shape == 1:
        return rect(x - 4, y - 4, 8, 8, kind)
    return path([(x, y - 5.5), (x + 5, y + 4), (x - 5, y + 4)], kind, closed=True)


def tick(x: float, y: float) -> list[Element]:
    return [path([(x - 5, y), (x - 1, y + 4), (x + 6, y - 5)], "pm-tick")]


def cross(x: float, y: float) -> list[Element]:
    strokes = ([(x - 4, y - 4), (x + 4, y + 4)], [(x + 4, y - 4), (x - 4, y + 4)])
    return [path(stroke, "pm-cross") for stroke in strokes]


def _inline(caption: str) -> str:
    """Names in backticks as code: Markdown doesn't look into raw HTML."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(caption, quote=False))


def _markup(picture: Picture) -> str:
    names = f"{picture.ident}-title", f"{picture.ident}-desc"
    root = Element(
        "svg",
        {
            "class": "pm-svg",
            "viewBox": f"0 0 {WIDTH} {_at(picture.height)}",
            "role": "img",
            "aria-labelledby": " ".join(names),
        },
    )
    SubElement(root, "title", {"id": names[0]}).text = picture.title
    SubElement(root, "desc", {"id": names[1]}).text = picture.description
    root.extend(picture.shapes)
    return tostring(root, encoding="unicode")


def _at(value: float) -> str:
    """At most one decimal: the same picture on every machine."""
    return f"{round(value, 1) + 0:g}"  # + 0: no negative zero
