"""The handbook in tests/check/handbook breaks no rule: tests break one at a time in a copy of it."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from scripts.check import translations, urls

HANDBOOK = Path(__file__).parent / "handbook"


@dataclass(frozen=True)
class Tree:
    """A handbook in a folder of its own."""

    root: Path

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        self.write(path, text.replace(old, new))

    def add(self, path: str, paragraph: str) -> int:
        """Put a paragraph at the end of a file; returns its first line."""
        text = self.read(path)
        self.write(path, f"{text}\n{paragraph}\n")
        return text.count("\n") + 2


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    shutil.copytree(HANDBOOK, tmp_path, dirs_exist_ok=True)
    urls.append(tmp_path)
    sections = ["index#top", *(f"modes/no-grad#{slug}" for slug in ("top", "use-it", "forms"))]
    assert translations.fix(tmp_path, sections) == []
    return Tree(tmp_path)


@pytest.fixture
def told(tree: Tree) -> Callable[[ModuleType], list[str]]:
    """What a check says of the tree, as lines."""
    return lambda check: [str(problem) for problem in sorted(check.problems(tree.root))]
