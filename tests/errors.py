"""The errors page against docs/data/errors.yml: what an entry's snippets print, and what a reader would paste."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from scripts import pages, snippets
from scripts.check import sections
from scripts.check.sections import Section
from scripts.render.words import LOCALES

DATA = "docs/data/errors.yml"
_KIND = re.compile(r"\b\w*(?:Error|Warning|Exception|Unsupported|Failed): ")


def listed(root: Path) -> list[tuple[str, str]]:
    """(slug, message) of every line, in order."""
    lines = yaml.safe_load((root / DATA).read_text(encoding="utf-8"))
    return [(line["slug"], line["message"]) for line in lines]


def printed(root: Path, locale: str) -> dict[str, list[str]]:
    """{slug: the expected outputs of the snippets in its section}, each on one line."""
    page = sections.read(root, root / "docs" / locale / "errors.md")
    return {section.slug: _outputs(root, section, page.path) for section in page.sections if section.level == 3}


def problems(root: Path) -> Iterator[str]:
    """What errors.yml and the pages say that does not agree."""
    lines = listed(root)
    for locale in LOCALES:
        entries = printed(root, locale)
        for slug in dict.fromkeys(slug for slug, _ in lines if slug not in entries):
            yield f"{locale}: {slug} is no entry of the page"
        for slug in entries.keys() - {slug for slug, _ in lines}:
            yield f"{locale}: {slug} has no message in {DATA}"
        for slug, message in lines:
            if not any(message in output for output in entries.get(slug, [])):
                yield f"{locale}: {message!r} is not printed in {slug}"
            for other, outputs in entries.items():
                if other != slug and any(message in output for output in outputs):
                    yield f"{locale}: {message!r} of {slug} is printed in {other} too"


def pasted(root: Path, locale: str) -> dict[str, str]:
    """{what a reader pastes: slug}: what was printed from the exception's type on, and what follows; for each message."""
    entries = printed(root, locale)
    queries = {}
    for slug, message in listed(root):
        output = next(output for output in entries[slug] if message in output)
        kinds = [kind.start() for kind in _KIND.finditer(output, 0, output.index(message))]
        queries[output[kinds[-1] if kinds else output.index(message) :][:400]] = slug
    return queries


def _outputs(root: Path, section: Section, path: Path) -> list[str]:
    included = [include.target for include in pages.includes(section.text, path) if include.snippet]
    expected = [snippets.parse(root / target).expected for target in included]
    return [" ".join(output.text.split()) for output in expected if output]
