"""The labs on the built site: figures in the page's language, notebooks beside the pages, and faults that stop the build."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from scripts import labs, notebooks, pages
from scripts.records import ROOT
from scripts.render import plotted
from scripts.render.words import LOCALES, Words
from scripts.site import take_away
from tests import building
from tests.site import reading

NAMES = [path.stem for path in labs.find()]
HEADINGS = ("h2", "h3")

each_language = pytest.mark.parametrize("locale", LOCALES)
each_lab = pytest.mark.parametrize("name", NAMES)


def page(site: Path, locale: str, name: str) -> reading.Element:
    return reading.read(site / reading.address(locale, f"{labs.FOLDER}/{name}") / "index.html")


def source(locale: str, name: str) -> Path:
    return ROOT / "docs" / locale / labs.FOLDER / f"{name}.md"


def drawn(lab: reading.Element) -> list[reading.Element]:
    return [svg for figure in lab.with_class("pm-figure") for svg in figure.all("svg")]


def words(lab: reading.Element) -> list[str]:
    """Every text of its figures."""
    return [text.text for svg in drawn(lab) for text in svg.all("text") if text.text.strip()]


def test_there_are_six_labs_at_least() -> None:
    assert len(NAMES) >= 6


@each_language
@each_lab
def test_every_figure_has_the_name_and_the_text_alternative_of_its_page(site: Path, name: str, locale: str) -> None:
    described = [figure for cell in labs.parse(source(locale, name)).cells for figure in cell.figures]
    figures = drawn(page(site, locale, name))
    assert len(figures) >= 3
    for svg, figure in zip(figures, described, strict=True):
        title, desc = svg.one("title"), svg.one("desc")
        assert title.text == figure.caption.replace("`", "")
        assert desc.text == figure.alternative.replace("`", "")
        assert svg.attributes["aria-labelledby"] == f"{title.attributes['id']} {desc.attributes['id']}"
    assert not [image for image in page(site, locale, name).one("article").all("img")]


@each_lab
def test_figures_speak_the_language_of_their_page(site: Path, name: str) -> None:
    chinese, english = (words(page(site, locale, name)) for locale in LOCALES)
    say = plotted.texts(name)
    assert chinese == [plotted.told(text, say) for text in english]
    assert chinese != english


@each_lab
def test_every_translation_is_used(site: Path, name: str) -> None:
    """Numbers are {} in the table, for what a figure says with some."""
    said = {form for text in words(page(site, "en", name)) for form in (text, plotted._NUMBER.sub("{}", text))}
    assert set(plotted.texts(name)) <= said


@each_language
@each_lab
def test_a_lab_has_the_heading_and_the_contents_of_its_page(site: Path, name: str, locale: str) -> None:
    lab = page(site, locale, name)
    heading = re.search(r"^# (.+)$", source(locale, name).read_text(encoding="utf-8"), re.MULTILINE)
    assert heading
    assert lab.one("h1").text.removesuffix("#").strip() == heading[1]
    slugs = re.findall(r"^##+ .*\{#([\w-]+)\}$", source(locale, name).read_text(encoding="utf-8"), re.MULTILINE)
    assert [e.attributes["id"] for e in lab.one("article") if e.tag in HEADINGS] == slugs
    contents = [link for nav in lab.all("nav", **{"class": "md-nav md-nav--secondary"}) for link in nav.all("a")]
    assert {f"#{slug}" for slug in slugs} <= {link.attributes["href"] for link in contents}


@each_language
@each_lab
def test_a_lab_asks_nothing_from_elsewhere_and_says_where_it_ran(site: Path, name: str, locale: str) -> None:
    lab = page(site, locale, name)
    links = [e.attributes for e in lab.all("link")]
    loaded = [e.attributes["src"] for e in lab if "src" in e.attributes]
    loaded += [link["href"] for link in links if link["rel"] in ("stylesheet", "icon", "preload", "preconnect")]
    assert loaded
    assert not [url for url in loaded if re.match(r"(https?:)?//", url)]
    run = json.loads((site / "records" / "cpu" / "labs" / f"{name}.ipynb").read_text(encoding="utf-8"))
    facts = run["metadata"]["handbook"]
    for fact in (facts["run"]["started"][:10], facts["host"]["cpu"], facts["host"]["python"]):
        assert fact in lab.with_class("ran")[0].text


@each_language
def test_pages_offer_the_notebook_that_lies_beside_them(site: Path, locale: str) -> None:
    for name in reading.names(locale):
        there = site / reading.address(locale, name)
        article = reading.read(there / "index.html").one("article")
        links = [link.attributes["href"] for link in article.all("a") if "download" in link.attributes]
        if notebooks.is_offered(ROOT / "docs" / locale / f"{name}.md"):
            assert links == [f"{Path(name).name}.ipynb"] * 2, name  # at the top, and at the end
            assert (there / links[0]).exists(), name
        else:
            assert not [link for link in links if link.endswith(".ipynb")], name
            assert not [*there.glob("*.ipynb")], name


def test_no_page_leads_to_colab_where_the_repository_is_not_on_github(site: Path) -> None:
    assert "github.com" not in building.REPO_URL
    for path, tree in reading.everything(site).items():
        assert not [e for e in tree.all("a") if "colab" in e.attributes.get("href", "")], path


COLAB = "https://colab.research.google.com/github/some-one/hand.book/blob/notebooks/en/labs/batchnorm.ipynb"


@pytest.mark.parametrize("end", ["", "/", ".git"])
def test_colab_opens_the_branch_of_a_repository_on_github(end: str) -> None:
    address = f"https://github.com/some-one/hand.book{end}"
    assert take_away.colab("en/labs/batchnorm.md", address, "notebooks") == COLAB


@pytest.mark.parametrize(
    ("repository", "branch"),
    [
        ("https://github.com/a/b", None),
        ("https://github.com/a/b", ""),
        ("https://github.com/a", "notebooks"),
        ("https://github.com.example/a/b", "notebooks"),
        ("https://gitlab.com/a/b", "notebooks"),
        ("", "notebooks"),
        (None, "notebooks"),
    ],
)
def test_nothing_opens_in_colab_elsewhere_or_before_notebooks_are_published(repository, branch) -> None:
    assert take_away.colab("en/labs/batchnorm.md", repository, branch) is None


@each_language
def test_guides_with_snippets_are_offered(locale: str) -> None:
    offered = {path.parent.name for path in pages.find(locale) if notebooks.is_offered(path)}
    assert offered == {labs.FOLDER, *notebooks.GUIDES}
    assert Words(locale)("site.colab", url="x")


def built(project: Path) -> subprocess.CompletedProcess[str]:
    only = f"zh/{labs.FOLDER}/batchnorm"
    return building.mkdocs_build(project / "build", project / "site", project, ONLY=only)


def spoil(project: Path, old: str, new: str, *locales: str) -> None:
    for locale in locales:
        path = project / "docs" / locale / labs.FOLDER / "batchnorm.md"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


FAULTS = {
    "a cell that raises": ("import matplotlib.pyplot as plt\n", "raise ValueError('planted')\n", LOCALES,
                           r"docs/zh/labs/batchnorm\.md:\d+: lab batchnorm, cell 1 raised ValueError: planted; "),
    "cells that differ": ("import matplotlib.pyplot as plt\n", "import matplotlib.pyplot\n", ("en",),
                          r"docs/en/labs/batchnorm\.md:\d+: cell 1 differs from docs/zh/labs/batchnorm\.md:\d+; "),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_lab_stops_the_build_with_one_line(project: Path, fault: str) -> None:
    old, new, locales, told = FAULTS[fault]
    spoil(project, old, new, *locales)
    done = built(project)
    assert done.returncode == 1
    assert len([line for line in (done.stdout + done.stderr).splitlines() if re.search(told, line)]) == 1, done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_text_without_a_translation_stops_the_build_with_the_file_to_add_it_to(project: Path) -> None:
    path = project / "docs" / "data" / labs.FOLDER / "batchnorm.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("batch size:", "size:"), encoding="utf-8")
    done = built(project)
    told = "the figure says 'batch size', which has no translation; add 'batch size' to docs/data/labs/batchnorm.yml"
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if told in line and "docs/zh/labs/batchnorm.md:" in line]
    assert "ran the lab" not in done.stderr  # the cells are the same
