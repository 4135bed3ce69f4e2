"""A pull request's page says what its records change, beside a site or a folder, and why where it can't say."""

import json
import shutil
from pathlib import Path

import pytest

from scripts.check import summary
from tests.browser import serving
from tests.render.conftest import FIXTURES


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Records as a build leaves them."""
    folder = tmp_path / "built"
    folder.mkdir()
    for kind in summary.TITLES:
        shutil.copy(FIXTURES / f"{kind}.json", folder)
    return folder


@pytest.fixture
def published(built: Path, tmp_path: Path) -> Path:
    """A site with those records, whose rows of memory say something else."""
    site = tmp_path / "site"
    shutil.copytree(built, site / "records" / "cpu")
    path = site / "records" / "cpu" / "memory.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["rows"][0]["memory"]["grad"]["peak"] = 7
    path.write_text(json.dumps(record), encoding="utf-8")
    (site / "404.html").write_text("no such page", encoding="utf-8")
    return site


def test_a_figure_that_changed_stands_on_the_run_s_page(
    built: Path, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    monkeypatch.setattr(summary, "PATH", tmp_path / "build" / "summary.md")
    with serving.served(published) as address:
        assert summary.main(["--base", address, "--built", str(built)]) == 0
    text = page.read_text(encoding="utf-8")
    assert text == "before\n" + summary.PATH.read_text(encoding="utf-8")
    assert "## Figures: memory: 1 difference\n" in text
    assert "- `views-inner views=48, main, output kept`, grad: peak was 7, is 256 bytes" in text
    assert "## Figures: time: no difference\n" in text
    assert "## Cells: no difference\n" in text
    assert "## Outputs: no difference\n" in text
    assert "2026-11-20, torch 2.13.0+cpu, `Example CPU 8000`" in text


def test_a_folder_of_records_will_do(built: Path, published: Path) -> None:
    assert "memory: 1 difference" in summary.summary(str(published / "records" / "cpu"), built)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.unlink(), "HTTP Error 404"),
        (lambda path: path.write_text("{", encoding="utf-8"), "not a whole JSON file"),
        (lambda path: path.write_text(path.read_text("utf-8").replace('"method": 1', '"method": 0')), "inputs.method"),
    ],
)
def test_a_published_record_that_is_of_no_use_is_told(built: Path, published: Path, spoil, told: str) -> None:
    spoil(published / "records" / "cpu" / "timing.json")
    with serving.served(published) as address:
        text = summary.summary(address, built)
    assert f"## Figures: time\n\nNothing to compare with: {told}" in text or told in text.split("## ")[1]
    assert "memory: 1 difference" in text


class HangsUp(serving.Handler):
    """Sends less than it promised."""

    def copyfile(self, source, outputfile) -> None:
        outputfile.write(source.read(10))
        self.close_connection = True


def test_a_site_that_hangs_up_in_the_middle_is_told(built: Path, published: Path) -> None:
    with serving.served(published, HangsUp) as address:
        text = summary.summary(address, built)
    assert text.count("Nothing to compare with: IncompleteRead(") == len(summary.TITLES)


def test_where_nothing_is_published_it_says_so(built: Path) -> None:
    assert summary.summary("http://127.0.0.1:9/", built).count("Nothing to compare with: ") == len(summary.TITLES)


def test_a_build_without_records_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert summary.main(["--base", "https://modes.example/", "--built", str(tmp_path)]) == 1
    assert "timing.json: no such record; run `make site`" in capsys.readouterr().err


def test_figures_of_a_rejected_run_are_not_compared(built: Path, published: Path) -> None:
    path = built / "timing.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["run"] |= {"accepted": False, "reason": "the machine was busy"}
    path.write_text(json.dumps(record), encoding="utf-8")
    text = summary.summary(str(published / "records" / "cpu"), built)
    assert "\n\nNot compared: a run was rejected: the machine was busy\n\n## Figures: memory: 1" in text


def test_hundreds_of_differences_are_cut(built: Path, published: Path) -> None:
    path = published / "records" / "cpu" / "behaviour.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    row = record["rows"][0]
    for number in range(100):
        row["cells"][f"mode {number}"] = {"value": str(number)}
    path.write_text(json.dumps(record), encoding="utf-8")
    text = summary.summary(str(path.parent), built)
    assert "## Cells: 100 differences" in text
    assert "- and 40 more, in the records themselves" in text
