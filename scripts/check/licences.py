"""Whose work is used here, and under which licence: LICENSE-third-party.md.

    python -m scripts.check.licences                     exit 1 if it is not up to date
    python -m scripts.check.licences --fix               renew it from what is installed; the rest stays as it is
    python -m scripts.check.licences --fix --path build/frameworks/lib/python3.12/site-packages

A package says its licence in its metadata. One that is pinned and not installed here (another system's, or of `make
frameworks`) keeps the line it has; without one it is told.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from scripts.check.carried import CARRIED
from scripts.check.problem import Problem
from scripts.records import ROOT

FILE = Path("LICENSE-third-party.md")
# The files that pin packages, and what these are for.
PINNED = {
    "requirements.txt": "What builds and tests the site",
    "requirements-torch.txt": "The subject",
    "requirements-frameworks.txt": "What `make frameworks` records",
    "requirements-release.txt": "What `make release` installs beside a torch",
    "requirements-tools.txt": "What `make lock` and `make advisories` run",
}
_PINNED = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)==(?P<version>[\w.+-]+)", re.MULTILINE)
_LISTED = re.compile(r"^\| (?P<name>[^|`]+?) \| (?P<licence>[^|]+?) \|$", re.MULTILINE)
_LONGEST = 70  # a licence's name; some put all of its text there
# One name for each, where metadata has several.
_NAMES = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0",
}
_OPENING = """# Other people's work

Made by `make licences` from the packages' own metadata; a test compares. Versions stand in the files that pin them.
The code of this project is under [Apache-2.0](LICENSE), its text and figures under [CC BY 4.0](LICENSE-docs)."""
_TORCH = "On Linux its default build brings packages of NVIDIA, under NVIDIA's own licences, and Triton, under MIT."


@dataclass(frozen=True)
class Unknown(Exception):
    """A package whose licence can't be found out here."""

    name: str


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    if options.fix:
        try:
            text = listing(ROOT, _listed_in(ROOT) | _installed(options.path, _pinned(ROOT)))
        except Unknown as error:
            print(
                f"{error.name}: not installed here, and not listed yet; install it and name its --path", file=sys.stderr
            )
            return 1
        (ROOT / FILE).write_text(text, encoding="utf-8")
        return 0
    found = list(problems(ROOT))
    for problem in found:
        print(problem)
    return int(bool(found))


def problems(root: Path) -> Iterator[Problem]:
    """What the list lacks or has too much, and where it says otherwise than the pinned version that is installed."""
    listed, pinned = _listed_in(root), _pinned(root)
    installed = {name: told for name, told in _installed([], pinned).items() if len(pinned[name]) == 1}
    for name in sorted(pinned.keys() | listed.keys()):
        remedy = "run `make licences`"
        if name not in listed:
            yield Problem(FILE, 1, f"{name} is pinned and not listed", remedy)
        elif name not in pinned:
            yield Problem(FILE, 1, f"{name} is listed and no longer pinned", remedy)
        elif installed.get(name, listed[name]) != listed[name]:
            yield Problem(
                FILE, 1, f"{name} is listed under {listed[name]}, its metadata says {installed[name]}", remedy
            )


def listing(root: Path, licences: dict[str, str]) -> str:
    """The file. Raises Unknown for a package without a licence."""
    parts = [_OPENING, "## What the repository and the site carry", _table(("what", "where", "licence"), CARRIED)]
    for file, title in PINNED.items():
        rows = []
        for name in names(root / file):
            if name not in licences:
                raise Unknown(name)
            rows.append((name, licences[name]))
        parts += [f"## {title}: {file}", _TORCH if "torch" in file else "", _table(("package", "licence"), rows)]
    return "\n\n".join(part for part in parts if part) + "\n"


def names(path: Path) -> list[str]:
    """The packages that a file pins, each once, by their normal names."""
    return sorted({_normal(found["name"]) for found in _PINNED.finditer(path.read_text(encoding="utf-8"))})


def licence(package: metadata.PackageMetadata, text: str = "") -> str | None:
    """In this order: the expression, the classifiers, the field's one line, the first line of the licence's `text`."""
    said = [one.split(" :: ")[-1] for one in package.get_all("Classifier") or () if one.startswith("License :: ")]
    said = [one for one in said if one != "OSI Approved"]
    field = (package.get("License") or "").strip()
    one_line = field if len(field) <= _LONGEST and "\n" not in field and field != "UNKNOWN" else ""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    told = package.get("License-Expression") or " or ".join(said) or one_line or first[:_LONGEST]
    return _NAMES.get(told, told) or None


def _pinned(root: Path) -> dict[str, set[str]]:
    """The versions of each package: more than one where they depend on Python's."""
    found: dict[str, set[str]] = {}
    for file in PINNED:
        for one in _PINNED.finditer((root / file).read_text(encoding="utf-8")):
            found.setdefault(_normal(one["name"]), set()).add(one["version"])
    return found


def _installed(folders: Sequence[str], pinned: dict[str, set[str]]) -> dict[str, str]:
    """The licences of what is installed here and in these folders of packages, in a version that is pinned."""
    found: dict[str, str] = {}
    for package in metadata.distributions(path=[*folders, *sys.path]):
        name = _normal(package.metadata["Name"])
        told = licence(package.metadata, _licence_text(package))
        if told and package.version.split("+")[0] in pinned.get(name, ()):
            found.setdefault(name, told.replace("|", "/"))
    return found


def _licence_text(package: metadata.Distribution) -> str:
    files = [file for file in package.files or () if re.match(r"(?i)licen[cs]e|copying", file.name)]
    return (files[0].locate().read_text(encoding="utf-8", errors="replace")) if files else ""


def _listed_in(root: Path) -> dict[str, str]:
    path = root / FILE
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    listed = {found["name"]: found["licence"] for found in _LISTED.finditer(text)}
    return {name: told for name, told in listed.items() if name not in ("package", ":--")}


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, [":--"] * len(header), *rows))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.check.licences",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--fix", action="store_true", help="write the file")
    parser.add_argument("--path", nargs="+", default=[], metavar="FOLDER", help="packages of other environments")
    return parser


if __name__ == "__main__":
    sys.exit(main())
