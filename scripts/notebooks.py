"""Pages as notebooks to take away: `of_page` turns what stands on a page into cells that run in a plain Jupyter.

A lab is a notebook already; its outputs come along. On the other pages each snippet becomes a cell, what is around it text.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from scripts import labs, pages, snippets
from scripts.labs import Lab
from scripts.records import ROOT
from scripts.render import lab as lab_outputs
from scripts.render import plotted
from scripts.render.words import LOCALES, Words

GUIDES = ("modes", "layers", "recipes")
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_MODULES = """\
import pathlib
import sys
import tempfile

folder = pathlib.Path(tempfile.mkdtemp())
for name, text in {files!r}.items():
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
sys.path.insert(0, str(folder))"""
_SETUP = """\
import os
import shutil
import sys
import tempfile

import torch


def start_afresh(info):
    torch.manual_seed(0)
    folder = tempfile.mkdtemp()
    for name in os.listdir():
        if name.endswith(".py"):
            shutil.copy(name, folder)
    os.chdir(folder)


os.chdir(tempfile.mkdtemp())
os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
get_ipython().events.register("pre_run_cell", start_afresh)"""
_SKLEARN = """\
import importlib.util

if importlib.util.find_spec("sklearn") is None:
    %pip install --quiet scikit-learn"""
_ANNOTATION = re.compile(r"(# \(\d+\))!$", re.MULTILINE)
_AWAITED = re.compile(r"asyncio\.run\((?P<call>\w+\(\))\)")
_ID = re.compile(r"[ \t]*\{:?\s*#[^}]*\}[ \t]*$", re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:|#)(?P<path>[^)\s#]*\.md)(?P<anchor>#[^)\s]*)?\)")
_OWN_LINK = re.compile(r"\]\((?P<anchor>#[^)\s]+)\)")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def is_offered(page: Path) -> bool:
    """Whether a page can be taken away: labs, and guide pages that show a snippet."""
    return labs.is_lab(page) or (page.parent.name in GUIDES and bool(pages.snippets_of(page)))


def name(page: Path) -> str:
    """The file's name beside the page: `batchnorm.ipynb`."""
    return f"{page.stem}.ipynb"


def of_page(page: Path, locale: str, site_url: str) -> NotebookNode:
    """The page's notebook. Links lead to `site_url`. Raises PageError, SnippetError or LabError as the page itself would."""
    cells = _of_lab(labs.parse(page), locale) if labs.is_lab(page) else _of_guide(page, locale)
    cells = [_text(Words(locale)("notebook.from", url=pages.address(page, locale, site_url))), *cells]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
        if cell.cell_type == "markdown":
            cell.source = _read(cell.source, page, locale, site_url)
    return nbformat.v4.new_notebook(cells=[cell for cell in cells if cell.source], metadata=_METADATA)


def _of_lab(lab: Lab, locale: str) -> Iterator[NotebookNode]:
    """Prose, cells and outputs in the page's order; figures in the page's language. First what the cells need, if anything."""
    lines = lab.path.read_text(encoding="utf-8").splitlines()
    texts = plotted.texts(lab.name) if locale == LOCALES[0] else None
    yield from _needed(lab, locale)
    at = 0
    for cell, shown in zip(lab.cells, lab_outputs.outputs(lab), strict=True):
        yield _text("\n".join(lines[at : cell.line - 1]))
        yield nbformat.v4.new_code_cell(cell.source, outputs=[_shown(output, texts, cell, lab) for output in shown])
        for figure in cell.figures:
            yield _text(f"*{figure.caption}*")
        at = cell.figures[-1].line if cell.figures else cell.last_line
    yield _text("\n".join(lines[at:]))


def _needed(lab: Lab, locale: str) -> Iterator[NotebookNode]:
    """Cells for what a plain Jupyter with torch and matplotlib lacks: scikit-learn, and the handbook's own code."""
    say = Words(locale)
    if any("sklearn" in source for source in lab.sources):
        yield _text(say("notebook.sklearn"))
        yield _code(_SKLEARN)
    if modules := labs.imported(lab.sources):
        files = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in modules}
        yield _text(say("notebook.modules"))
        yield _code(_MODULES.format(files=files))


