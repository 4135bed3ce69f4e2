"""The words of the renderers: one YAML file per language, the same keys in both."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from scripts.records import ROOT

LOCALES = ("zh", "en")
FOLDER = ROOT / "docs" / "data" / "words"


class WordsError(Exception):
    """A data file that can't be used. The message is one line: file, what is wrong, what to do."""


@dataclass(frozen=True)
class Words:
    """The words of one language, told by dotted keys: `say("timing.axis.inference")`."""

    locale: str

    def __call__(self, key: str, **values: Any) -> str:
        """The words of a key, with the values filled in. Raises WordsError for a key or a value that isn't there."""
        found = self.find(key)
        if found is None:
            raise WordsError(f"{FOLDER.name}/{self.locale}.yml: {key}: is missing; add it in both languages")
        try:
            return found.format(**values)
        except (KeyError, IndexError) as error:
            raise WordsError(
                f"{FOLDER.name}/{self.locale}.yml: {key}: nothing is given for {error}; correct it"
            ) from None

    def find(self, key: str) -> str | None:
        """The words of a key as they stand, or None."""
        found: Any = load(self.locale)
        for part in key.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        return found if isinstance(found, str) else None

    def join(self, parts: list[str]) -> str:
        """An enumeration."""
        return self("lists.separator").join(parts)

    def sentences(self, parts: list[str]) -> str:
        """Whole sentences, one after the other; Chinese puts no space between them."""
        return ("" if self.locale == "zh" else " ").join(part for part in parts if part)


@cache
def load(locale: str) -> dict[str, Any]:
    """All words of a language, as nested dictionaries of format strings. Raises WordsError for what is no YAML."""
    try:
        return yaml.safe_load((FOLDER / f"{locale}.yml").read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        told = " ".join(str(error).split())
        raise WordsError(f"{FOLDER.name}/{locale}.yml: is not YAML ({told}); correct it") from None
