"""No section changes in one language alone (rule 7): docs/data/translations.json remembers both sides as last reviewed.

`fix` records named sections, and nothing records all of them: whoever changed a section has read its other side.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.check import parity, reviews, sections
from scripts.check.problem import Problem
from scripts.check.sections import Page, Section
from scripts.render.words import LOCALES

Pair = tuple[Page, Page]


class NotASection(Exception):
    """A name given to `fix` that neither a page nor the file of reviews knows."""


def problems(root: Path) -> Iterator[Problem]:
    """Sections that changed since both sides were last reviewed together, and entries of sections that are gone."""
    reviewed = reviews.load(root)
    chinese, english = (sections.pages(root, locale) for locale in LOCALES)
    for page in chinese.keys() & english.keys():
        pair = chinese[page], english[page]
        for slug in pair[0].by_slug.keys() & pair[1].by_slug.keys():
            yield from _stale(pair, slug, reviewed.get(page, {}).get(slug))
    lines = reviews.lines(root)
    for page, slug in ((page, slug) for page, slugs in reviewed.items() for slug in slugs):
        if not _having(root, page, slug):
            what = f"{page}#{slug} is no longer a section in either language"
            yield Problem(reviews.PATH, lines.get((page, slug), 1), what, _command(page, slug))


def fix(root: Path, names: Sequence[str]) -> list[Problem]:
    """Record the named sections as reviewed together, or forget those that are gone; nothing if one of them is refused.

    Raises NotASection for a name that isn't one.
    """
    reviewed = reviews.load(root)
    refused = [problem for name in names for problem in _record(root, reviewed, name)]
    if not refused:
        reviews.save(root, reviewed)
    return refused


def digest(section: Section) -> str:
    """12 hex digits that change with the section's own Markdown."""
    return hashlib.sha256(section.text.encode()).hexdigest()[:12]


def _stale(pair: Pair, slug: str, known: list[str] | None) -> Iterator[Problem]:
    """Told of the side that has to follow, or of the first where that can't be known."""
    name, sides = f"{pair[0].name}#{slug}", [page.by_slug[slug] for page in pair]
    command = _command(pair[0].name, slug)
    if known is None:
        what = f"{name} was never reviewed in both languages together"
        yield Problem(pair[0].path, sides[0].line, what, f"read both, then {command}")
        return
    changed = [digest(side) != old for side, old in zip(sides, known, strict=True)]
    if all(changed):
        what = f"{name} changed in both languages since they were reviewed together"
        yield Problem(pair[0].path, sides[0].line, what, f"read both, then {command}")
    elif any(changed):
        new, old = (0, 1) if changed[0] else (1, 0)
        what = f"{name} changed in {LOCALES[new]} only ({pair[new].path.as_posix()}:{sides[new].line})"
        yield Problem(pair[old].path, sides[old].line, what, f"let {LOCALES[old]} say the same, then {command}")


def _record(root: Path, reviewed: reviews.Reviewed, name: str) -> list[Problem]:
    """Change `reviewed` as asked, or say why not."""
    page, _, slug = name.partition("#")
    having = _having(root, page, slug)
    if len(having) == len(LOCALES):
        different = list(parity.section_problems((having[0], having[1]), slug))
        if not different:
            reviewed.setdefault(page, {})[slug] = [digest(side.by_slug[slug]) for side in having]
        return different
    if having:
        what = f"{name} stands in {having[0].locale} only"
        return [Problem(having[0].path, having[0].by_slug[slug].line, what, "write it in both languages first")]
    if reviewed.get(page, {}).pop(slug, None) is None:
        raise NotASection(name)
    return []


def _having(root: Path, page: str, slug: str) -> list[Page]:
    """The pages of that name, in either language, that have such a section."""
    found = [sections.named(root, locale, page) for locale in LOCALES]
    return [side for side in found if side and slug in side.by_slug]


def _command(page: str, slug: str) -> str:
    return f"run `make check PAGE={page}#{slug}`"
