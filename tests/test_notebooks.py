"""Every notebook that readers take away runs top to bottom in a plain Jupyter, and prints what its page shows.

What runs here are the published files, in an empty folder and without the project: what a notebook needs, it brings. The
English ones stand for both languages, whose code cells are the same.
"""

import ast
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from scripts import labs, notebooks, pages
from scripts.measure import kernel
from scripts.records import ROOT
from scripts.render import lab as lab_outputs
from scripts.render.words import LOCALES
from tests import building
from tests.site import reading

OFFERED = [f"{page.parent.name}/{page.stem}" for page in pages.find("en") if notebooks.is_offered(page)]
LABS = [name for name in OFFERED if name.startswith(f"{labs.FOLDER}/")]
# What a Jupyter with torch and matplotlib has: IPython comes with the one, NumPy with the other.
PLAIN = {*sys.stdlib_module_names, "IPython", "matplotlib", "numpy", "torch"}
TIMEOUT_S = 300
_LINK = re.compile(r"\]\((?P<url>[^)\s]+)\)")

each_notebook = pytest.mark.parametrize("name", OFFERED)
each_lab = pytest.mark.parametrize("name", LABS)


def taken_away(site: Path, name: str, locale: str = "en") -> NotebookNode:
    """The file that the page offers."""
    path = site / reading.address(locale, name) / f"{Path(name).name}.ipynb"
    return nbformat.read(path, as_version=4)


def plainly_run(notebook: NotebookNode) -> NotebookNode:
    """Run it as a reader would. Two run at a time on two cores, so each gets one."""
    for cell in code_cells(notebook):
        cell.outputs = []
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    kernel.execute(notebook, environment | {"OMP_NUM_THREADS": "1"}, TIMEOUT_S)
    return notebook


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def printed(cell: NotebookNode) -> str:
    return "".join(output.text for output in cell.outputs if output.get("name") == "stdout")


def by_snippet(notebook: NotebookNode) -> dict[str, str]:
    """{snippet: what its cell printed}, in order."""
    cells = [cell for cell in code_cells(notebook) if "handbook" in cell.metadata]
    return {cell.metadata["handbook"]["snippet"]: printed(cell) for cell in cells}


def expected(name: str) -> dict[str, str]:
    """{snippet: what it must print, as the runner compares it}, for all of a page that run without a GPU."""
    shown = pages.snippets_of(ROOT / "docs" / "en" / f"{name}.md")
    return {snippet.id: snippet.expected.text for snippet in shown if snippet.expected and not snippet.needs_gpu}


def figures(notebook: NotebookNode) -> list[int]:
    """How many figures each cell drew, whatever the format."""
    drawn = {lab_outputs.SVG, "image/png"}
    return [
        sum(bool(drawn & output.get("data", {}).keys()) for output in cell.outputs) for cell in code_cells(notebook)
    ]


@pytest.mark.parametrize("name", [name for name in OFFERED if name not in LABS])
def test_a_guides_notebook_prints_what_the_page_shows(site: Path, name: str) -> None:
    assert by_snippet(plainly_run(taken_away(site, name))) == expected(name)


@each_lab
def test_a_labs_notebook_draws_what_the_page_shows(site: Path, name: str) -> None:
    brought = taken_away(site, name)
    figures_there, printed_there = figures(brought), [printed(cell) for cell in code_cells(brought)]
    assert sum(figures_there) >= 3
    ran = plainly_run(brought)
    assert figures(ran) == figures_there
    if not measures_time(name):
        assert [printed(cell) for cell in code_cells(ran)] == printed_there


def measures_time(name: str) -> bool:
    """What such a lab prints is this run's: it uses the benchmark's code, which it brings."""
    return bool(labs.imported(labs.parse(ROOT / "docs" / "en" / f"{name}.md").sources))


def test_a_notebook_that_needs_the_project_is_found() -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in ("1", "import scripts")])
    with pytest.raises(kernel.StoppedError, match="cells\\[1\\] raised ModuleNotFoundError: No module named 'scripts'"):
        plainly_run(notebook)


