"""Every snippet is found, run, compared and shown."""

import pytest

from scripts.check import snippets

PATH = "snippets/no-grad/basics.md"
ZH, EN = "docs/zh/modes/no-grad.md", "docs/en/modes/no-grad.md"
OUTPUT = "\n<!--pytest-codeblocks:expected-output-->\n\n```\nx\n```\n"


def _include(tree, name):
    for path in (ZH, EN):
        tree.add(path, f'--8<-- "snippets/no-grad/{name}.md"')


def test_a_snippet_that_does_not_parse_is_named_by_its_line(tree, told):
    tree.replace(PATH, "```python", "```py")
    assert told(snippets) == [f"{PATH}:1: unknown info string 'py', it would not be run; write ```python"]


def test_prose_in_a_snippet_is_named(tree, told):
    tree.replace(PATH, "<!--pytest-codeblocks", "Prints:\n<!--pytest-codeblocks")
    assert told(snippets) == [
        f"{PATH}:8: 'Prints:' has no place in a snippet; keep code, marks above it and one output"
    ]


def test_a_snippet_of_two_examples_is_named(tree, told):
    tree.write(PATH, "```python\n1\n```\n\n```python\n2\n```\n\n```python\n3\n```\n")
    [line] = told(snippets)
    assert line.startswith(f"{PATH}:1: is not one code fence")
    assert line.endswith("; split or complete it")


@pytest.mark.parametrize(
    "cut", ["\n<!--pytest-codeblocks:expected-output-->\n\n```\ngrad mode: False\n```\n", "grad mode: False\n"]
)
def test_a_snippet_without_expected_output_is_named(tree, told, cut):
    tree.replace(PATH, cut, "")
    line = 6 if cut.startswith("\n") else 10
    assert told(snippets) == [f"{PATH}:{line}: has no expected output; run `make bless S=no-grad/basics` and read it"]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("(2)!", "(3)!", "5: the annotation # (3)! is not number 2; write # (2)!"),
        ("(1)!", "(2)!", "4: the annotation # (2)! is not number 1; write # (1)!"),
        ("(2)!", "(2)", "5: the annotation # (2) is not number 2; write # (2)!"),
    ],
)
def test_annotations_are_numbered_from_1(tree, told, old, new, what):
    tree.replace(PATH, old, new)
    assert told(snippets) == [f"{PATH}:{what}"]


@pytest.mark.parametrize("mark", ["xfail", "skip", 'skip(reason="")', "skipif(True, reason='x')"])
def test_marks_without_a_reason_and_others_are_named(tree, told, mark):
    tree.write(PATH, f"<!--pytest.mark.{mark}-->\n" + tree.read(PATH))
    what = f'the mark pytest.mark.{mark} is not known; only pytest.mark.gpu and pytest.mark.skip(reason="…") are'
    assert told(snippets) == [f"{PATH}:1: {what}"]


@pytest.mark.parametrize("mark", ["gpu", 'skip(reason="needs two machines")'])
def test_the_two_marks_are_accepted(tree, told, mark):
    tree.write(PATH, f"<!--pytest.mark.{mark}-->\n" + tree.read(PATH))
    assert told(snippets) == []


def test_code_is_not_wider_than_a_page(tree, told):
    tree.replace(PATH, "import torch\n", f"import torch  # {'x' * 72}\n")
    assert told(snippets) == []
    tree.replace(PATH, "import torch ", "import torch  ")
    assert told(snippets) == [f"{PATH}:2: is 89 columns wide; break it: 88 are the most"]


def test_a_snippet_on_no_page_of_a_language_is_named(tree, told):
    tree.replace(EN, '--8<-- "snippets/no-grad/basics.md"', "")
    assert told(snippets) == [f"{PATH}:1: is on no page in en; include it in docs/en, or delete it"]


def test_a_file_that_a_snippet_shows_is_accepted(tree, told):
    tree.write("snippets/no-grad/run.py", 'print("x")\n')
    tree.write(
        "snippets/no-grad/run.md", f'```python title="run.py"\nprint("x")\n```\n\n```bash\npython run.py\n```\n{OUTPUT}'
    )
    _include(tree, "run")
    assert told(snippets) == []


def test_a_file_that_differs_from_what_is_shown_is_named(tree, told):
    tree.write("snippets/no-grad/run.py", 'print("y")\n')
    tree.write(
        "snippets/no-grad/run.md", f'```python title="run.py"\nprint("x")\n```\n\n```bash\npython run.py\n```\n{OUTPUT}'
    )
    _include(tree, "run")
    assert "snippets/no-grad/run.md:1: differs from run.py; copy the file's text into the fence" in told(snippets)


def test_a_file_that_no_snippet_shows_is_named(tree, told):
    tree.write("snippets/no-grad/left.py", "")
    assert told(snippets) == [
        'snippets/no-grad/left.py:1: is shown by no snippet; write a snippet with ```python title="left.py", or delete it'
    ]


@pytest.mark.parametrize("path", ["snippets/loose.md", "snippets/loose.py", "snippets/no-grad/deeper/x.md"])
def test_what_lies_where_nothing_looks_is_named(tree, told, path):
    tree.write(path, "")
    assert told(snippets) == [f"{path}:1: is not found here; move it to snippets/<topic>/"]


def test_another_kind_of_file_is_named(tree, told):
    tree.write("snippets/no-grad/data.json", "{}")
    assert told(snippets) == ["snippets/no-grad/data.json:1: is neither a snippet (.md) nor its file (.py); delete it"]


@pytest.mark.parametrize(
    "path", ["snippets/conftest.py", "snippets/ruff.toml", "snippets/__pycache__/x.pyc", "snippets/.ruff_cache/a/b"]
)
def test_settings_and_caches_are_left_alone(tree, told, path):
    tree.write(path, "")
    assert told(snippets) == []
