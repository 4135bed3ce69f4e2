"""Pages as the checks read them: front matter, and sections that go from heading to next heading.

The first section, `top`, holds the front matter and the first heading, which has no id of its own.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scripts.check import prose
from scripts.check.prose import Kind, Line
from scripts.render.words import LOCALES

TOP = "top"
_HEADING = re.compile(r"(?P<marks>#{1,6})\s*(?P<title>.*?)\s*(?:\{:?\s*#(?P<slug>[^\s}]+)[^}]*\})?[\s#]*$")


@dataclass(frozen=True)
class Section:
    """`slug` is the heading's explicit id, `top` for the first heading and empty where it has none."""

    level: int
    title: str
    slug: str
    line: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """Its own Markdown, without the blank lines around it."""
        return "\n".join(line.raw for line in self.lines).strip()


@dataclass(frozen=True)
class Page:
    """`path` is relative to the root; `name` is the same in both languages, like `modes/no-grad`."""

    path: Path
    name: str
    locale: str
    lines: tuple[Line, ...]
    sections: tuple[Section, ...]

    @property
    def front(self) -> str:
        """The YAML between the first two `---`; empty where there is none."""
        found = [line.raw for line in self.lines if line.kind is Kind.FRONT]
        return "\n".join(found[1:-1])

    @property
    def by_slug(self) -> dict[str, Section]:
        return {section.slug: section for section in self.sections if section.slug}


def pages(root: Path, locale: str) -> dict[str, Page]:
    """Every page of a language by name, sorted."""
    folder = root / "docs" / locale
    found = [read(root, path) for path in folder.rglob("*.md")]
    return {page.name: page for page in sorted(found, key=lambda page: page.name)}


def named(root: Path, locale: str, name: str) -> Page | None:
    """One page of a language, or None where there is none of that name."""
    path = root / "docs" / locale / f"{name}.md"
    return read(root, path) if path.is_file() else None


def all_pages(root: Path) -> list[Page]:
    """The pages of all languages."""
    return [page for locale in LOCALES for page in pages(root, locale).values()]


def read(root: Path, path: Path) -> Page:
    """Parse a page; the same unchanged file is parsed once."""
    stat = path.stat()
    return _parsed(root, path, stat.st_mtime_ns, stat.st_size)


@cache
def _parsed(root: Path, path: Path, _mtime_ns: int, _size: int) -> Page:
    relative = path.relative_to(root)
    locale = relative.parts[1]
    lines = tuple(prose.lines(path.read_text(encoding="utf-8")))
    name = relative.relative_to(Path("docs") / locale).with_suffix("").as_posix()
    return Page(relative, name, locale, lines, tuple(_sections(lines)))


def _sections(lines: tuple[Line, ...]) -> list[Section]:
    starts = [index for index, line in enumerate(lines) if line.kind is Kind.HEADING]
    bounds = zip(starts, [*starts[1:], len(lines)], strict=True)
    return [_section(lines, start, end, is_first=start == starts[0]) for start, end in bounds]


def _section(lines: tuple[Line, ...], start: int, end: int, is_first: bool) -> Section:
    found = _HEADING.match(lines[start].raw)
    assert found
    slug = TOP if is_first and len(found["marks"]) == 1 else found["slug"] or ""
    return Section(
        len(found["marks"]), found["title"], slug, lines[start].number, lines[0 if is_first else start : end]
    )
