"""The Content-Security-Policy is on every page, and every page obeys it."""

import base64
import hashlib
from pathlib import Path

from tests.site import reading


def policy(page: reading.Element) -> dict[str, list[str]]:
    meta = page.one("meta", **{"http-equiv": "Content-Security-Policy"})
    directives = (part.split() for part in meta.attributes["content"].split(";"))
    return {name: values for name, *values in directives}


def test_every_page_has_the_policy_before_anything_it_governs(site: Path) -> None:
    pages = reading.everything(site)
    assert "404.html" in pages
    for path, page in pages.items():
        directives = policy(page)
        assert directives["default-src"] == ["'none'"], path
        assert directives["style-src"] == ["'self'"], path
        allowed = {value for values in directives.values() for value in values if not value.startswith("'sha256-")}
        assert allowed <= {"'self'", "'none'", "data:"}, path
        tags = [element.tag for element in page.one("head")]
        assert tags.index("meta") < min(tags.index("link"), tags.index("script")), path


def test_every_inline_script_is_hashed_in_it(site: Path) -> None:
    for path, page in reading.everything(site).items():
        hashes = policy(page)["script-src"][1:]
        found = [
            f"'sha256-{base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()}'"
            for script in page.all("script")
            if "src" not in script.attributes
            and script.attributes.get("type") not in ("application/json", "application/ld+json")
        ]
        assert found, path
        assert set(found) == set(hashes), path


def test_no_styles_or_handlers_stand_in_the_html(site: Path) -> None:
    for path, page in reading.everything(site).items():
        for element in page:
            where = f"{path}: <{element.tag} {element.attributes}>"
            assert element.tag != "style", where
            assert "style" not in element.attributes, where
            assert not [name for name in element.attributes if name.startswith("on")], where
            assert not element.attributes.get("href", "").startswith("javascript:"), where
