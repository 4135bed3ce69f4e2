"""How the handbook builds as it grows: synthetic ones of 10, 100 and 1000 pages a language, into the table of CONTRIBUTING.md.

    make growth        about twenty minutes; nothing else should run meanwhile

A synthetic handbook is a copy of this one, its records and data too, whose pages are the guide's under other names. Time and
memory are those of one `mkdocs build` as a process, the archive included; the index is the heavier one, as it is sent.
"""

import argparse
import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from scripts import whole
from scripts.measure import interrupt, progress, provenance
from scripts.records import ROOT
from scripts.render.words import LOCALES

SIZES = (10, 100, 1000)
TABLE = ROOT / "CONTRIBUTING.md"
BEGIN, END = "<!-- growth: written by make growth -->", "<!-- /growth -->"
_FOLDERS = ("docs", "snippets", "scripts", "build/records", "build/cache")
_FILES = ("mkdocs.yml", "pyproject.toml", "requirements-torch.txt")
_GUIDE = ("modes", "layers", "recipes")
_KIB = 1024


@dataclass(frozen=True)
class Built:
    """One build. `pages` are those of one language; `heaviest_index` is in bytes, gzipped."""

    pages: int
    seconds: float
    peak_bytes: int
    heaviest_index: int

    @property
    def per_page(self) -> float:
        """Seconds for a page in one language."""
        return self.seconds / (self.pages * len(LOCALES))


@interrupt.told("the table is as it was")
def main(argv: Sequence[str] | None = None) -> int:
    sizes = _parser().parse_args(argv).sizes
    try:
        replaced(TABLE.read_text(encoding="utf-8"), "")  # its marks are there: not found out twenty minutes later
        told = "\n".join(table(built(sizes)))
        print(told)
        if tuple(sizes) == SIZES:
            whole.write(TABLE, replaced(TABLE.read_text(encoding="utf-8"), told))
    except subprocess.CalledProcessError as error:
        print(f"{' '.join(error.cmd[1:])}: exit {error.returncode}; see above", file=sys.stderr)
        return 1
    except (ValueError, whole.NotWritten) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def built(sizes: Sequence[int]) -> list[Built]:
    """One handbook of each size, built. Raises as `measured` does."""
    found = []
    with progress.shown("growth", len(sizes)) as advance:
        for pages in sizes:
            found.append(measured(pages))
            advance(f"{pages} pages: {found[-1].seconds:.0f} s")
    return found


def measured(pages: int) -> Built:
    """Build a handbook of so many pages a language. Raises CalledProcessError, its output printed, where MkDocs fails, and
    ValueError for an mkdocs.yml that is not understood.
    """
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        project = Path(folder)
        synthesize(project, pages)
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
        environment = os.environ | {"SITE_DIR": "site", "NO_MKDOCS_2_WARNING": "1", "ONLY": ""}
        since = time.monotonic()
        with (project / "log").open("wb") as log:
            running = subprocess.Popen(command, cwd=project, env=environment, stdout=log, stderr=log)
            _, status, used = os.wait4(running.pid, 0)
        seconds = time.monotonic() - since
        if os.waitstatus_to_exitcode(status):
            print((project / "log").read_text(encoding="utf-8"), file=sys.stderr)
            raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command)
        indexes = (project / "site").rglob("search_index.json")
        heaviest = max(len(gzip.compress(index.read_bytes(), mtime=0)) for index in indexes)
        return Built(pages, seconds, used.ru_maxrss * (1 if sys.platform == "darwin" else _KIB), heaviest)


def synthesize(project: Path, pages: int) -> None:
    """This handbook in an empty folder, with so many pages a language: the home page, and copies of the guide's."""
    for name in _FOLDERS:
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in _FILES:
        shutil.copy(ROOT / name, project / name)
    names = [f"growth/page-{number:04}.md" for number in range(1, pages)]
    for locale in LOCALES:
        (project / "docs" / locale / "growth").mkdir()
        guide = sorted(path for folder in _GUIDE for path in (project / "docs" / locale / folder).glob("*.md"))
        for name, page in zip(names, islice(cycle(guide), len(names)), strict=True):
            shutil.copy(page, project / "docs" / locale / name)
    config = project / "mkdocs.yml"
    config.write_text(configuration(config.read_text(encoding="utf-8"), names), encoding="utf-8")


def configuration(text: str, names: Sequence[str]) -> str:
    """mkdocs.yml with these pages in its navigation, and no others built."""
    listed = "\n".join(f"  - {name}" for name in ("index.md", *names))
    text, navigations = re.subn(r"^nav:\n(?:[ \t]+.*\n)+", f"nav:\n{listed}\n", text, flags=re.MULTILINE)
    others = [f"  /{locale}/*\n  !/{locale}/index.md\n  !/{locale}/growth/\n" for locale in LOCALES]
    text, exclusions = re.subn(r"^exclude_docs: \|\n", f"\\g<0>{''.join(others)}", text, flags=re.MULTILINE)
    if (navigations, exclusions) != (1, 1):
        raise ValueError("mkdocs.yml has no `nav:` or no `exclude_docs: |` of its own; see scripts/measure/growth.py")
    return text


def table(found: Sequence[Built]) -> Iterator[str]:
    host = provenance.host()
    yield "| pages a language | build | for a page in one language | peak memory | search index, gzipped |"
    yield "|--:|--:|--:|--:|--:|"
    for one in found:
        memory, index = one.peak_bytes / _KIB**2, one.heaviest_index / _KIB
        yield f"| {one.pages} | {one.seconds:.0f} s | {one.per_page:.2f} s | {memory:.0f} MiB | {index:.0f} KiB |"
    yield ""
    yield f"Measured {datetime.now(UTC):%Y-%m-%d}, {host['cpu']}, {host['cores']} cores, Python {host['python']}."


def replaced(text: str, told: str) -> str:
    """The text with another table between its marks. Raises ValueError where they are missing."""
    before, begun, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (begun and ended):
        raise ValueError(f"{TABLE.name}: {BEGIN} … {END} is missing; put it where the table belongs")
    return f"{before}{BEGIN}\n\n{told}\n\n{END}{after}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.measure.growth",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="other numbers of pages: printed only")
    return parser


if __name__ == "__main__":
    sys.exit(main())
