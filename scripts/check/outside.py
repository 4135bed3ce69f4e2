"""Nothing is fetched from elsewhere when a page is read (rule 8), and no package registry is named in the repository."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.check import data
from scripts.check.problem import Problem

THEME = Path("scripts/site/theme")
ASSETS = Path("docs/assets")
_ELSEWHERE = r"(?:https?:)?//(?!www\.w3\.org/)[\w.-]"
# By suffix: what makes a browser ask another host. A link that a reader follows does not.
_FETCHES = {
    ".css": rf"url\(\s*[\"']?\s*{_ELSEWHERE}|@import\s+[\"']\s*{_ELSEWHERE}",
    ".svg": rf"\b(?:href|src)\s*=\s*[\"']\s*{_ELSEWHERE}",
    ".js": rf"[\"'`]{_ELSEWHERE}",
}
_FETCHES[".html"] = (
    rf"<(?!a\s)[^<>]*\s(?:src|href|srcset|data)\s*=\s*[\"']?\s*{_ELSEWHERE}"
    rf"|\bimport\b[^;\n]*[\"']{_ELSEWHERE}|{_FETCHES['.css']}"
)

# The names are put together here, so that this file does not name them either.
_REGISTRIES = [
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("anaconda", "org"),
    ("unpkg", "com"),
]
_WHEELS = ("download", "pytorch", "org")
_WHEELS_ALLOWED = ("README.md", ".github/")
_BUILT = {".git", ".venv", ".cache", "build", "site", "__pycache__"}


def problems(root: Path) -> Iterator[Problem]:
    for folder in (THEME, ASSETS):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in _FETCHES:
                yield from _fetched(path.relative_to(root), path.read_text(encoding="utf-8"))
    yield from _extras(root)
    for path in _tracked(root):
        yield from _hosts(path, (root / path).read_bytes())


def _fetched(path: Path, text: str) -> Iterator[Problem]:
    for found in re.finditer(_FETCHES[path.suffix], text):
        line = text.count("\n", 0, found.end()) + 1
        shown = text.splitlines()[line - 1].strip()[:60]
        yield Problem(path, line, f"is fetched from elsewhere: {shown}", "keep a copy under docs/assets")


def _extras(root: Path) -> Iterator[Problem]:
    """Style sheets and scripts that mkdocs.yml adds to every page."""
    config: Any = data.load(root, "mkdocs.yml")
    text = (root / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    for entry in (*(config.get("extra_css") or ()), *(config.get("extra_javascript") or ())):
        address = entry.get("path", "") if isinstance(entry, dict) else str(entry)
        if re.match(r"(?:https?:)?//", address):
            line = next((number for number, raw in enumerate(text, 1) if address in raw), 1)
            yield Problem(
                Path("mkdocs.yml"), line, f"is fetched from elsewhere: {address}", "keep a copy under docs/assets"
            )


def _hosts(path: Path, content: bytes) -> Iterator[Problem]:
    name = path.as_posix()
    registries = _HOSTS if name.startswith(_WHEELS_ALLOWED) else _HOSTS_AND_WHEELS
    for found in registries.finditer(content):
        line = content.count(b"\n", 0, found.start()) + 1
        what = f"names {found[0].decode()}, a host that packages come from"
        allowed = "README.md and .github/" if found[0].decode() == ".".join(_WHEELS) else "pip's own settings"
        yield Problem(path, line, what, f"take it away: it belongs into {allowed} alone")


def _tracked(root: Path) -> list[Path]:
    """What git knows or would take in; where there is no repository, what is not built or hidden."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        listed = list(_walked(root))
    return sorted(Path(name) for name in set(listed) if name and (root / name).is_file())


def _walked(root: Path) -> Iterator[str]:
    for folder, inner, files in os.walk(root):
        inner[:] = [name for name in inner if name not in _BUILT and not name.endswith("_cache")]
        yield from (Path(folder, name).relative_to(root).as_posix() for name in files)


def _pattern(hosts: list[tuple[str, ...]]) -> re.Pattern[bytes]:
    names = "|".join(re.escape(".".join(parts)) for parts in hosts)
    return re.compile(rf"\b(?:{names})\b".encode())


_HOSTS = _pattern(_REGISTRIES)
_HOSTS_AND_WHEELS = _pattern([*_REGISTRIES, _WHEELS])
