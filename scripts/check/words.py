"""The renderers' words: docs/data/words/zh.yml and en.yml have the same keys, and the same {placeholders} in each."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import yaml

from scripts.check import data
from scripts.check.problem import Problem
from scripts.render.words import LOCALES

FOLDER = Path("docs/data/words")


@dataclass(frozen=True)
class Word:
    """The words of a dotted key, and the line on which they stand."""

    key: str
    text: str
    line: int


def problems(root: Path) -> Iterator[Problem]:
    languages: dict[str, dict[str, Word]] = {}
    for locale in LOCALES:
        languages[locale] = {}
        for word in read(root, locale):
            if word.key in languages[locale]:
                yield Problem(path(locale), word.line, f"{word.key} stands twice, the second one counts", "keep one")
            languages[locale][word.key] = word
    yield from _missing(languages)
    yield from _placeholders(languages)


def count(root: Path) -> int:
    return len(read(root, LOCALES[0]))


def read(root: Path, locale: str) -> list[Word]:
    """All words of a language, those of a key that stands twice too."""
    return list(_words(data.compose(root, path(locale).as_posix()), ""))


def path(locale: str) -> Path:
    return FOLDER / f"{locale}.yml"


def _missing(languages: dict[str, dict[str, Word]]) -> Iterator[Problem]:
    for locale, other in (LOCALES, LOCALES[::-1]):
        for key in languages[locale].keys() - languages[other].keys():
            what = f"{key} is missing in {path(other).as_posix()}"
            yield Problem(path(locale), languages[locale][key].line, what, "add it there")


def _placeholders(languages: dict[str, dict[str, Word]]) -> Iterator[Problem]:
    first, second = (languages[locale] for locale in LOCALES)
    for key in first.keys() & second.keys():
        try:
            wanted, given = _fields(first[key].text), _fields(second[key].text)
        except ValueError as error:
            yield Problem(
                path(LOCALES[1]),
                second[key].line,
                f"{key} is no format ({error})",
                "write {{ for a brace, both languages",
            )
            continue
        if wanted != given:
            what = f"{key} has {_told(given)}, in {path(LOCALES[0]).as_posix()}:{first[key].line} {_told(wanted)}"
            yield Problem(path(LOCALES[1]), second[key].line, what, "use the same in both")


def _words(node: yaml.Node, where: str) -> Iterator[Word]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _words(value, f"{where}.{key.value}" if where else str(key.value))
    else:
        text = node.value if isinstance(node, yaml.ScalarNode) else ""
        yield Word(where, text, data.line(node))


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _told(fields: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(fields)) or "no placeholder"
