"""Built pages as trees, with nothing but the standard library: what the tests of the site ask questions of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from scripts import pages
from scripts.records import ROOT
from scripts.render.words import LOCALES

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """An element; `children` holds elements and pieces of text in order."""

    tag: str
    attributes: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)

    def __iter__(self) -> Iterator["Element"]:
        """This element and all below it, in order of the document."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(child for child in reversed(element.children) if isinstance(child, Element))

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def all(self, tag: str, **attributes: str) -> list["Element"]:
        """Elements with this tag and these attributes below this one."""
        return [e for e in self if e.tag == tag and attributes.items() <= e.attributes.items()]

    def one(self, tag: str, **attributes: str) -> "Element":
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} elements <{tag} {attributes}> instead of one"
        return found[0]

    def with_class(self, name: str) -> list["Element"]:
        return [element for element in self if name in element.classes]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in (element.tag for element in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(html: str) -> Element:
    builder = _Builder()
    builder.feed(html)
    return builder.root


@cache
def read(path: Path) -> Element:
    return parse(path.read_text(encoding="utf-8"))


@cache
def ids(path: Path) -> frozenset[str]:
    """The anchors of a page."""
    return frozenset(element.attributes["id"] for element in read(path) if "id" in element.attributes)


def names(locale: str) -> list[str]:
    """The pages of a language as their sources lie: `index`, `modes/no-grad`."""
    root = ROOT / "docs" / locale
    return [path.relative_to(root).with_suffix("").as_posix() for path in pages.find(locale)]


def source(locale: str, name: str) -> Path:
    """Where the page is written."""
    return ROOT / "docs" / locale / f"{name}.md"


def every_page() -> list[tuple[str, str]]:
    """(language, page) of all of them."""
    return [(locale, name) for locale in LOCALES for name in names(locale)]


def address(locale: str, name: str) -> str:
    """Where a page is published, relative to the site: `en/modes/no-grad/`, and nothing for the home page."""
    inner = "" if name == "index" else f"{name.removesuffix('/index')}/"
    return inner if locale == LOCALES[0] else f"{locale}/{inner}"


def published(site: Path) -> dict[tuple[str, str], Element]:
    """{(language, page): tree} of every page that has a source."""
    return {
        (locale, name): read(site / address(locale, name) / "index.html")
        for locale in LOCALES
        for name in names(locale)
    }


def everything(site: Path) -> dict[str, Element]:
    """{path: tree} of every HTML file of the site."""
    return {path.relative_to(site).as_posix(): read(path) for path in sorted(site.rglob("*.html"))}
