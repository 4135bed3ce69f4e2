"""One search index per language, out of the one that static-i18n merges."""

import json
import re
from pathlib import Path

_ANNOTATION = re.compile(r" *# \(\d+\)!?$", re.MULTILINE)


def split(site: Path, default: str, others: list[str]) -> None:
    """Rewrite site/search/search_index.json to hold only the default language; each other gets site/<locale>/search/.

    Locations become relative to each language's root, which is where the page's search looks (see html.with_search_base).
    """
    merged = site / "search" / "search_index.json"
    index = json.loads(merged.read_text(encoding="utf-8"))
    for locale in others:
        prefix = f"{locale}/"
        own = [
            {**entry, "location": entry["location"].removeprefix(prefix)}
            for entry in index["docs"]
            if entry["location"].startswith(prefix)
        ]
        _write(site / locale / "search" / "search_index.json", index, own, [locale])
    rest = [entry for entry in index["docs"] if not entry["location"].startswith(tuple(f"{name}/" for name in others))]
    _write(merged, index, rest, [default, "en"])


def _write(path: Path, index: dict, docs: list[dict], languages: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    docs = [{**entry, "text": _ANNOTATION.sub("", entry["text"])} for entry in docs]
    own = {**index, "config": {**index["config"], "lang": languages}, "docs": docs}
    path.write_text(json.dumps(own, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
