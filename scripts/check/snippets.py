"""Every snippet is one that is found, run, compared and shown: nothing under snippets/ is left out in silence (rule 3)."""

import re
from collections.abc import Iterator
from pathlib import Path

from scripts import snippets
from scripts.check import sections
from scripts.check.problem import Problem, from_error
from scripts.check.prose import Kind
from scripts.render.words import LOCALES
from scripts.snippets import Snippet

WIDTH = 88
_SETTINGS = ("conftest.py", "ruff.toml")
_ANNOTATION = re.compile(r"#\s*\((?P<number>\d+)\)(?P<mark>!?)\s*$")
_MARKS = re.compile(r"pytest\.mark\.(?:gpu|skip\(reason=(?P<quote>[\"'])\s*\S.*(?P=quote)\))")
_INCLUDED = re.compile(r'\s*--8<-- "(?P<target>snippets/[^"]+)"')


def problems(root: Path) -> Iterator[Problem]:
    yield from _places(root)
    shown_files: set[Path] = set()
    used = {locale: _used(root, locale) for locale in LOCALES}
    for path in snippets.find(root / "snippets"):
        try:
            snippet = snippets.parse(path)
        except snippets.SnippetError as error:
            yield from_error(error, root)
            continue
        relative = path.relative_to(root)
        yield from _snippet_problems(snippet, relative)
        for locale in LOCALES:
            if relative.as_posix() not in used[locale]:
                yield Problem(relative, 1, f"is on no page in {locale}", f"include it in docs/{locale}, or delete it")
        if snippet.file:
            shown_files.add(path.parent / snippet.file)
    for path in sorted({*(root / "snippets").glob("*/*.py")} - shown_files):
        what = "is shown by no snippet"
        yield Problem(
            path.relative_to(root), 1, what, f'write a snippet with ```python title="{path.name}", or delete it'
        )


def count(root: Path) -> int:
    return len(snippets.find(root / "snippets"))


def _places(root: Path) -> Iterator[Problem]:
    """What lies where nothing looks for it."""
    folder = root / "snippets"
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        unseen = any(part.startswith((".", "__pycache__")) for part in inner.parts)
        if path.is_dir() or unseen or inner.as_posix() in _SETTINGS:
            continue
        if len(inner.parts) != 2:
            yield Problem(path.relative_to(root), 1, "is not found here", "move it to snippets/<topic>/")
        elif path.suffix not in (".md", ".py"):
            yield Problem(path.relative_to(root), 1, "is neither a snippet (.md) nor its file (.py)", "delete it")


def _snippet_problems(snippet: Snippet, path: Path) -> Iterator[Problem]:
    if snippet.expected is None or not snippet.expected.text.strip():
        line = snippet.expected.line if snippet.expected else snippet.started.last_line
        yield Problem(path, line, "has no expected output", f"run `make bless S={snippet.id}` and read it")
    for mark in snippet.marks:
        if not _MARKS.fullmatch(mark):
            yield Problem(
                path, 1, f"the mark {mark} is not known", 'only pytest.mark.gpu and pytest.mark.skip(reason="…") are'
            )
    yield from _annotations(snippet, path)
    for number, line in enumerate(snippet.shown.text.splitlines(), snippet.shown.line + 1):
        if len(line) > WIDTH:
            yield Problem(path, number, f"is {len(line)} columns wide", f"break it: {WIDTH} are the most")


def _annotations(snippet: Snippet, path: Path) -> Iterator[Problem]:
    wanted = 1
    for number, line in enumerate(snippet.shown.text.splitlines(), snippet.shown.line + 1):
        if not (found := _ANNOTATION.search(line)):
            continue
        if int(found["number"]) != wanted or not found["mark"]:
            yield Problem(
                path, number, f"the annotation {found[0].strip()} is not number {wanted}", f"write # ({wanted})!"
            )
        wanted += 1


def _used(root: Path, locale: str) -> set[str]:
    lines = (line for page in sections.pages(root, locale).values() for line in page.lines if line.kind is Kind.INCLUDE)
    return {found["target"] for line in lines if (found := _INCLUDED.match(line.raw))}
