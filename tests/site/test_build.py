"""What `mkdocs build` does with the records it finds: it rewrites nothing that stays, and stops in one clear line."""

import json
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from scripts.records import ROOT
from scripts.site import hooks, hover
from tests import building


def with_records(folder: Path) -> Path:
    """A copy of the test site's records, to be damaged."""
    target = folder / "records" / "cpu"
    target.mkdir(parents=True)
    for path in (building.BUILD / "records" / "cpu").glob("*.json"):
        (target / path.name).write_bytes(path.read_bytes())
    return target


def told(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The lines of the message, without MkDocs' own last words."""
    assert done.returncode == 1, done.stdout + done.stderr
    lines = (done.stdout + done.stderr).splitlines()
    return [line for line in lines if line.strip() and not line.startswith(("Aborted with", "INFO"))]


def stamps(folder: Path) -> dict[str, int]:
    return {path.as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_building_again_rewrites_no_block(site: Path, tmp_path: Path) -> None:
    generated = building.BUILD / "generated"
    before = stamps(generated)
    assert len(before) > 10
    done = building.mkdocs_build(building.BUILD, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert stamps(generated) == before
    for name in ("index.html", "en/index.html", "search/search_index.json"):
        assert (tmp_path / "site" / name).read_bytes() == (site / name).read_bytes(), name


def test_no_strict_build_is_quiet() -> None:
    """--quiet raises MkDocs' log level above warnings, and --strict then counts none: broken links would pass."""
    commands = [line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if "mkdocs build" in line]
    assert commands
    assert not [line for line in commands if "--strict" not in line or "--quiet" in line or " -q" in line]


def test_what_is_generated_is_not_watched() -> None:
    class Server:
        def __init__(self) -> None:
            self.watched: list[Path] = []

        def watch(self, path: str) -> None:
            self.watched.append(Path(path))

    server = hooks.on_serve(Server(), config=None, builder=None)  # type: ignore[arg-type]
    generated = ROOT / "build" / "generated"
    assert ROOT / "snippets" in server.watched
    assert not [
        path for path in server.watched if generated == path or path in generated.parents or generated in path.parents
    ]


def test_without_records_one_line_says_what_to_run(tmp_path: Path) -> None:
    (line,) = told(building.mkdocs_build(tmp_path / "build", tmp_path / "site"))
    assert re.search(r"snippets\.json: no such record; run `make site`", line)
    assert not (tmp_path / "site" / "index.html").exists()


DAMAGES = {
    "cut off": (lambda text: text[: len(text) // 2], r"timing\.json: not a whole JSON file .*measure again"),
    "not a record": (lambda _: "[]", r"timing\.json: \w+: .*; delete the file and measure again"),
    "a field missing": (lambda text: without(text, "torch", "version"), r"timing\.json: torch\.version: is missing; "),
    "a field of another type": (
        lambda text: changed(text, "rows", 3),
        r"timing\.json: rows: is 3, of the wrong type; ",
    ),
    "from the future": (lambda text: changed(text, "schema", 99), r"timing\.json: schema: is 99, .*; "),
    "foreign": (lambda text: changed(text, "kind", "memory"), r"timing\.json: kind: is 'memory', .*; "),
}


def changed(text: str, key: str, value: object) -> str:
    return json.dumps({**json.loads(text), key: value})


def without(text: str, *keys: str) -> str:
    record = json.loads(text)
    del record[keys[0]][keys[1]]
    return json.dumps(record)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_record_is_one_line_with_file_and_field(tmp_path: Path, damage: str) -> None:
    spoil, expected = DAMAGES[damage]
    path = with_records(tmp_path / "build") / "timing.json"
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    (line,) = told(building.mkdocs_build(tmp_path / "build", tmp_path / "site"))
    assert re.search(expected, line), line


# {file: (what the theme is not as it should be, what is told)}
THEMES = {
    "scripts/site/html.py": ('charset="utf-8"', r'expected once, found 0 times: <meta charset="UTF">; the theme has '),
    "scripts/site/offline.py": (r"search-start\.js", r"0 places for the search's worker instead of one; see scripts/"),
}


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_that_is_not_as_expected_is_one_line_and_the_old_site_stays(project: Path, name: str) -> None:
    expected, message = THEMES[name]
    source = project / name
    text = source.read_text(encoding="utf-8")
    assert expected in text
    source.write_text(text.replace(expected, 'charset="UTF"'), encoding="utf-8")
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("old", encoding="utf-8")
    done = building.mkdocs_build(project / "build", project / "site", project, ONLY="zh/modes/no-grad")
    assert len([line for line in told(done) if re.search(message, line)]) == 1, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert [path.name for path in (project / "site").iterdir()] == ["index.html"]
    assert not (project / ".site.new").exists()


def test_the_live_site_knows_a_term_by_its_new_wording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terms = tmp_path / "terms.yml"
    terms.write_text("- {id: a, zh: 旧, en: old}\n", encoding="utf-8")
    monkeypatch.setattr(hover, "TERMS", terms)
    monkeypatch.setattr(hooks.rendering, "render", lambda: None)
    monkeypatch.setattr(hooks.machines, "begin", lambda: None)
    monkeypatch.setattr(hooks, "_i18n", lambda _config: SimpleNamespace(building=False))
    hover.known.cache_clear()
    try:
        assert hover.known("zh").by_wording.keys() == {"旧"}
        terms.write_text("- {id: a, zh: 新词, en: new}\n", encoding="utf-8")
        hooks.on_pre_build(config=None)  # type: ignore[arg-type]
        assert hover.known("zh").by_wording.keys() == {"新词"}
    finally:
        hover.known.cache_clear()
