"""What a page weighs: its HTML and the assets that it names, compressed as every host compresses them, its figures left out."""

import gzip
import posixpath
import re
from functools import cache
from pathlib import Path

_FIGURE = re.compile(r'<svg\b(?=[^>]*class="[^"]*\bpm-)[^>]*>.*?</svg>', re.DOTALL)
_FIGURES_DATA = "explorer-data-"  # the answers of the explorer, a figure to be asked
_ASSET = re.compile(
    r'<link rel="(?:stylesheet|icon)" href="(?P<link>[^"]+)"|<(?:script|img)\b[^>]*?\bsrc="(?P<source>[^"]+)"'
)


def of(site: Path, place: str) -> tuple[int, int]:
    """Bytes of a page's HTML and of its assets; `place` is its address below the site: `en/modes/no-grad/`."""
    html = (site / place / "index.html").read_text(encoding="utf-8")
    return of_html(html), sum(_packed_file(site / path) for path in assets(html, place))


def of_html(html: str) -> int:
    """Bytes of the HTML without its figures."""
    return _packed(_FIGURE.sub("", html).encode())


def assets(html: str, place: str) -> set[str]:
    """The style sheets, scripts and images that a page names, below the site. Data in place and other sites are no assets."""
    named = {found["link"] or found["source"] for found in _ASSET.finditer(html)}
    own = (name for name in named if ":" not in name and _FIGURES_DATA not in name)
    return {posixpath.normpath(posixpath.join(place, name)) for name in own}


@cache
def _packed_file(path: Path) -> int:
    return _packed(path.read_bytes())


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))
