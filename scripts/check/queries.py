"""The search's data: docs/data/queries.yml asks what a reader would, and docs/data/search.yml leads to pages that exist."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from scripts.check import data, sections, urls
from scripts.check.problem import Problem, Unreadable
from scripts.check.sections import TOP
from scripts.render.words import LOCALES

PATH = "docs/data/queries.yml"
SEARCH = "docs/data/search.yml"
KINDS = ("error", "symptom", "spelling", "term", "name", "words")
_MARKS = re.compile(r"[`*\s\"]|<[^>]*>|\{[^}]*\}")
_TITLE = re.compile(r"^title: (.+)$", re.MULTILINE)
_SHAPE = f"a query has q, as ({', '.join(KINDS)}), and page or first"


def problems(root: Path) -> Iterator[Problem]:
    listed = set(urls.listed(root))
    titles = {locale: _titles(root, locale) for locale in LOCALES}
    for locale, query, line in _queries(root):
        if not _is_whole(query):
            yield Problem(Path(PATH), line, "is no query", _SHAPE)
            continue
        if _plain(query["q"]) in titles[locale]:
            what = f"{query['q']!r} is a title or a heading"
            yield Problem(Path(PATH), line, what, "ask in a reader's words: titles are found anyway")
        yield from _led(listed, PATH, line, locale, query.get("page") or query["first"])
    for placed, line in (*_placed(root, "called"), *_placed(root, "said")):
        for locale in LOCALES:
            yield from _led(listed, SEARCH, line, locale, placed.get("page", ""))


def count(root: Path) -> int:
    return sum(1 for _ in _queries(root))


def _is_whole(query: Any) -> bool:
    target = [key for key in ("page", "first") if isinstance(query, dict) and key in query]
    return (
        len(target) == 1
        and query.keys() == {"q", "as", *target}
        and query["as"] in KINDS
        and isinstance(query["q"], str)
    )


def _led(listed: set[str], path: str, line: int, locale: str, target: str) -> Iterator[Problem]:
    name, _, slug = target.partition("#")
    page = urls.address_of(name, locale)
    if page not in listed or (slug not in ("", TOP) and f"{page}#{slug}" not in listed):
        yield Problem(
            Path(path), line, f"leads to {target}, which is not published", "name a page, and a section of it"
        )


def _titles(root: Path, locale: str) -> set[str]:
    """Every title and heading of a language, without marks, blanks and case."""
    pages = sections.pages(root, locale).values()
    headings = (section.title for page in pages for section in page.sections)
    titles = (title[1] for page in pages if (title := _TITLE.search(page.front)))
    return {_plain(title) for title in (*headings, *titles)}


def _plain(text: str) -> str:
    return _MARKS.sub("", text).lower()


def _queries(root: Path) -> Iterator[tuple[str, Any, int]]:
    """(language, query, line). Raises Unreadable for something else than a list for a language."""
    values = data.load(root, PATH)
    for key, node in data.mapping(root, PATH):
        if key.value not in LOCALES or not isinstance(node, yaml.SequenceNode):
            what = f"{key.value} is no language, or has no list of queries"
            raise Unreadable(Problem(Path(PATH), data.line(key), what, f"the languages are {', '.join(LOCALES)}"))
        for query, place in zip(values[key.value], node.value, strict=True):
            yield key.value, query, data.line(place)


def _placed(root: Path, name: str) -> Iterator[tuple[dict[str, Any], int]]:
    """The entries of one of the file's lists that lead to a page, with their lines."""
    node = next((node for key, node in data.mapping(root, SEARCH) if key.value == name), None)
    if not isinstance(node, yaml.SequenceNode):
        raise Unreadable(Problem(Path(SEARCH), 1, f"{name} is missing, or no list", "restore it"))
    return zip(data.load(root, SEARCH)[name], map(data.line, node.value), strict=True)
