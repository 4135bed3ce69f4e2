"""A lab's figure as it stands on a page: matplotlib's SVG, with classes for styles and text in the page's language.

The page's policy refuses style attributes, and a figure has to be read in both schemes: what matplotlib says as `style` becomes
attributes, the colours of scripts/measure/labs.py become classes of figures.css, and what it adds for other programs goes.
"""

import re
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import yaml

from scripts import labs
from scripts.labs import Figure, LabError
from scripts.records import ROOT

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
# What stands for a colour: the series, ink, axes, grid and paper; any other colour stays as it is.
_CLASSES = {
    "#0a6a63": "series-0", "#9a4a12": "series-1", "#4b3f9e": "series-2", "#a3303a": "series-3", "#6d797b": "series-4",
    "#1d2a2e": "ink", "#6d797c": "axis", "#dcdad2": "grid", "#ffffff": "paper", "#000000": "ink",
}  # fmt: skip
_DROPPED = {"metadata", "style", "title", "desc"}
_PAGES_OWN = {"font-family", "stroke-linejoin"}
_NUMBER = re.compile(r"[-−]?\d+(?:[.,]\d+)*")
_DECIMALS = re.compile(r"-?\d+\.\d{2,}")
_GEOMETRY = {"d", "x", "y", "transform", "points", "width", "height", "viewBox"}
Texts = Mapping[str, str]


def texts(name: str) -> Texts:
    """What stands in a lab's figures, in English and in Chinese; empty where there is no file."""
    path = ROOT / "docs" / "data" / labs.FOLDER / f"{name}.yml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {} if path.exists() else {}


def figure(svg: str, ident: str, described: Figure) -> str:
    """One raw HTML block, its ids beginning with `ident`, of an SVG whose text is in the page's language."""
    root = translated(svg, None)
    _classed(root)
    _renamed(root, ident)
    root.attrib = {"class": "pm-svg pm-plot", "viewBox": _DECIMALS.sub(_rounded, root.get("viewBox", ""))}
    root.attrib |= {"role": "img", "aria-labelledby": f"{ident}-title {ident}-desc"}
    for tag, words in (("desc", described.alternative), ("title", described.caption)):
        element = Element(tag, {"id": f"{ident}-{tag}"})
        element.text = words.replace("`", "")
        root.insert(0, element)
    drawn = re.sub(r"\s*\n\s*", " ", text(root))
    caption = re.sub(r"`([^`]+)`", r"<code>\1</code>", _escaped(described.caption))
    return f'<figure class="pm-figure" data-search-exclude="">\n{drawn}\n<figcaption>{caption}</figcaption>\n</figure>'


def translated(svg: str, say: Texts | None) -> Element:
    """The parsed SVG with its text in another language, as it is where `say` is None. Raises LabError."""
    root = ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>|<\?xml[^>]*\?>", "", svg))
    for element in root.iter(f"{_SVG}text"):
        if say is not None and element.text:
            element.text = told(element.text, say)
    return root


def told(text: str, say: Texts) -> str:
    """A text of a figure in the other language: numbers are `{}` in the table. What has no letter needs no translation."""
    if not re.search(r"[^\W\d_]", _NUMBER.sub("", text)):
        return text
    if text in say:
        return say[text]
    pattern = _NUMBER.sub("{}", text)
    if pattern not in say:
        raise LabError(f"the figure says {text!r}, which has no translation; add {pattern!r}")
    return say[pattern].format(*_NUMBER.findall(text))


def text(root: Element) -> str:
    """The SVG as one string."""
    ElementTree.register_namespace("", _SVG[1:-1])
    ElementTree.register_namespace("xlink", _LINK[1:-5])
    return ElementTree.tostring(root, encoding="unicode")


def _classed(root: Element) -> None:
    """Styles become attributes, known colours classes; what other programs read goes."""
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag.removeprefix(_SVG) in _DROPPED]:
            parent.remove(child)
    for element in root.iter():
        styles = re.findall(r"([\w-]+):\s*([^;]+)", element.attrib.pop("style", ""))
        kinds = [f"pm-{name}-{_CLASSES[value]}" for name, value in styles if value in _CLASSES]
        element.attrib |= {name: value for name, value in styles if value not in _CLASSES and name not in _PAGES_OWN}
        if "font" in element.attrib:
            element.set("font-size", element.attrib.pop("font").split("px")[0].split()[-1])
        if kinds:
            element.set("class", " ".join(kinds))
        for name in _GEOMETRY & element.attrib.keys():
            element.set(name, " ".join(_DECIMALS.sub(_rounded, element.attrib[name]).split()))


def _rounded(number: re.Match[str]) -> str:
    """One decimal: a tenth of a 400th of the figure's width."""
    return f"{float(number[0]):.1f}".removesuffix(".0")


def _renamed(root: Element, ident: str) -> None:
    """Ids that something in the figure refers to are made unique on the page, others dropped."""
    for element in root.iter():
        if element.get(_LINK, "").startswith("#"):
            element.set("href", element.attrib.pop(_LINK))
    values = [value for element in root.iter() for value in element.attrib.values()]
    used = {found[1] for value in values if (found := re.match(r"(?:url\()?#([\w-]+)", value))}
    for element in root.iter():
        if element.get("id") in used:
            element.set("id", f"{ident}-{element.attrib['id']}")
        else:
            element.attrib.pop("id", None)
        for name in ("href", "clip-path"):
            if name in element.attrib:
                element.set(name, element.attrib[name].replace("#", f"#{ident}-"))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