@each_notebook
def test_a_notebook_is_whole_and_imports_what_a_plain_jupyter_has(site: Path, name: str) -> None:
    notebook = taken_away(site, name)
    nbformat.validate(notebook)
    brought = {"scripts"} if measures_time(name) else set()
    brought |= {Path(file).stem for file in re.findall(r"%%writefile (\S+\.py)", sources(notebook))}
    brought |= {"sklearn"} if "%pip install --quiet scikit-learn" in sources(notebook) else set()
    assert imported(notebook) - PLAIN - brought == set()


def test_an_import_that_a_plain_jupyter_lacks_is_found() -> None:
    cells = [nbformat.v4.new_code_cell("%matplotlib inline\nimport os, yaml\nfrom rich.progress import track")]
    assert imported(nbformat.v4.new_notebook(cells=cells)) - PLAIN == {"yaml", "rich"}


def sources(notebook: NotebookNode) -> str:
    return "\n".join(cell.source for cell in code_cells(notebook))


def imported(notebook: NotebookNode) -> set[str]:
    return {module.partition(".")[0] for cell in code_cells(notebook) for module in _imports(cell.source)}


def _imports(source: str) -> Iterator[str]:
    """What a cell imports, or a file that it writes. A bash cell imports nothing."""
    if source.startswith("%%bash"):
        return
    python = re.sub(r"\A%%writefile .*\n", "", source)
    for node in ast.walk(ast.parse(TransformerManager().transform_cell(python))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@each_notebook
def test_the_code_is_the_same_in_both_languages_and_only_figures_differ_in_a_lab(site: Path, name: str) -> None:
    first, second = (taken_away(site, name, locale) for locale in LOCALES)
    assert [cell.source for cell in code_cells(first)] == [cell.source for cell in code_cells(second)]
    assert [printed(cell) for cell in code_cells(first)] == [printed(cell) for cell in code_cells(second)]
    assert figures(first) == figures(second)
    assert [cell.source for cell in first.cells] != [cell.source for cell in second.cells]


@pytest.mark.parametrize("locale", LOCALES)
@each_notebook
def test_links_lead_to_the_published_pages(site: Path, name: str, locale: str) -> None:
    text = "\n".join(cell.source for cell in taken_away(site, name, locale).cells if cell.cell_type == "markdown")
    urls = [found["url"] for found in _LINK.finditer(text)]
    assert f"{building.SITE_URL}{reading.address(locale, name)}" in urls
    assert not [url for url in urls if not leads_somewhere(site, url)]


def leads_somewhere(site: Path, url: str) -> bool:
    """Other sites are not asked."""
    address, _, anchor = url.partition("#")
    if not address.startswith(building.SITE_URL):
        return address.startswith("https://")
    page = site / address.removeprefix(building.SITE_URL) / "index.html"
    return page.exists() and (not anchor or any(e.attributes.get("id") == anchor for e in reading.read(page)))


def test_a_link_that_leads_nowhere_is_found(site: Path) -> None:
    there = f"{building.SITE_URL}en/modes/no-grad/"
    assert leads_somewhere(site, there)
    for url in (f"{there}#gone", f"{building.SITE_URL}en/modes/gone/", "../layers/batchnorm.md", "#views"):
        assert not leads_somewhere(site, url), url


def test_authors_marks_are_taken_off(site: Path) -> None:
    for name in OFFERED:
        text = json.dumps(taken_away(site, name).cells, ensure_ascii=False)
        for mark in ("jupyter:", "--8<--", "](figure ", "{figure:", "<!-- inline", "pytest-codeblocks"):
            assert mark not in text, (name, mark)
        assert not re.search(r"\{:?\s*#[\w-]+\s*\}", text), name


@pytest.mark.parametrize("missing", [True, False])
def test_scikit_learn_is_installed_where_it_is_missing_only(monkeypatch: pytest.MonkeyPatch, missing: bool) -> None:
    asked: list[tuple[str, str]] = []

    class Shell:
        def run_line_magic(self, magic: str, arguments: str, *_: object) -> None:
            asked.append((magic, arguments))

    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if missing and name == "sklearn" else object())
    exec(TransformerManager().transform_cell(notebooks._SKLEARN), {"get_ipython": Shell})
    assert asked == ([("pip", "install --quiet scikit-learn")] if missing else [])
