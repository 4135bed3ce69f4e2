"""Nothing on a page leads nowhere, and nothing on a page is fetched from elsewhere."""

from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from tests import building
from tests.site import reading

# What a browser fetches by itself; <a href> it does not.
FETCHING = {"src", "srcset", "data", "poster", "action", "formaction", "background", "ping", "xlink:href"}
ROOT_PATH = urlsplit(building.SITE_URL).path


def references(page: reading.Element) -> list[tuple[str, str, str]]:
    """(tag, attribute, value) of everything that names another resource."""
    return [
        (element.tag, name, value)
        for element in page
        for name, value in element.attributes.items()
        if name == "href" or name in FETCHING
    ]


def target(page_path: str, reference: str) -> tuple[str, str] | None:
    """(path below the site, anchor) of an internal reference as a browser resolves it, None for one that leads away."""
    page_url = urljoin(building.SITE_URL, page_path.removesuffix("index.html"))
    url = urlsplit(urljoin(page_url, reference))
    if f"{url.scheme}://{url.netloc}/" != urljoin(building.SITE_URL, "/"):
        return None
    assert url.path.startswith(ROOT_PATH), f"{page_path}: {reference} leaves the site's sub-path"
    return unquote(url.path.removeprefix(ROOT_PATH)), unquote(url.fragment)


def problem(site: Path, page_path: str, reference: str) -> str | None:
    found = target(page_path, reference)
    if found is None:
        return None
    path, anchor = found
    file = site / path / "index.html" if path.endswith("/") or not path else site / path
    if not file.is_file():
        return f"{page_path}: {reference}: there is no {path}"
    ids = reading.ids(file) if anchor and file.suffix == ".html" else set()
    if anchor and not anchor.startswith("__") and anchor not in ids:
        return f"{page_path}: {reference}: there is no #{anchor} on {path or 'the home page'}"
    return None


def test_every_internal_link_source_and_anchor_resolves(site: Path) -> None:
    checked = [
        problem(site, path, value)
        for path, page in reading.everything(site).items()
        for _, _, value in references(page)
    ]
    assert len(checked) > 500
    assert not [found for found in checked if found]


def test_a_dead_link_and_a_dead_anchor_are_found(site: Path) -> None:
    assert "there is no modes/nowhere/" in str(problem(site, "index.html", "modes/nowhere/"))
    assert "there is no #nothing" in str(problem(site, "en/index.html", "modes/no-grad/#nothing"))
    assert problem(site, "modes/no-grad/index.html", "../../#loop") is None


def test_no_element_fetches_from_elsewhere(site: Path) -> None:
    away = [
        (path, tag, value)
        for path, page in reading.everything(site).items()
        for tag, name, value in references(page)
        if (name in FETCHING or (tag != "a" and not is_address(page, value))) and target(path, value) is None
    ]
    assert not [found for found in away if not found[2].startswith("data:")]


def is_address(page: reading.Element, value: str) -> bool:
    """A link that names the page's own address in a language, which nothing fetches."""
    kinds = {link.attributes.get("rel", "").strip() for link in page.all("link", href=value)}
    return kinds != set() and kinds <= {"alternate", "canonical", "prev", "next"}


def test_no_style_sheet_fetches_from_elsewhere(site: Path) -> None:
    for sheet in site.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8").split("/*# sourceMappingURL")[0]
        assert "@import" not in text, sheet
        assert not [part for part in text.split("url(")[1:] if part.lstrip("\"'").startswith(("http", "//"))], sheet


def test_cross_language_links_lead_to_the_same_page(site: Path) -> None:
    for (locale, name), page in reading.published(site).items():
        path = f"{reading.address(locale, name)}index.html"
        links = page.with_class("md-select__link")
        led = {link.attributes["hreflang"]: target(path, link.attributes["href"]) for link in links}
        assert led == {other: (reading.address(other, name), "") for other in ("zh", "en")}, path


def test_records_are_linked_and_published(site: Path) -> None:
    linked = {
        found[0]
        for path, page in reading.everything(site).items()
        for link in page.all("a")
        if (found := target(path, link.attributes.get("href", ""))) and found[0].startswith("records/")
    }
    assert {"records/cpu/timing.json", "records/cpu/memory.json"} <= linked