def _shown(output: lab_outputs.Output, texts: plotted.Texts | None, cell: labs.Cell, lab: Lab) -> NotebookNode:
    """An output of the record as it is taken away: a figure translated."""
    kept = nbformat.from_dict(output)
    for svg in lab_outputs.figures([output]):
        try:
            kept.data[lab_outputs.SVG] = plotted.text(plotted.translated(svg, texts))
        except labs.LabError as error:
            raise lab.error(cell.line, f"cell {cell.number}: {error} to docs/data/labs/{lab.name}.yml") from None
    return kept


def _of_guide(page: Path, locale: str) -> Iterator[NotebookNode]:
    """Each snippet a cell, its annotations a list under it; a rendered block is left to the page."""
    say = Words(locale)
    lines = _FRONT.sub("", page.read_text(encoding="utf-8")).splitlines()
    found = {include.line: include for include in pages.includes("\n".join(lines), page)}
    written: set[str] = set()
    yield _text(say("notebook.setup"))
    yield _code(_SETUP)
    prose: list[str] = []
    number = 0
    while number < len(lines):
        include = found.get(number + 1)
        number += 1
        if include is None:
            prose.append(pages.without_notes(lines[number - 1]))
        elif include.snippet is None:
            prose.append(say("notebook.on_page"))
        else:
            yield _text("\n".join(prose))
            yield from _of_snippet(snippets.parse(include.snippet), written, say)
            prose, number = pages.explanations_under(lines, number, include.indent)
            prose = [*prose, ""]
    yield _text("\n".join(prose))


def _of_snippet(snippet: snippets.Snippet, written: set[str], say: Words) -> Iterator[NotebookNode]:
    """The code as a cell. Files that it starts or imports are written first, each once; what needs a GPU is text elsewhere."""
    for file in _files(snippet):
        if file.name not in written and file.name != snippet.file:
            written.add(file.name)
            yield _code(f"%%writefile {file.name}\n{file.read_text(encoding='utf-8').rstrip()}")
    code = _ANNOTATION.sub(r"\1", snippet.shown.text.rstrip())
    if snippet.needs_gpu:
        yield _text(f"{say('notebook.needs_gpu')}\n\n```python\n{code}\n```")
    elif snippet.file:
        yield _code(f"%%writefile {snippet.file}\n{code}")
        yield _code(f"%%bash\n{snippet.started.text.rstrip()}", snippet)
    elif _AWAITED.search(code):
        yield _text(say("notebook.awaited"))
        yield _code(_AWAITED.sub(r"await \g<call>", code), snippet)
    else:
        yield _code(code, snippet)


def _files(snippet: snippets.Snippet) -> list[Path]:
    """The files of the snippet's topic that its code imports."""
    try:
        tree = ast.parse(snippet.shown.text)
    except SyntaxError:
        return []
    named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    named |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return [file for file in sorted(snippet.path.parent.glob("*.py")) if file.stem in named]


def _read(source: str, page: Path, locale: str, site_url: str) -> str:
    """Markdown as Jupyter reads it: no front matter, no ids, links to the published pages."""
    here = pages.address(page, locale, site_url)

    def published(found: re.Match[str]) -> str:
        target = (page.parent / found["path"]).resolve()
        return f"]({pages.address(target, locale, site_url)}{found['anchor'] or ''})"

    text = _ID.sub("", _FRONT.sub("", source))
    return _OWN_LINK.sub(lambda found: f"]({here}{found['anchor']})", _LINK.sub(published, text)).strip()


def _text(source: str) -> NotebookNode:
    return nbformat.v4.new_markdown_cell(source)


def _code(source: str, snippet: snippets.Snippet | None = None) -> NotebookNode:
    """A code cell; the one that prints what a snippet prints bears the snippet's name."""
    metadata = {"handbook": {"snippet": snippet.id}} if snippet else {}
    return nbformat.v4.new_code_cell(source, metadata=metadata)
