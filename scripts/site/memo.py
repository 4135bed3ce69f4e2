"""What builds remember of earlier ones: compiled templates, on disk. On the live site, which builds all pages again at every
change, also what the search read in each page, and highlighted code.
"""

import copy
import functools
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from material.plugins.search import plugin
from pymdownx.highlight import Highlight

_PARSER = plugin.Parser
_HIGHLIGHT = Highlight.highlight
_blocks: dict[str, str] = {}


def begin() -> None:
    """For the live site: from now on this process remembers what it read and highlighted."""
    plugin.Parser = Reading
    Highlight.highlight = _highlight


class Reading:
    """In place of Material's parser, of which the plugin takes what it read."""

    data: list[plugin.Section]

    def feed(self, content: str) -> None:
        self.data = [copy.copy(section) for section in _sections(content)]  # the plugin titles one that has no title

    def close(self) -> None:
        pass


@functools.lru_cache(maxsize=512)
def _sections(content: str) -> list[plugin.Section]:
    parser = _PARSER()
    parser.feed(content)
    parser.close()
    return parser.data


def _highlight(self: Highlight, *block: Any, **options: Any) -> Any:
    if options.get("inline"):
        return _HIGHLIGHT(self, *block, **options)  # an element, which its page changes
    asked = repr((block, options))
    if asked not in _blocks:
        _blocks[asked] = _HIGHLIGHT(self, *block, **options)
    return _blocks[asked]


class Templates(FileSystemBytecodeCache):
    """Each template is compiled once, not for every language and every build; in a folder, which is made."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(str(folder))

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return super().get_cache_key(name, ascii(filename))  # in a locale without UTF-8 a path may be no text
