"""mkdocs.yml: every page stands in the navigation, in words of its language, and known traps of the packages stay shut."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from scripts.check import data, sections
from scripts.check.problem import Problem
from scripts.render.words import LOCALES

PATH = "mkdocs.yml"
Config = dict[str, Any]
# Built with every language: jieba's mark between Chinese words, and what joins names like torch.no_grad.
_SEPARATED = {"\\u200b": "\u200b", ".": "."}


def problems(root: Path) -> Iterator[Problem]:
    config = data.load(root, PATH)
    text = (root / PATH).read_text(encoding="utf-8")
    for key, what, remedy in (*_nav(root, config), *_traps(config)):
        yield Problem(Path(PATH), _line_of(text, key), what, remedy)
    for name in ("pyproject.toml", "requirements.txt"):
        yield from _extra(root, name)
    for folder in sorted(path for path in (root / "docs").iterdir() if path.is_dir()):
        if re.fullmatch(r"[a-z]{2}", folder.name) and folder.name not in LOCALES:
            what = "a folder of two letters is taken for a language, and what is in it vanishes"
            yield Problem(folder.relative_to(root), 1, what, "give it a longer name")


def _nav(root: Path, config: Config) -> Iterator[tuple[str, str, str]]:
    entries = list(_entries(config.get("nav") or []))
    listed = [path for _, path in entries if path]
    existing = {f"{page.name}.md" for page in sections.all_pages(root)}
    for path in sorted(existing - set(listed)):
        yield "nav:", f"the page {path} is not in the navigation", "add it to nav"
    for path in sorted({path for path in listed if "://" not in path} - existing):
        yield path, f"nav names {path}, which is no page", "correct it, or write the page"
    for language in _plugin(config, "i18n").get("languages") or []:
        translations = language.get("nav_translations") or {}
        for title in dict.fromkeys(title for title, _ in entries if title):
            if not language.get("default") and title not in translations:
                what = f"the title {title!r} has no translation in {language.get('locale')}"
                yield title, what, f"add it to nav_translations of {language.get('locale')}"


def _entries(nav: list[Any]) -> Iterator[tuple[str, str]]:
    """(title, path) of everything in the navigation; a section has no path, a page often no title."""
    for entry in nav:
        for title, inner in entry.items() if isinstance(entry, dict) else (("", entry),):
            yield title, inner if isinstance(inner, str) else ""
            yield from _entries(inner if isinstance(inner, list) else [])


def _traps(config: Config) -> Iterator[tuple[str, str, str]]:
    for key, what, remedy, holds in _TRAPS:
        if not holds(config):
            yield key, what, remedy


def _extra(root: Path, name: str) -> Iterator[Problem]:
    text = (root / name).read_text(encoding="utf-8") if (root / name).exists() else ""
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(r"mkdocs-static-i18n\[\s*material", line):
            what = "the extra [material] of mkdocs-static-i18n pins an old theme with a known hole"
            yield Problem(Path(name), number, what, "depend on mkdocs-static-i18n without it")


def _plugin(config: Config, name: str) -> Config:
    found = [plugin[name] for plugin in config.get("plugins") or [] if isinstance(plugin, dict) and name in plugin]
    return (found[0] or {}) if found else {}


def _separates(config: Config) -> bool:
    """Whether the search's separator splits words at all that it must."""
    try:
        separator = re.compile(_plugin(config, "search").get("separator") or "$^")
    except re.error:
        return False
    return all(separator.fullmatch(character) for character in _SEPARATED.values())


def _aligns(config: Config) -> bool:
    tables = [
        one["tables"] for one in config.get("markdown_extensions") or [] if isinstance(one, dict) and "tables" in one
    ]
    return bool(tables) and (tables[0] or {}).get("use_align_attribute") is True


def _is_instant(config: Config) -> bool:
    features = (config.get("theme") or {}).get("features") or []
    return any(feature.startswith("navigation.instant") for feature in features)


_TRAPS: list[tuple[str, str, str, Callable[[Config], bool]]] = [
    (
        "font:",
        "fonts would come from elsewhere",
        "set theme.font: false",
        lambda config: (config.get("theme") or {}).get("font") is False,
    ),
    (
        "fallback_to_default:",
        "a missing page would be published in the other language, without a word",
        "set fallback_to_default: false",
        lambda config: _plugin(config, "i18n").get("fallback_to_default") is False,
    ),
    (
        "navigation.instant",
        "navigation.instant makes static-i18n warn, so that --strict fails",
        "take it away",
        lambda config: not _is_instant(config),
    ),
    (
        "separator:",
        f"the search would not split words at {', '.join(_SEPARATED)}",
        "put them into the separator of the plugin search",
        _separates,
    ),
    (
        "use_align_attribute:",
        "aligned tables would carry style attributes, which the policy refuses",
        "set use_align_attribute: true under tables",
        _aligns,
    ),
]


def _line_of(text: str, key: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), 1) if key in line), 1)
