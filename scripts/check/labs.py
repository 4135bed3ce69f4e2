"""A lab's cells are the same in both languages, and what its figures say has a translation that is used.

Whether every text of a figure is translated is only known once it is drawn: the build says so.
"""

from collections.abc import Iterator
from pathlib import Path

import yaml

from scripts import labs
from scripts.check import data, sections
from scripts.check.problem import Problem, from_error
from scripts.render.words import LOCALES

_KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


def problems(root: Path) -> Iterator[Problem]:
    for path in sorted((root / "docs" / LOCALES[0] / labs.FOLDER).glob("*.md")):
        pair = [root / "docs" / locale / labs.FOLDER / path.name for locale in LOCALES]
        if not pair[1].exists():
            continue  # the check of parity says so
        try:
            labs.check_same(*(labs.parse(page) for page in pair))
        except labs.LabError as error:
            yield from_error(error, root)
        yield from (problem for page in pair for problem in _front(root, page))
        yield from _texts(root, path.stem)


def count(root: Path) -> int:
    """How many labs there are."""
    return len(list((root / "docs" / LOCALES[0] / labs.FOLDER).glob("*.md")))


def _front(root: Path, page: Path) -> Iterator[Problem]:
    """Without its kernel in the front matter, mkdocs-jupyter takes a lab for an ordinary page."""
    read = sections.read(root, page)
    try:
        front = yaml.safe_load(read.front)
    except yaml.YAMLError:  # check/headings.py says so
        return
    if not isinstance(front, dict) or front.get("jupyter") != _KERNEL:
        remedy = "copy `jupyter:` from another lab"
        yield Problem(read.path, 1, "its front matter does not name the kernel that runs it", remedy)


def _texts(root: Path, name: str) -> Iterator[Problem]:
    """Translations whose words no cell has: numbers, and what a cell puts together, are `{}`."""
    relative = Path("docs/data") / labs.FOLDER / f"{name}.yml"
    if not (root / relative).exists():
        yield Problem(relative, 1, f"is missing, so that the figures of the lab {name} have no words", "write it")
        return
    for line, english, chinese in data.texts(root, relative.as_posix()):
        if english.count("{}") != chinese.count("{}"):
            what = f"{english!r} and {chinese!r} do not have the same number of {{}}"
            yield Problem(relative, line, what, "give both the same numbers")
