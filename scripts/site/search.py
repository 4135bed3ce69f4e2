"""One search index per language, out of the one that static-i18n merges.

Entries of the errors page carry their messages; entries of the symptoms page, and some others, what readers say of them. When
and where an output was obtained is left out. Code is searched on the errors page alone, for the text of its messages:
elsewhere it would be a third of the index. Instead an entry lists the names that its code uses and its page does not speak of,
unless most pages use them. What readers call a term otherwise, in either language, goes along in the index's configuration, for
docs/assets/javascripts/search-words.js.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from scripts.site import language, names

Entry = dict[str, Any]
Spoken = Callable[[str, list[Entry]], dict[str, Any]]  # see scripts/site/language.py
Known = dict[str, dict[str, list[str]]]  # {name in an entry of the index: {location: texts}}
_ANNOTATION = re.compile(r" *# \(\d+\)!?$", re.MULTILINE)
_CODE = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_LABEL = '<span class="filename"'  # above code: the name of a file; above an output: when and where it was obtained
_UNSEARCHED = f"{_LABEL} data-search-exclude"
_WITH_CODE = "errors"


def without_labels(content: str) -> str:
    """A page's content with the labels of its blocks marked, for MkDocs to leave them out of the index."""
    return content.replace(_LABEL, _UNSEARCHED)


def unmarked(output: str) -> str:
    """The page without those marks, once the index is made."""
    return output.replace(_UNSEARCHED, _LABEL)


def messages(root: Path) -> dict[str, list[str]]:
    """docs/data/errors.yml as {location in an index: messages}."""
    found = defaultdict(list)
    for error in yaml.safe_load((root / "docs/data/errors.yml").read_text(encoding="utf-8")):
        found[f"errors/#{error['slug']}"].append(error["message"])
    return found


def phrases(root: Path) -> dict[str, dict[str, list[str]]]:
    """docs/data/symptoms.yml, and `said` of docs/data/search.yml, as {locale: {location in an index: phrases}}."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for symptom in yaml.safe_load((root / "docs/data/symptoms.yml").read_text(encoding="utf-8")):
        for locale, words in symptom["words"].items():
            found[locale][f"symptoms/#{symptom['id']}"] = words
    for said in yaml.safe_load((root / "docs/data/search.yml").read_text(encoding="utf-8"))["said"]:
        for locale, words in said["words"].items():
            found[locale][language.location(said["page"])] = words
    return found


def split(
    site: Path,
    default: str,
    others: list[str],
    errors: dict[str, list[str]],
    symptoms: dict[str, dict[str, list[str]]],
    spoken: Spoken,
) -> None:
    """Rewrite site/search/search_index.json to hold only the default language; each other gets site/<locale>/search/.

    Locations become relative to each language's root, which is where the page's search looks (see html.with_search_base).
    Those in `errors` get their messages, those in `symptoms` their phrases, which docs/assets/javascripts/search.js
    compares with what is typed.
    """

    def known(locale: str) -> Known:
        return {"messages": errors, "phrases": symptoms.get(locale, {})}

    merged = site / "search" / "search_index.json"
    index = json.loads(merged.read_text(encoding="utf-8"))
    for locale in others:
        prefix = f"{locale}/"
        own = [
            {**entry, "location": entry["location"].removeprefix(prefix)}
            for entry in index["docs"]
            if entry["location"].startswith(prefix)
        ]
        told = {**index["config"], "lang": [locale], **spoken(locale, own)}
        _write(site / locale / "search" / "search_index.json", {**index, "config": told}, own, known(locale))
    rest = [entry for entry in index["docs"] if not entry["location"].startswith(tuple(f"{name}/" for name in others))]
    told = {**index["config"], "lang": [default, "en"], **spoken(default, rest)}
    _write(merged, {**index, "config": told}, rest, known(default))


def _write(path: Path, index: dict, docs: list[Entry], known: Known) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    shown = [{**entry, "text": _searched(entry), **_known(entry, known)} for entry in docs]
    named = names.paragraphs(docs, shown)
    docs = [{**entry, "text": entry["text"] + names_} for entry, names_ in zip(shown, named, strict=True)]
    path.write_text(json.dumps({**index, "docs": docs}, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _searched(entry: Entry) -> str:
    if entry["location"].startswith(_WITH_CODE):
        return _ANNOTATION.sub("", entry["text"])
    return _CODE.sub("", entry["text"])


def _known(entry: dict, known: Known) -> dict[str, list[str]]:
    location = entry["location"].replace(".html#", "/#")  # without directory URLs
    return {name: texts[location] for name, texts in known.items() if location in texts}
