"""One wording for each term: docs/data/terms.yml is whole, and what it forbids is written nowhere in that language."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.check import claims, data, prose, sections, truth_tables, words
from scripts.check.problem import Problem
from scripts.render import glossary
from scripts.render.words import LOCALES

PATH = "docs/data/terms.yml"
GLOSSARY = "reference/glossary"
_LANGUAGES = dict.fromkeys(LOCALES, str)
_SHAPE: dict[str, Any] = {
    "id": str,
    **_LANGUAGES,
    "never": dict.fromkeys(LOCALES, list),
    "synonyms": list,
    "definition": _LANGUAGES,
    "page": str,
}
_OPTIONAL = {
    "hover": bool
}  # false: readers know it, or the word means other things too; scripts/site/hover.py leaves it alone


def problems(root: Path) -> Iterator[Problem]:
    broken = list(_schema(root))
    yield from broken or _explained(root)
    for locale in LOCALES if not broken else ():
        forbidden = _forbidden(root, locale)
        for path, line, text in _texts(root, locale):
            for pattern, instead in forbidden:
                for found in pattern.finditer(text):
                    what = f"{found[0]!r} is never written: {prose.around(text, *found.span())}"
                    yield Problem(path, line, what, f"write {instead!r}")


def count(root: Path) -> int:
    return len(data.entries(root, PATH))


def anchors(root: Path) -> Iterator[tuple[str, str]]:
    """(page, anchor) of each term that can be cited."""
    yield from ((GLOSSARY, glossary.anchor(str(term.get("id")))) for _, term in data.entries(root, PATH))


def _explained(root: Path) -> Iterator[Problem]:
    """Terms whose page, where they are explained, is not there."""
    for line, term in data.entries(root, PATH):
        name, _, slug = term["page"].partition("#")
        for locale in LOCALES:
            page = sections.named(root, locale, name)
            if page is None or slug not in page.by_slug:
                what = f"{term['id']}: docs/{locale} has no {term['page']}"
                yield Problem(Path(PATH), line, what, "name a page and a section of it, or `#top`")


def _schema(root: Path) -> Iterator[Problem]:
    seen: set[str] = set()
    for line, term in data.entries(root, PATH):
        wrong = next(data.misshapen(term, _SHAPE | {key: _OPTIONAL[key] for key in _OPTIONAL if key in term}), None)
        if wrong:
            yield Problem(Path(PATH), line, wrong, f"a term has {', '.join(_SHAPE)}, in both languages")
        elif term["id"] in seen:
            yield Problem(Path(PATH), line, f"the id {term['id']!r} stands twice", "choose another")
        seen.add(str(term.get("id")))


def _texts(root: Path, locale: str) -> Iterator[tuple[Path, int, str]]:
    """What readers of a language read: its pages, the renderers' words, and those of the truth tables and claims."""
    for page in sections.pages(root, locale).values():
        yield from ((page.path, line.number, text) for line in page.lines for text in line.texts)
    yield from ((words.path(locale), word.line, word.text) for word in words.read(root, locale))
    for entry in truth_tables.entries(root):
        yield entry.path, entry.line, prose.without_code(entry.words.get(locale, ""))
    yield from ((claims.PATH, line, prose.without_code(text)) for line, text in claims.texts(root, locale))


def _forbidden(root: Path, locale: str) -> list[tuple[re.Pattern[str], str]]:
    """What is never written, and what is instead."""
    return [(_pattern(wording), term[locale]) for term in data.load(root, PATH) for wording in term["never"][locale]]


def _pattern(wording: str) -> re.Pattern[str]:
    """Latin letters match as whole words, in any case; Chinese has no spaces to tell words by."""
    start = r"(?<![A-Za-z0-9_])" if wording[0].isascii() else ""
    end = r"(?![A-Za-z0-9_])" if wording[-1].isascii() else ""
    return re.compile(f"{start}{re.escape(wording)}{end}", re.IGNORECASE)
