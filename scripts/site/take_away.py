"""The notebook of a page: written beside the generated blocks, published beside the page, opened in Colab where that can be.

mkdocs-jupyter renders a lab's notebook; its figures are taken from there, while prose and code are rendered like any page's.
"""

import os
import re
import shutil
from pathlib import Path

import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from scripts import labs, notebooks, records
from scripts.render import __main__ as rendering
from scripts.render import plotted
from scripts.render.words import Words
from scripts.site import html

_GITHUB = re.compile(r"https://github\.com/(?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?/?")
_rendered: dict[bytes, list[str]] = {}


def offer(path: Path, page: Page, locale: str, config: MkDocsConfig) -> str:
    """Write the page's notebook, and return Markdown that offers it; empty for a page that has none."""
    if not notebooks.is_offered(path):
        return ""
    notebook = notebooks.of_page(path, locale, config.site_url or "")
    rendering.write({_written(page): f"{nbformat.writes(notebook)}\n"})
    page.meta["notebook"] = notebooks.name(path)
    say, url = Words(locale), colab(page.file.src_uri, config.repo_url, os.environ.get("NOTEBOOKS_BRANCH"))
    sentences = [say("site.take_away", name=notebooks.name(path)), say("site.colab", url=url) if url else ""]
    return f"\n{say.sentences(sentences)}\n{{ .ran }}\n"


def publish(page: Page) -> None:
    """Copy the page's notebook beside it, if it has one."""
    if "notebook" in page.meta:
        target = Path(page.file.abs_dest_path).with_name(page.meta["notebook"])
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_written(page), target)


def figures(path: Path, page: Page, config: MkDocsConfig, files: Files) -> list[str]:
    """The figures of a lab as they stand on its page, out of mkdocs-jupyter's HTML of the notebook that `offer` wrote."""
    notebook = _written(page)
    drawings = _drawings(notebook.read_bytes(), page, config, files)
    del page.render  # mkdocs-jupyter's, which it put in the place of the page's own
    described = [figure for cell in labs.parse(path).cells for figure in cell.figures]
    drawn = zip(drawings, described, strict=True)
    return [plotted.figure(svg, f"figure-{number}", one) for number, (svg, one) in enumerate(drawn, 1)]


def _drawings(notebook: bytes, page: Page, config: MkDocsConfig, files: Files) -> list[str]:
    """The SVG in mkdocs-jupyter's HTML of a notebook, which takes it a second: the live site asks again at every change."""
    if notebook not in _rendered:
        source, page.file.abs_src_path = page.file.abs_src_path, str(_written(page))
        page.render(config, files)
        page.file.abs_src_path = source
        _rendered[notebook] = html.drawings(page.content or "")
    return _rendered[notebook]


def colab(source: str, repository: str | None, branch: str | None) -> str | None:
    """The page docs/`source` in Colab: it opens what lies on GitHub, on the branch to which a workflow publishes notebooks."""
    found = _GITHUB.fullmatch(repository or "")
    if not (found and branch):
        return None
    path = Path(source).with_suffix(".ipynb").as_posix()
    return f"https://colab.research.google.com/github/{found['name']}/blob/{branch}/{path}"


def _written(page: Page) -> Path:
    return records.GENERATED / Path(page.file.src_uri).with_suffix(".ipynb")
