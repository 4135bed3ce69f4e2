"""What a snippet is: its code, its marks, its output, and what is none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import snippets

MARK = "<!--pytest-codeblocks:expected-output-->"


def text_of(code: str, output: str, above: str = "") -> str:
    return f"{above}```python\n{code}\n```\n\n{MARK}\n\n```\n{output}\n```\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def to_file(text: str) -> Path:
        path = tmp_path / "no-grad" / "basics.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return to_file


def test_a_snippet_is_its_code_its_marks_and_its_output(write):
    found = snippets.parse(write(text_of("x = 1  # (1)!\ny = 2  # (2)!", "a\nb", "<!--pytest.mark.gpu-->\n")))
    assert found.id == "no-grad/basics"
    assert (found.shown.info, found.shown.text) == ("python", "x = 1  # (1)!\ny = 2  # (2)!\n")
    assert (found.shown.line, found.shown.last_line, found.started) == (2, 5, found.shown)
    assert found.expected
    assert found.expected.text == "a\nb\n"
    assert (found.annotations, found.marks, found.needs_gpu, found.file) == (2, ("pytest.mark.gpu",), True, None)


def test_a_file_is_shown_by_one_fence_and_started_by_the_next(write, tmp_path):
    path = write(f'```python title="run.py"\nx = 1\n```\n\n```bash\npython run.py\n```\n\n{MARK}\n\n```\na\n```\n')
    (tmp_path / "no-grad" / "run.py").write_text("x = 1\n")
    found = snippets.parse(path)
    assert (found.file, found.shown.text, found.started.text) == ("run.py", "x = 1\n", "python run.py\n")


def test_the_hash_follows_the_text_and_the_file_that_is_started(write, tmp_path):
    path = write('```python title="run.py"\nx = 1\n```\n\n```bash\npython run.py\n```\n')
    (tmp_path / "no-grad" / "run.py").write_text("x = 1\n")
    first = snippets.parse(path).sha256
    assert snippets.parse(path).sha256 == first
    path.write_text(path.read_text() + "\n")
    assert snippets.parse(path).sha256 != first


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("```py\nx\n```\n", 1, "unknown info string 'py', it would not be run; write ```python"),
        ("\n```\nx\n```\n", 2, "unknown info string '', it would not be run; write ```python"),
        ('```python hl_lines="1"\nx\n```\n', 1, "unknown info string 'python hl_lines=\"1\"', it would not be run;"),
        ("```python\nx\n", 1, "this fence is never closed; close it"),
        (
            "Prose.\n```python\nx\n```\n",
            1,
            "'Prose.' has no place in a snippet; keep code, marks above it and one output",
        ),
        ("```python\nx\n```\n<!--pytest.mark.gpu-->\n", 4, "'<!--pytest.mark.gpu-->' has no place in a snippet;"),
        (f"{MARK}\n```python\nx\n```\n", 1, f"{MARK[:40]!r} has no place in a snippet;"),
        (text_of("x", "y") + text_of("x", "y"), 14, f"{MARK[:40]!r} has no place in a snippet;"),
        (
            "```python\nx\n```\n```bash\nx\n```\n",
            1,
            'the first of two fences is not the text of a file; write ```python title="<name>.py"',
        ),
        ('```python title="no.py"\nx\n```\n```bash\nx\n```\n', 1, "no.py does not exist; create it beside the snippet"),
        ("", 1, "is not one code fence"),
        ("```python\n1\n```\n" * 3, 1, "is not one code fence"),
    ],
)
def test_what_is_no_snippet_is_named_by_its_line(write, text, line, what):
    path = write(text)
    with pytest.raises(snippets.SnippetError) as error:
        snippets.parse(path)
    assert str(error.value).startswith(f"{path}:{line}: {what}")
    assert "; " in str(error.value)


def test_a_file_that_differs_from_what_is_shown_is_named(write, tmp_path):
    path = write('```python title="run.py"\nx = 1\n```\n\n```bash\npython run.py\n```\n')
    (tmp_path / "no-grad" / "run.py").write_text("x = 2\n")
    with pytest.raises(snippets.SnippetError, match=r"basics\.md:1: differs from run\.py; copy the file's text"):
        snippets.parse(path)


def test_with_output_replaces_the_output_and_nothing_else(write):
    found = snippets.parse(write(text_of("x = 1", "old\nlines")))
    assert snippets.with_output(found, "new\n") == text_of("x = 1", "new")


def test_with_output_adds_an_output_where_there_is_none(write):
    found = snippets.parse(write("```python\nx = 1\n```\n"))
    assert snippets.with_output(found, "new\nlines\n") == text_of("x = 1", "new\nlines")


def test_snippets_are_found_one_folder_deep(write, tmp_path):
    path = write("")
    (tmp_path / "loose.md").touch()
    (tmp_path / "no-grad" / "run.py").touch()
    assert snippets.find(tmp_path) == [path]
