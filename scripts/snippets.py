"""The one definition of a snippet: the example in snippets/<topic>/<name>.md, its code and the output it must print.

A snippet is one ```python fence, or the text of a file (```python title="<name>.py") and the ```bash fence that starts it,
followed by one `expected-output` block. The runner, the pages and the checks all read snippets through `parse`.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from scripts.records import ROOT, text_sha256

FOLDER = ROOT / "snippets"
EXPECTED_MARK = "<!--pytest-codeblocks:expected-output-->"
_FENCE = re.compile(r"^(?P<ticks>`{3,})(?P<info>[^`]*)$")
_MARK = re.compile(r"^<!--\s*(?P<mark>pytest\.mark\..+?)\s*-->$")
_TITLE = re.compile(r'^python title="(?P<file>[\w.-]+\.py)"$')
_ANNOTATION = re.compile(r"#\s*\((\d+)\)!?\s*$", re.MULTILINE)


class SnippetError(Exception):
    """A snippet that breaks the contract. The message is one line: path:line: what is wrong; what to do."""


@dataclass(frozen=True)
class Fence:
    """A fenced block: `line` is the 1-based line of its opening, `text` ends with a newline unless empty."""

    info: str
    text: str
    line: int
    last_line: int


@dataclass(frozen=True)
class Snippet:
    """`shown` is the fence a page shows, `started` the one that is executed (the same, unless a file is started)."""

    id: str
    path: Path
    shown: Fence
    started: Fence
    expected: Fence | None
    marks: tuple[str, ...]
    sha256: str

    @property
    def file(self) -> str | None:
        """The name of the real file that the snippet starts, if it does."""
        title = _TITLE.match(self.shown.info)
        return title["file"] if title else None

    @property
    def needs_gpu(self) -> bool:
        return "pytest.mark.gpu" in self.marks

    @property
    def annotations(self) -> int:
        return len(_ANNOTATION.findall(self.shown.text))


def find(folder: Path = FOLDER) -> list[Path]:
    """Every snippet's path, sorted."""
    return sorted(folder.glob("*/*.md"))


def snippet_id(path: Path) -> str:
    """`no-grad/basics` for snippets/no-grad/basics.md."""
    return f"{path.parent.name}/{path.stem}"


def parse(path: Path) -> Snippet:
    """Read a snippet; raises SnippetError naming file and line where it is not one."""
    text = path.read_text(encoding="utf-8")
    fences, marks, expected_at = _blocks(text, path)
    expected = [fence for fence in fences if expected_at is not None and fence.line > expected_at]
    code = [fence for fence in fences if fence not in expected]
    if len(expected) > 1 or len(code) not in (1, 2):
        raise _error(
            path,
            1,
            "is not one code fence (or a titled one and its bash fence) and one expected output; split or complete it",
        )
    _check_infos(code, path)
    return Snippet(
        snippet_id(path),
        path,
        shown=code[0],
        started=code[-1],
        expected=expected[0] if expected else None,
        marks=tuple(marks),
        sha256=text_sha256(text + _file_text(code[0], path)),
    )


def with_output(snippet: Snippet, output: str) -> str:
    """The snippet's Markdown with `output` as its expected output."""
    lines = snippet.path.read_text(encoding="utf-8").splitlines()
    block = ["```", *output.splitlines(), "```"]
    if snippet.expected is None:
        lines = [*lines, "", EXPECTED_MARK, "", *block]
    else:
        lines[snippet.expected.line - 1 : snippet.expected.last_line] = block
    return "\n".join(lines) + "\n"


def _blocks(text: str, path: Path) -> tuple[list[Fence], list[str], int | None]:
    fences: list[Fence] = []
    marks: list[str] = []
    expected_at = None
    lines = text.splitlines()
    number = 0
    while number < len(lines):
        line = lines[number].rstrip()
        number += 1
        if opening := _FENCE.match(line):
            end = next((n for n in range(number, len(lines)) if lines[n].rstrip() == opening["ticks"]), None)
            if end is None:
                raise _error(path, number, "this fence is never closed; close it")
            body = "".join(f"{inner}\n" for inner in lines[number:end])
            fences.append(Fence(opening["info"], body, number, end + 1))
            number = end + 1
        elif line == EXPECTED_MARK and expected_at is None and fences:
            expected_at = number
        elif (mark := _MARK.match(line)) and not fences:
            marks.append(mark["mark"])
        elif line:
            raise _error(
                path, number, f"{line[:40]!r} has no place in a snippet; keep code, marks above it and one output"
            )
    return fences, marks, expected_at


def _check_infos(code: list[Fence], path: Path) -> None:
    wanted = ["python"] if len(code) == 1 else [None, "bash"]
    for fence, info in zip(code, wanted, strict=True):
        if info is None:
            if not _TITLE.match(fence.info):
                raise _error(
                    path,
                    fence.line,
                    'the first of two fences is not the text of a file; write ```python title="<name>.py"',
                )
        elif fence.info != info:
            raise _error(path, fence.line, f"unknown info string {fence.info!r}, it would not be run; write ```{info}")


def _file_text(shown: Fence, path: Path) -> str:
    """The text of the file that is shown, which must be identical; empty where the snippet has none."""
    title = _TITLE.match(shown.info)
    if not title:
        return ""
    file = path.parent / title["file"]
    if not file.exists():
        raise _error(path, shown.line, f"{file.name} does not exist; create it beside the snippet")
    if file.read_text(encoding="utf-8") != shown.text:
        raise _error(path, shown.line, f"differs from {file.name}; copy the file's text into the fence")
    return file.read_text(encoding="utf-8")


def _error(path: Path, line: int, what: str) -> SnippetError:
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return SnippetError(f"{shown}:{line}: {what}")
