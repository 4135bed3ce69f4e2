"""The archive is the site, readable without a server: complete, the same to the byte each time, and not inside itself."""

import os
import posixpath
import re
import zipfile
from pathlib import Path

import pytest

from scripts.render.words import LOCALES
from scripts.site import offline
from tests.site import reading

SCRIPT = '<script src="../assets/javascripts/search-start.js"></script>'
PAGE = f"""<meta http-equiv="Content-Security-Policy" content="x">
<a href="../">up</a> <a href=".">here</a> <a href="../..#top">root</a> <a href="a/b.json">file</a> <a href="c/?h=1#d">there</a>
<a href="https://e.example/f/">outside</a> <a href="#g">below</a> <div data-errors="../errors/"></div>
<a href="../offline.zip" title="t" data-online>all of it</a>{SCRIPT}"""


@pytest.fixture(scope="module")
def archive(site: Path) -> dict[str, bytes]:
    """{name below the archive's folder: content}."""
    with zipfile.ZipFile(site / offline.FILE) as packed:
        return {name.removeprefix(f"{offline.FOLDER}/"): packed.read(name) for name in packed.namelist()}


def dangling(files: dict[str, bytes]) -> list[str]:
    """Links of pages to what is not in the archive, folders included: a browser would list them."""
    found = []
    for name, content in files.items():
        if not name.endswith(".html"):
            continue
        for element in reading.parse(content.decode()):
            link = element.attributes.get("href") or element.attributes.get("src") or ""
            path = re.split("[?#]", link)[0]
            if (
                path
                and ":" not in path
                and posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) not in files
            ):
                found.append(f"{name}: {link}")
    return found


def test_the_archive_has_every_page_and_every_link_leads_to_a_file_in_it(site: Path, archive: dict[str, bytes]) -> None:
    pages = {path for path in reading.everything(site) if path != "404.html"}
    assert {name for name in archive if name.endswith(".html")} == pages
    assert not dangling(archive)
    assert dangling({"a/b.html": b'<a href="./">c</a>'}) == ["a/b.html: ./"]


def test_it_holds_neither_itself_nor_a_link_to_itself_nor_what_only_a_host_reads(archive: dict[str, bytes]) -> None:
    assert not archive.keys() & {offline.FILE, "404.html", "sitemap.xml", "sitemap.xml.gz", "robots.txt"}
    for name, content in archive.items():
        if name.endswith(".html"):
            assert b"data-online" not in content, name
            assert b"Content-Security-Policy" not in content, name


def test_each_language_has_its_index_as_a_script(archive: dict[str, bytes]) -> None:
    for name in ("search/search_index.js", "en/search/search_index.js"):
        text = archive[name].decode()
        assert text.startswith("var __index = {")
        assert '"location":"modes/no-grad/index.html#' in text


def test_every_page_offers_it_and_says_its_size(site: Path) -> None:
    size = f"{(site / offline.FILE).stat().st_size / 1_000_000:.1f} MB"
    for (locale, name), page in reading.published(site).items():
        (link,) = (one for one in page.all("a") if "data-online" in one.attributes)
        assert size in link.text, (locale, name)
        up = posixpath.join(reading.address(locale, name) or ".", link.attributes["href"])
        assert posixpath.normpath(up) == offline.FILE
    assert len(LOCALES) == 2


def test_the_same_site_is_the_same_archive_whatever_its_files_dates(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    for name in ("index.html", "assets/images/mark.svg", "search/search_index.json"):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes((site / name).read_bytes())
    offline.write(copy, tmp_path / "one.zip")
    for path in copy.rglob("*"):
        os.utime(path, (1, 1))
    offline.write(copy, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    (copy / "index.html").write_text(f"<p>changed</p>{SCRIPT}", encoding="utf-8")
    offline.write(copy, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() != (tmp_path / "two.zip").read_bytes()


def test_a_page_is_put_right_for_a_folder() -> None:
    html = offline.page(PAGE)
    links = [element.attributes["href"] for element in reading.parse(html).all("a")]
    assert links == [
        "../index.html",
        "./index.html",
        "../../index.html#top",
        "a/b.json",
        "c/index.html?h=1#d",
        "https://e.example/f/",
        "#g",
    ]
    assert 'data-errors="../errors/index.html"' in html
    assert html.index("iframe-worker.js") < html.index("search-start.js")
    assert f'<script src="../{offline._WORKER_TARGET}"></script>' in html
    with pytest.raises(offline.OfflineError, match="0 places"):
        offline.page("<p>no search</p>")
