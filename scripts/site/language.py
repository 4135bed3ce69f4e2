"""How readers speak of things, for the index's configuration: docs/data/terms.yml and docs/data/search.yml in one language.

docs/assets/javascripts/search-words.js reads it: `terms` are names, what else they are called, and where they are explained;
`alike` are everyday words for the same thing. search-results.js tells a reader by `corrected` that a query was misspelt.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from scripts.render.words import Words

Entry = dict[str, Any]


def reader(root: Path) -> Callable[[str, Sequence[Entry]], dict[str, Any]]:
    """A function of a locale and the entries of its index, which says what goes into the configuration of that index."""
    terms, known = (
        yaml.safe_load((root / f"docs/data/{name}.yml").read_text(encoding="utf-8")) for name in ("terms", "search")
    )

    def spoken(locale: str, entries: Sequence[Entry]) -> dict[str, Any]:
        places = {_place(entry["location"]): entry["location"] for entry in entries}
        named = [*(_named(term, locale) for term in terms), *(_called(one, locale) for one in known["called"])]
        told = [{"name": name, "also": also, "at": places.get(location(page))} for name, also, page in named]
        return {"terms": told, "alike": known["alike"], "corrected": Words(locale)("search.corrected", query="{query}")}

    return spoken


def _named(term: dict[str, Any], locale: str) -> tuple[str, list[str], str]:
    """A term's name, its other wordings, its page. What is never to be written is one: readers type it."""
    return term[locale], [wording for wording in _wordings(term) if wording != term[locale]], term["page"]


def _called(one: dict[str, Any], locale: str) -> tuple[str, list[str], str]:
    wordings = [*(text for key, text in one.items() if key not in ("also", "page")), *one["also"]]
    return one[locale], [wording for wording in dict.fromkeys(wordings) if wording != one[locale]], one["page"]


def _wordings(term: dict[str, Any]) -> Iterator[str]:
    for locale, refused in term["never"].items():
        yield from (term[locale], *refused)
    yield from term["synonyms"]


def location(page: str) -> str:
    """`recipes/serving#top` as it stands in an index, with directory URLs."""
    name, _, slug = page.partition("#")
    return f"{name}/" if slug == "top" else f"{name}/#{slug}"


def _place(location: str) -> str:
    """A location as it is with directory URLs."""
    return location.replace("index.html", "").replace(".html", "/")
