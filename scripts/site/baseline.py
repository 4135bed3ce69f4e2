"""What the same pages weigh in a plain Material site: docs/data/budget.yml, which the handbook's own pages are held against.

python -m scripts.site.baseline            build the plain site in build/plain, and write the budget
python -m scripts.site.baseline --check    write nothing; exit 1 where a page's plain weight is no longer the listed one

Plain is the theme as it comes, without its fonts: the same expanded Markdown, navigation and Markdown extensions, the search,
and nothing else. A figure is the page's own, in either site, and counts in neither.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import yaml

from scripts import pages
from scripts.records import BUILD, ROOT
from scripts.render.words import LOCALES
from scripts.site import weight

BUDGET = ROOT / "docs/data/budget.yml"
MORE = 1.1  # of its plain weight, at most, a page of the handbook has
OFF = 0.02  # a listed weight that far from the built one is out of date; figures that are measured again change less
_FOLDER = BUILD / "plain"
_HEAD = "# Bytes of each page in a plain Material site, compressed: [HTML, assets]. Written by `make budget`, never by hand.\n"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.site.baseline",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--check", action="store_true", help="compare with the listed weights, and write nothing")
    options = parser.parse_args(argv)
    built = {locale: weights(locale) for locale in LOCALES}
    if options.check:
        stale = differing(load(), built)
        print("\n".join(stale) or f"{BUDGET.relative_to(ROOT)}: as built")
        return int(bool(stale))
    BUDGET.write_text(_HEAD + yaml.safe_dump(built, default_flow_style=None, sort_keys=True), encoding="utf-8")
    return 0


def load() -> dict[str, dict[str, list[int]]]:
    """{locale: {page: [bytes of its HTML, bytes of its assets]}}."""
    return yaml.safe_load(BUDGET.read_text(encoding="utf-8"))


def differing(listed: dict[str, dict[str, list[int]]], built: dict[str, dict[str, list[int]]]) -> list[str]:
    """A line for each page whose listed weight is not what it now weighs."""
    lines = []
    for locale in LOCALES:
        for name in sorted({*listed.get(locale, {}), *built[locale]}):
            told, is_now = sum(listed.get(locale, {}).get(name, [])), sum(built[locale].get(name, []))
            if abs(is_now - told) > OFF * is_now:
                what = f"{locale}/{name} is listed with {told} bytes, plain it has {is_now}"
                lines.append(f"docs/data/budget.yml:1: {what}; run `make budget`")
    return lines


def weights(locale: str) -> dict[str, list[int]]:
    """Build the plain site of a language, and weigh its pages."""
    folder = _FOLDER / locale
    for path in pages.find(locale):
        target = folder / "docs" / path.relative_to(ROOT / "docs" / locale)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(pages.expand(path, locale) + pages.footer(path, locale), encoding="utf-8")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(_configuration(locale), allow_unicode=True), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(folder / "mkdocs.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the plain site could not be built: {done.stderr}")
    return {name: list(weight.of(folder / "site", place)) for name, place in _places(locale).items()}


def _places(locale: str) -> dict[str, str]:
    names = [path.relative_to(ROOT / "docs" / locale).with_suffix("").as_posix() for path in pages.find(locale)]
    return {name: "" if name == "index" else f"{name.removesuffix('/index')}/" for name in names}


def _configuration(locale: str) -> dict[str, Any]:
    """The handbook's navigation and Markdown extensions; everything else as the theme has it."""
    own = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=_Loader)
    return {
        "site_name": own["site_name"],
        "site_url": "https://plain.example/",
        "theme": {"name": "material", "font": False, "language": locale},
        "nav": own["nav"],
        "plugins": ["search"],
        "markdown_extensions": own["markdown_extensions"],
    }


class _Loader(yaml.SafeLoader):
    """mkdocs.yml with its own tags, like !ENV, left empty: nothing that is taken from it has one."""


_Loader.add_multi_constructor("!", lambda *_: None)

if __name__ == "__main__":
    sys.exit(main())
