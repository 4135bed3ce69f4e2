"""Labs: one code in both languages, a kernel in the front matter, words for what figures say."""

import pytest

from scripts.check import labs
from scripts.check.problem import Unreadable

ZH, EN, WORDS = "docs/zh/labs/planted.md", "docs/en/labs/planted.md", "docs/data/labs/planted.yml"
PAGE = """---
title: {title}
jupyter:
  kernelspec: {{display_name: Python 3, language: python, name: python3}}
---

# {title}

```python
x = 1
```
"""


@pytest.fixture
def lab(tree):
    """The handbook with a lab that breaks no rule."""
    tree.write(ZH, PAGE.format(title="实验"))
    tree.write(EN, PAGE.format(title="Lab"))
    tree.write(WORDS, "batch size: 批大小\nafter {} of {}: 第 {} 个，共 {} 个\n")
    return tree


def test_a_lab_that_is_as_it_should_be_is_counted(lab, told):
    assert told(labs) == []
    assert labs.count(lab.root) == 1


def test_cells_that_differ_are_named_at_the_cell(lab, told):
    lab.replace(EN, "x = 1", "x = 2")
    remedy = "cells are the same in both languages, copy one over"
    assert told(labs) == [f"{EN}:9: cell 1 differs from docs/zh/labs/planted.md:9; {remedy}"]


def test_a_cell_of_one_language_only_is_named(lab, told):
    line = lab.add(ZH, "```python\ny = 1\n```")
    assert told(labs) == [f"{ZH}:{line}: cell 2 is missing in the other language; copy it there"]


def test_a_fence_that_is_no_cell_is_named(lab, told):
    line = lab.add(ZH, "```bash\nls\n```")
    assert told(labs) == [f"{ZH}:{line}: '```bash' is no cell, nothing would run it; write ```python"]


def test_a_cell_that_is_no_python_is_named(lab, told):
    lab.replace(EN, "x = 1", "x = = 1")
    lab.replace(ZH, "x = 1", "x = = 1")
    assert told(labs) == [
        f"{ZH}:10: lab planted, cell 1 raised SyntaxError: invalid syntax; correct the cell, in both languages"
    ]


@pytest.mark.parametrize(
    ("old", "new"), [("name: python3", "name: python2"), ("jupyter:\n", "other:\n"), ("Python 3,", "Julia,")]
)
def test_a_front_matter_without_its_kernel_is_named(lab, told, old, new):
    lab.replace(EN, old, new)
    expected = f"{EN}:1: its front matter does not name the kernel that runs it; copy `jupyter:` from another lab"
    assert told(labs) == [expected]


def test_a_lab_without_words_for_its_figures_is_named(lab, told):
    (lab.root / WORDS).unlink()
    assert told(labs) == [f"{WORDS}:1: is missing, so that the figures of the lab planted have no words; write it"]


def test_a_translation_that_loses_a_number_is_named(lab, told):
    lab.replace(WORDS, "共 {} 个", "共几个")
    what = "'after {} of {}' and '第 {} 个，共几个' do not have the same number of {}"
    assert told(labs) == [f"{WORDS}:2: {what}; give both the same numbers"]


def test_a_lab_of_one_language_only_is_left_to_the_check_of_parity(lab, told):
    (lab.root / EN).unlink()
    assert told(labs) == []


def test_words_that_are_no_mapping_of_texts_are_named(lab, told):
    lab.write(WORDS, "batch size: 批大小\nafter: [x]\n")
    with pytest.raises(Unreadable, match=f"{WORDS}:2: after is no text; correct it"):
        told(labs)
