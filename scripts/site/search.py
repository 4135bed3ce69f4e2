"""One search index per language, out of the one that static-i18n merges.

Entries of the errors page carry their messages, entries of the symptoms page what readers say of them. Code is searched on the
errors page alone, for the text of its messages: elsewhere it would be a third of the index, and every page has the same names.
"""

import json
import re
from collections import defaultdict
from pathlib import Path

import yaml

Known = dict[str, dict[str, list[str]]]  # {name in an entry of the index: {location: texts}}
_ANNOTATION = re.compile(r" *# \(\d+\)!?$", re.MULTILINE)
_CODE = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_WITH_CODE = "errors"


def messages(root: Path) -> dict[str, list[str]]:
    """docs/data/errors.yml as {location in an index: messages}."""
    found = defaultdict(list)
    for error in yaml.safe_load((root / "docs/data/errors.yml").read_text(encoding="utf-8")):
        found[f"errors/#{error['slug']}"].append(error["message"])
    return found


def phrases(root: Path) -> dict[str, dict[str, list[str]]]:
    """docs/data/symptoms.yml as {locale: {location in an index: phrases}}."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for symptom in yaml.safe_load((root / "docs/data/symptoms.yml").read_text(encoding="utf-8")):
        for locale, words in symptom["words"].items():
            found[locale][f"symptoms/#{symptom['id']}"] = words
    return found


def split(
    site: Path,
    default: str,
    others: list[str],
    errors: dict[str, list[str]],
    symptoms: dict[str, dict[str, list[str]]],
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
        _write(site / locale / "search" / "search_index.json", index, own, [locale], known(locale))
    rest = [entry for entry in index["docs"] if not entry["location"].startswith(tuple(f"{name}/" for name in others))]
    _write(merged, index, rest, [default, "en"], known(default))


def _write(path: Path, index: dict, docs: list[dict], languages: list[str], known: Known) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    docs = [{**entry, "text": _searched(entry), **_known(entry, known)} for entry in docs]
    own = {**index, "config": {**index["config"], "lang": languages}, "docs": docs}
    path.write_text(json.dumps(own, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _searched(entry: dict) -> str:
    if entry["location"].startswith(_WITH_CODE):
        return _ANNOTATION.sub("", entry["text"])
    return _CODE.sub("", entry["text"])


def _known(entry: dict, known: Known) -> dict[str, list[str]]:
    location = entry["location"].replace(".html#", "/#")  # without directory URLs
    return {name: texts[location] for name, texts in known.items() if location in texts}
