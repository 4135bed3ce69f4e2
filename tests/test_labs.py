"""A lab is read strictly: its cells, the figures under them, and what the cells import of the project."""

from pathlib import Path

import pytest

from scripts import labs
from scripts.labs import Figure, LabError
from scripts.records import ROOT

EN, ZH = ROOT / "docs/en/labs/planted.md", ROOT / "docs/zh/labs/planted.md"
TEXT = """# Title

```python
import torch

x = torch.ones(2)
```

Prose, with `![an](image.png)` in it.

```python
plot(x)
```

![A line that rises.](figure "It *rises*.")

![A line that falls.](figure "It falls.")

More.
"""
PLAIN = "".join(line for line in TEXT.splitlines(keepends=True) if "(figure " not in line)


def told(text: str, path: Path = EN) -> str:
    with pytest.raises(LabError) as error:
        labs.parse(path, text)
    return str(error.value)


def test_cells_are_numbered_and_know_their_lines_and_figures() -> None:
    first, second = labs.parse(EN, TEXT).cells
    assert (first.number, first.line, first.last_line, first.figures) == (1, 3, 7, ())
    assert first.source == "import torch\n\nx = torch.ones(2)"
    assert (second.number, second.line, second.last_line) == (2, 11, 13)
    assert second.figures == (
        Figure(15, "A line that rises.", "It *rises*."),
        Figure(17, "A line that falls.", "It falls."),
    )


@pytest.mark.parametrize("opening", ["```", "```py", "```bash", "````python", '```python title="x.py"'])
def test_a_fence_that_nothing_would_run_is_refused(opening: str) -> None:
    text = TEXT.replace("```python\nplot", f"{opening}\nplot")
    assert told(text) == f"docs/en/labs/planted.md:11: {opening!r} is no cell, nothing would run it; write ```python"


def test_a_cell_that_is_never_closed_is_named() -> None:
    text = TEXT.replace("plot(x)\n```\n", "plot(x)\n")
    assert told(text) == "docs/en/labs/planted.md:11: this cell is never closed; close it"


def test_a_cell_that_is_no_python_is_named_with_its_line() -> None:
    what = "lab planted, cell 1 raised SyntaxError: invalid syntax; correct the cell, in both languages"
    assert told(TEXT.replace("x = torch", "x = = torch")) == f"docs/en/labs/planted.md:6: {what}"


def test_a_figure_that_stands_under_no_cell_is_named() -> None:
    what = "a figure that stands under no cell; put it directly under the one that draws it"
    assert told(TEXT.replace("![A line that rises", "Text.\n\n![A line that rises")).startswith(
        f"docs/en/labs/planted.md:17: {what}"
    )
    assert told(f'![a](figure "b")\n{TEXT}') == f"docs/en/labs/planted.md:1: {what}"


def test_a_path_outside_the_project_is_told_as_it_is(tmp_path: Path) -> None:
    assert told("```\n```", tmp_path / "x.md").startswith(f"{tmp_path}/x.md:1: ")


def test_languages_with_the_same_cells_may_say_what_they_like() -> None:
    chinese = TEXT.replace("Prose", "文字\n\n更多文字").replace("It falls", "它在下降")
    labs.check_same(labs.parse(ZH, chinese), labs.parse(EN, TEXT))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("plot(x)", "plot(y)", "docs/en/labs/planted.md:11: cell 2 differs from docs/zh/labs/planted.md:11; "),
        ("torch.ones(2)", "torch.ones( 2)", "docs/en/labs/planted.md:3: cell 1 differs from docs/zh/labs/planted.md:3"),
        ("```python\nplot(x)\n```\n", "", "docs/zh/labs/planted.md:11: cell 2 is missing in the other language; "),
        ("More.", "```python\n1\n```", "docs/en/labs/planted.md:17: cell 3 is missing in the other language; "),
    ],
)
def test_cells_that_differ_between_the_languages_are_named(old: str, new: str, what: str) -> None:
    with pytest.raises(LabError) as error:
        labs.check_same(labs.parse(ZH, PLAIN), labs.parse(EN, PLAIN.replace(old, new)))
    assert str(error.value).startswith(what)


def test_a_lab_of_one_language_only_is_named(tmp_path: Path) -> None:
    page = tmp_path / "docs/en/labs/planted.md"
    page.parent.mkdir(parents=True)
    page.write_text(TEXT, encoding="utf-8")
    with pytest.raises(
        LabError, match=r"docs/en/labs/planted\.md:1: docs/zh/labs/planted\.md is missing; write it too"
    ):
        labs.load(page)
    other = tmp_path / "docs/zh/labs/planted.md"
    other.parent.mkdir(parents=True)
    other.write_text(TEXT.replace("plot(x)", "plot()"), encoding="utf-8")
    with pytest.raises(LabError, match=r"docs/en/labs/planted\.md:11: cell 2 differs"):
        labs.load(page)
    with pytest.raises(LabError, match=r"docs/en/labs/planted\.md:11: cell 2 differs"):
        labs.load(other)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        (EN, True),
        (ZH, True),
        (ROOT / "docs/en/modes/no-grad.md", False),
        (ROOT / "docs/en/labs.md", False),
        (ROOT / "elsewhere/labs/planted.md", False),
    ],
)
def test_a_lab_is_known_by_its_place(path: Path, is_one: bool) -> None:
    assert labs.is_lab(path) == is_one


def test_the_modules_that_cells_import_bring_those_that_they_import(tmp_path: Path) -> None:
    for name, text in {
        "scripts/__init__.py": "",
        "scripts/one.py": "import json\nfrom scripts.inner import two\n",
        "scripts/inner/__init__.py": "",
        "scripts/inner/two.py": "import scripts.inner.three as x\n",
        "scripts/inner/three.py": "def late():\n    from scripts import four\n",
        "scripts/four.py": "",
        "scripts/apart.py": "",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    cells = ["%matplotlib inline\nimport torch", "from scripts.one import thing"]
    found = [path.relative_to(tmp_path / "scripts").as_posix() for path in labs.imported(cells, tmp_path)]
    assert found == ["__init__.py", "four.py", "inner/__init__.py", "inner/three.py", "inner/two.py", "one.py"]
    assert labs.imported(["import torch, json\n!ls"], tmp_path) == []
