"""The whole site as one archive to be read from file://, published as /offline.zip. Made from the built site, which it equals.

What file:// can't do is put right in the copy: a link to a folder names its index.html; no policy, since its 'self' matches no
file; the search index as a script, and its worker in a frame, as Material's own offline plugin has it.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

FILE = "offline.zip"
FOLDER = "pytorch-modes"
SIZE = "@@offline-size@@"  # what templates write where the archive's size belongs: it is known when all pages are
_WORKER = Path(__file__).parent / "vendored" / "iframe-worker.js"
_WORKER_TARGET = "assets/javascripts/iframe-worker.js"
_NOT_TAKEN = {FILE, "404.html", "sitemap.xml", "sitemap.xml.gz", "robots.txt"}  # a host's, or itself
_DATE = (1980, 1, 1, 0, 0, 0)  # the same site is the same archive, to the byte
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\s*')
_ONLINE_ONLY = re.compile(r"<(\w+)[^>]* data-online\b[^>]*>.*?</\1>", re.DOTALL)
_LINK = re.compile(r'(?<= )(?P<name>href|data-errors)="(?P<path>(?![\w+.-]+:|//)[^"#?]+)(?P<rest>[^"]*)"')
_SEARCH = re.compile(r'<script src="(?P<base>[^"]*)assets/javascripts/search-start\.js"')


class OfflineError(Exception):
    """The site is not what the archive is made from."""


def publish(site: Path, root: str) -> None:
    """Write the archive into the site, and its size into the pages that offer it. `root` is the site's path on its host."""
    write(site, site / FILE, root)
    size = f"{(site / FILE).stat().st_size / 1_000_000:.1f} MB"
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        if SIZE in html:
            path.write_text(html.replace(SIZE, size), encoding="utf-8")


def write(site: Path, archive: Path, root: str = "/") -> None:
    """The archive, to the byte the same for the same site, whatever its files' dates."""
    temporary = archive.with_name(f".{archive.name}.part")
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, content in sorted(_files(site, root)):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", _DATE)
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    temporary.replace(archive)


def page(html: str) -> str:
    """A page of the site as it stands in the archive."""
    html = _LINK.sub(_to_file, _ONLINE_ONLY.sub("", _POLICY.sub("", html)))
    changed, count = _SEARCH.subn(rf'<script src="\g<base>{_WORKER_TARGET}"></script>\g<0>', html)
    if count != 1:
        raise OfflineError(f"{count} places for the search's worker instead of one; see scripts/site/offline.py")
    return changed


def index(text: str) -> str:
    """A search index as a script, its locations as files."""
    found = json.loads(text)
    for entry in found["docs"]:
        path, mark, section = entry["location"].partition("#")
        entry["location"] = f"{_file(path)}{mark}{section}"
    return f"var __index = {json.dumps(found, ensure_ascii=False, separators=(',', ':'))}"


def _files(site: Path, root: str) -> Iterator[tuple[str, bytes]]:
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if path.is_dir() or name in _NOT_TAKEN or path.name.startswith("."):
            continue
        if path.suffix == ".html":
            up = "../" * name.count("/") or "./"
            yield name, page(path.read_text(encoding="utf-8").replace(f'href="{root}', f'href="{up}')).encode()
        elif path.name == "search_index.json":
            yield name.removesuffix("on"), index(path.read_text(encoding="utf-8")).encode()
        else:
            yield name, path.read_bytes()
    yield _WORKER_TARGET, _WORKER.read_bytes()


def _to_file(found: re.Match[str]) -> str:
    return f'{found["name"]}="{_file(found["path"])}{found["rest"]}"'


def _file(path: str) -> str:
    """A folder's address as its index.html; other addresses as they are."""
    if path == "" or path.endswith("/"):
        return f"{path}index.html"
    return f"{path}/index.html" if path.rpartition("/")[2] in (".", "..") else path
