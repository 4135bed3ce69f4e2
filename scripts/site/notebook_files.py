"""The notebooks of the built site as their branch has them: build/notebooks/<locale>/<page>.ipynb.

    python -m scripts.site.notebook_files

Pages link to them in Colab, scripts/site/take_away.py; scripts/site/notebook_branch.py pushes them.
"""

import shutil
import sys
from pathlib import Path

from scripts import notebooks, pages, records
from scripts.records import ROOT
from scripts.render.words import LOCALES

SITE = ROOT / "site"
FOLDER = records.BUILD / "notebooks"


def main() -> int:
    try:
        count = collect(SITE, FOLDER)
    except FileNotFoundError as error:
        print(f"{error.filename}: no such notebook; run `make site`", file=sys.stderr)
        return 1
    print(f"{count} notebooks lie in {FOLDER.relative_to(ROOT)}/")
    return 0


def collect(site: Path, folder: Path) -> int:
    """Put them into a folder that is made anew, and count them. Raises FileNotFoundError for one that the site lacks."""
    found = {name: site / source for name, source in published().items()}
    for source in found.values():
        if not source.is_file():
            raise FileNotFoundError(2, "No such file", str(source))
    shutil.rmtree(folder, ignore_errors=True)
    for name, source in found.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, folder / name)
    return len(found)


def published() -> dict[str, str]:
    """From the path on the branch, `zh/labs/batchnorm.ipynb`, to the one in the site, `labs/batchnorm/batchnorm.ipynb`."""
    return {
        page.relative_to(ROOT / "docs").with_suffix(".ipynb").as_posix(): pages.address(page, locale, "")[1:]
        + notebooks.name(page)
        for locale in LOCALES
        for page in pages.find(locale)
        if notebooks.is_offered(page)
    }


if __name__ == "__main__":
    sys.exit(main())
