"""`expand`: what stands on a page becomes what is read there."""

from pathlib import Path

import pytest

from scripts import pages, snippets
from scripts.render.ran import Output

SNIPPET = """```python
import torch

with torch.no_grad():  # (1)!
    print("grad mode:", torch.is_grad_enabled())  # (2)!
```

<!--pytest-codeblocks:expected-output-->

```
grad mode: False
```
"""
INCLUDE = '--8<-- "snippets/no-grad/basics.md"'


@pytest.fixture
def expand(tmp_path, monkeypatch):
    """Expands a text as docs/zh/modes/no-grad.md of a small handbook, in which every snippet ran with this output."""
    for path, text in {
        "snippets/no-grad/basics.md": SNIPPET,
        "snippets/no-grad/plain.md": SNIPPET.replace("  # (1)!", "").replace("  # (2)!", ""),
        "build/generated/zh/timing.md": "| 工作负载 |\n|---|\n\n一句话。\n",
        "build/generated/en/timing.md": "| workload |\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    monkeypatch.setattr(pages, "GENERATED", tmp_path / "build" / "generated")
    monkeypatch.setattr(pages.ran, "outputs", _outputs)
    page = tmp_path / "docs" / "zh" / "modes" / "no-grad.md"
    return lambda text, locale="zh": pages.expand(page, locale, text)


def _outputs(snippet: snippets.Snippet, locale: str) -> list[Output]:
    assert snippet.expected
    return [
        Output(f'"{locale}" · ran', snippet.expected.text, "output"),
        Output("on a GPU", "grad mode: True\n", "output-stale"),
    ]


def test_the_explanations_stand_between_the_code_and_its_labelled_output(expand):
    text = f"# no_grad\n\n{INCLUDE}\n\n1. From here on.\n    More of it.\n2. Restored.\n\nText after it.\n"
    assert expand(text) == (
        "# no_grad\n\n\n"
        "```python\nimport torch\n\nwith torch.no_grad():  # (1)!\n"
        '    print("grad mode:", torch.is_grad_enabled())  # (2)!\n```\n\n'
        "1. From here on.\n    More of it.\n2. Restored.\n\n"
        "```{ .text .no-copy .output title=\"'zh' · ran\" }\ngrad mode: False\n```\n\n"
        '```{ .text .no-copy .output-stale title="on a GPU" }\ngrad mode: True\n```\n\n\n'
        "Text after it.\n"
    )


def test_the_marks_of_pytest_codeblocks_are_not_shown(expand):
    assert "pytest-codeblocks" not in expand(f"{INCLUDE}\n\n1. a\n2. b\n")


def test_an_include_in_an_admonition_keeps_its_indentation(expand):
    text = f'!!! note "Title"\n\n    {INCLUDE}\n\n    1. a\n    2. b\n\nafter\n'
    lines = expand(text).splitlines()
    inside = lines[2 : lines.index("after")]
    assert all(line.startswith("    ") or not line for line in inside)
    assert "        print(" in "\n".join(inside)
    assert inside.index("    1. a") > inside.index("    ```python")


def test_a_list_further_down_explains_nothing(expand):
    with pytest.raises(pages.PageError, match=r"2 annotations .* 0 explanations"):
        expand(f"{INCLUDE}\n\nText.\n\n1. a\n2. b\n")


@pytest.mark.parametrize(("items", "given"), [("", 0), ("1. a\n", 1), ("1. a\n2. b\n3. c\n", 3)])
def test_another_number_of_explanations_is_refused(expand, items, given):
    with pytest.raises(pages.PageError) as error:
        expand(f"# Title\n\n{INCLUDE}\n\n{items}")
    what = f"2 annotations in snippets/no-grad/basics.md, {given} explanations under its include; give each its item"
    assert str(error.value) == f"docs/zh/modes/no-grad.md:3: {what}"


def test_a_list_under_a_snippet_without_annotations_is_refused(expand):
    with pytest.raises(pages.PageError, match=r"0 annotations .* 1 explanations"):
        expand('--8<-- "snippets/no-grad/plain.md"\n\n1. a\n')


def test_a_snippet_that_does_not_exist_is_named(expand):
    with pytest.raises(pages.PageError) as error:
        expand('\n\n--8<-- "snippets/no-grad/nope.md"\n')
    what = "no snippet snippets/no-grad/nope.md; correct the name, or write the snippet"
    assert str(error.value) == f"docs/zh/modes/no-grad.md:3: {what}"


def test_a_generated_block_is_taken_in_the_pages_language(expand):
    assert expand('--8<-- "generated/timing.md"\n') == "\n| 工作负载 |\n|---|\n\n一句话。\n\n"
    assert "workload" in expand('--8<-- "generated/timing.md"\n', "en")


def test_a_generated_block_that_does_not_exist_is_named(expand):
    with pytest.raises(pages.PageError) as error:
        expand('--8<-- "generated/nope.md"\n')
    what = "no block build/generated/zh/nope.md; correct the name, or run `make site`"
    assert str(error.value) == f"docs/zh/modes/no-grad.md:1: {what}"


@pytest.mark.parametrize(
    "line",
    [
        "--8<-- snippets/no-grad/basics.md",
        'see --8<-- "generated/timing.md"',
        "--8<--",
        '--8<-- "generated/timing.md" too',
    ],
)
def test_a_line_that_only_looks_like_an_include_is_refused(expand, line):
    with pytest.raises(pages.PageError, match=r"^docs/zh/modes/no-grad\.md:2: not an include; write "):
        expand(f"\n{line}\n")


@pytest.mark.parametrize("target", ["docs/en/index.md", "snippets/basics.md", "snippets/../x.md", "generated/timing"])
def test_an_include_from_elsewhere_is_refused(expand, target):
    with pytest.raises(
        pages.PageError, match=r"is neither snippets/<topic>/<name>\.md nor generated/<name>\.md; correct it"
    ):
        expand(f'--8<-- "{target}"\n')


def test_what_authors_note_for_the_checks_is_not_published(expand):
    text = (
        '"20 % faster" {figure: quoted claim} is wrong.\n\n<!-- inline: a session -->\n```\nx\n```\n\n<!-- kept -->\n'
    )
    assert expand(text) == '"20 % faster" is wrong.\n\n\n```\nx\n```\n\n<!-- kept -->\n'


def test_everything_else_stands_as_it_was_written(expand):
    text = "# 标题\n\n- 一\n    - 二 `--8<`\n\n| a |\n|---|\n"
    assert expand(text) == text


def test_includes_are_listed_with_their_lines():
    page = Path("docs/zh/x.md")
    found = pages.includes(f'a\n\n    {INCLUDE}\n--8<-- "generated/timing.md"\n', page)
    assert [(one.line, one.indent, one.target) for one in found] == [
        (3, "    ", "snippets/no-grad/basics.md"),
        (4, "", "generated/timing.md"),
    ]
    assert found[1].snippet is None


@pytest.mark.usefixtures("expand")
def test_the_snippets_of_a_page_come_in_its_order():
    text = f'{INCLUDE}\n\n--8<-- "generated/timing.md"\n\n--8<-- "snippets/no-grad/plain.md"\n'
    found = pages.snippets_of(Path("docs/zh/x.md"), text)
    assert [snippet.id for snippet in found] == ["no-grad/basics", "no-grad/plain"]
