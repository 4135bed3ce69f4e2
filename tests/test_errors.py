"""Every error is found by its message, and its message is one that PyTorch really gave."""

from pathlib import Path

import pytest

from scripts.records import ROOT
from scripts.render.words import LOCALES
from tests import errors

PAGE = """\
# Errors

## Calling backward {#backward}

### `no grad` {#no-grad}

--8<-- "snippets/errors/no-grad.md"

### `twice` {#twice}

--8<-- "snippets/errors/twice.md"
"""
SNIPPET = "```python\n1\n```\n\n<!--pytest-codeblocks:expected-output-->\n\n```\n{}\n```\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Two entries that keep every rule."""
    texts = {
        **{f"docs/{locale}/errors.md": PAGE for locale in LOCALES},
        "snippets/errors/no-grad.md": SNIPPET.format("RuntimeError: does not\nrequire grad"),
        "snippets/errors/twice.md": SNIPPET.format("label\nlabel | RuntimeError: a second time"),
        errors.DATA: "- {slug: no-grad, message: does not require grad}\n- {slug: twice, message: a second time}\n",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def replace(tree: Path, name: str, old: str, new: str) -> None:
    text = (tree / name).read_text(encoding="utf-8")
    assert old in text
    (tree / name).write_text(text.replace(old, new), encoding="utf-8")


def test_every_message_is_printed_in_its_entry_and_in_no_other() -> None:
    assert len(errors.listed(ROOT)) > 20
    assert not list(errors.problems(ROOT))


def test_a_message_that_wraps_is_found(tree: Path) -> None:
    assert not list(errors.problems(tree))


def test_a_slug_without_an_entry_in_one_language_is_named(tree: Path) -> None:
    replace(tree, "docs/en/errors.md", "{#twice}", "{#second-time}")
    assert "en: twice is no entry of the page" in errors.problems(tree)
    assert not [line for line in errors.problems(tree) if line.startswith("zh")]


def test_an_entry_of_another_level_is_no_entry(tree: Path) -> None:
    replace(tree, "docs/zh/errors.md", "### `twice`", "## `twice`")
    assert "zh: twice is no entry of the page" in errors.problems(tree)


def test_an_entry_without_a_message_is_named(tree: Path) -> None:
    replace(tree, errors.DATA, "- {slug: twice, message: a second time}\n", "")
    assert list(errors.problems(tree)) == [f"{locale}: twice has no message in {errors.DATA}" for locale in LOCALES]


def test_a_message_that_is_not_printed_in_its_own_entry_is_named(tree: Path) -> None:
    replace(tree, errors.DATA, "a second time", "a third time")
    assert list(errors.problems(tree)) == [f"{locale}: 'a third time' is not printed in twice" for locale in LOCALES]


def test_a_message_that_another_entry_prints_is_named(tree: Path) -> None:
    replace(tree, "snippets/errors/twice.md", "label\n", "it does not require grad\n")
    assert list(errors.problems(tree)) == [
        f"{locale}: 'does not require grad' of no-grad is printed in twice too" for locale in LOCALES
    ]


def test_what_a_reader_pastes_begins_with_the_type(tree: Path) -> None:
    assert errors.pasted(tree, "en") == {
        "RuntimeError: does not require grad": "no-grad",
        "RuntimeError: a second time": "twice",
    }
