"""The glossary: docs/data/terms.yml in the page's language, each term with an address of its own, `#term-<id>`."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from scripts.records import ROOT
from scripts.render.words import LOCALES, Words, WordsError

BLOCK = "glossary"
_TITLE = re.compile(r"""^title: (?P<quote>["']?)(?P<title>.+?)(?P=quote)$""", re.MULTILINE)

Term = dict[str, Any]


def anchor(ident: str) -> str:
    """What is cited, so it never changes."""
    return f"term-{ident}"


def render(terms: Sequence[Term], say: Words) -> str:
    """In the order of the file, the same in both languages: related terms stand side by side."""
    inner = "\n\n".join(line for term in terms for line in _entry(term, say))
    return f'<div class="pm-glossary" markdown="1">\n\n{inner}\n\n</div>'


def _entry(term: Term, say: Words) -> Iterator[str]:
    other = next(locale for locale in LOCALES if locale != say.locale)
    yield f"## {term[say.locale]} · {term[other]} {{#{anchor(term['id'])}}}"
    page, _, slug = term["page"].partition("#")
    address = f"../{page}.md" + ("" if slug == "top" else f"#{slug}")
    names = say.join([f"`{name}`" for name in term["synonyms"]])
    parts = [term["definition"][say.locale], say("glossary.in_code", names=names) if names else ""]
    parts.append(say("glossary.more", title=_title(page, say.locale), url=address))
    yield say.sentences(parts)


def _title(page: str, locale: str) -> str:
    """The title of a page. Raises WordsError where there is no such page."""
    path = ROOT / "docs" / locale / f"{page}.md"
    found = _TITLE.search(path.read_text(encoding="utf-8")) if path.exists() else None
    if found is None:
        raise WordsError(f"docs/data/terms.yml: docs/{locale} has no titled page {page}; correct page")
    return found["title"]
