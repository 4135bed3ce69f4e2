"""How labs are run: once as they stand, again when something changed, and with one line to act on when a cell fails.

A planted project of two pages and a module stands in for the handbook, and a light setup for the kernel's.
"""

import functools
import json
import os
import time
from pathlib import Path

import pytest

from scripts import labs, records
from scripts.labs import LabError
from scripts.measure import labs as running

PAGE = """# Planted

```python
{first}
```

```python
from scripts.planted import answer

print("answer:", answer)
{second}
```
"""
NAMED = r"docs/en/labs/planted\.md:10: lab planted, cell 2 "


class Project:
    """The planted project. Its first cell leaves the kernel's process id, a line for each time that it runs."""

    def __init__(self, root: Path) -> None:
        self.root, self.trace = root, root / "ran"
        self.module = root / "scripts" / "planted.py"
        for path in (root / "scripts" / "__init__.py", self.module):
            path.parent.mkdir(exist_ok=True)
            path.write_text("answer = 41\n" if path == self.module else "", encoding="utf-8")
        self.write()

    def write(self, second: str = "") -> None:
        first = f"import os\n\nwith open({str(self.trace)!r}, 'a') as file:\n    print(os.getpid(), file=file)"
        for locale in ("zh", "en"):
            page = self.root / "docs" / locale / "labs" / "planted.md"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(PAGE.format(first=first, second=second), encoding="utf-8")

    @property
    def lab(self) -> labs.Lab:
        return labs.load(self.root / "docs" / "en" / "labs" / "planted.md")

    @property
    def record(self) -> Path:
        return self.root / "build" / "labs" / "planted.ipynb"

    def kernels(self) -> list[int]:
        return [int(line) for line in self.trace.read_text().split()] if self.trace.exists() else []

    def printed(self) -> str:
        outputs = json.loads(self.record.read_text(encoding="utf-8"))["cells"][1]["outputs"]
        return "".join("".join(output["text"]) for output in outputs)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(labs, "ROOT", tmp_path)
    monkeypatch.setattr(labs, "BUILT", tmp_path / "build")
    monkeypatch.setattr(labs, "imported", functools.partial(labs.imported, root=tmp_path))
    monkeypatch.setattr(records, "ROOT", tmp_path)
    monkeypatch.setattr(running, "SETUP", "pass")
    return Project(tmp_path)


def gone(pid: int) -> bool:
    """Whether a process ends within seconds, if it did not yet."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_a_lab_runs_once_and_again_when_a_module_of_its_cells_changes(project: Project) -> None:
    assert running.have(project.lab)
    assert project.printed() == "answer: 41\n"
    assert not running.have(project.lab)
    assert len(project.kernels()) == 1
    project.module.write_text("answer = 42\n", encoding="utf-8")
    assert running.have(project.lab)
    assert project.printed() == "answer: 42\n"
    assert len(project.kernels()) == 2
    assert all(map(gone, project.kernels()))


def test_a_record_says_where_it_ran_and_holds_the_cells_only(project: Project) -> None:
    running.have(project.lab)
    record = json.loads(project.record.read_text(encoding="utf-8"))
    assert tuple("".join(cell["source"]) for cell in record["cells"]) == project.lab.sources
    assert record["metadata"]["handbook"]["kind"] == "labs"
    assert record["metadata"]["handbook"]["torch"]["version"]
    assert "execution" not in json.dumps(record["cells"][0]["metadata"])
    assert [path.name for path in project.record.parent.iterdir()] == ["planted.ipynb"]


@pytest.fixture
def counted(project: Project, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Runs that are noted and not made: for tests of when a lab runs."""
    keys: list[str] = []

    def run(lab: labs.Lab, key: str) -> running.NotebookNode:
        keys.append(key)
        cells = [running.nbformat.v4.new_code_cell(source) for source in lab.sources]
        return running.nbformat.v4.new_notebook(
            cells=cells, metadata={"handbook": {"inputs": {"code_sha256": key}, "rows": []}}
        )

    monkeypatch.setattr(running, "run", run)
    running.have(project.lab)
    return keys


def change_version(name: str):
    def change(_: Project, monkeypatch: pytest.MonkeyPatch) -> None:
        real = running.version
        monkeypatch.setattr(running, "version", lambda asked: "0.0" if asked == name else real(asked))

    return change


CHANGES = {
    "a cell": lambda project, _: project.write("print(2)"),
    "a module that cells import": lambda project, _: project.module.write_text("answer = 0\n", encoding="utf-8"),
    "torch": change_version("torch"),
    "matplotlib": change_version("matplotlib"),
    "Python": lambda _, monkeypatch: monkeypatch.setattr(running.sys, "version", "2.7"),
    "the kernel's setup": lambda _, monkeypatch: monkeypatch.setattr(running, "SETUP", "1"),
    "a record cut in half": lambda project, _: project.record.write_text(
        project.record.read_text(encoding="utf-8")[: project.record.stat().st_size // 2], encoding="utf-8"
    ),
    "a record that is gone": lambda project, _: project.record.unlink(),
    "a record of something else": lambda project, _: project.record.write_text("[]", encoding="utf-8"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_runs_the_lab_again_once(project, counted, monkeypatch, change: str) -> None:
    assert not running.have(project.lab)
    CHANGES[change](project, monkeypatch)
    assert running.have(project.lab)
    assert not running.have(project.lab)
    assert len(counted) == 2


def test_prose_and_what_figures_are_called_run_nothing(project: Project, counted: list[str]) -> None:
    page = project.lab.path
    text = page.read_text(encoding="utf-8").replace("# Planted", "# Planted anew\n\nProse.")
    page.write_text(f'{text}\n![Seen.](figure "Told.")\n', encoding="utf-8")
    assert not running.have(project.lab)
    assert len(counted) == 1


FAILURES = {
    "raises": ("raise ValueError('no\\nway')", "raised ValueError: no; correct the cell, in both languages"),
    "writes to stderr": (
        "import warnings; warnings.warn('old')",
        "wrote to stderr: .*warn.*; print what readers should see",
    ),
    "takes too long": ("import time; time.sleep(60)", "took more than 2 s; correct the cell, in both languages"),
    "ends the kernel": ("os._exit(1)", "ended the kernel; correct the cell, in both languages"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_cell_that_fails_is_one_line_and_leaves_the_old_record_and_no_process(
    project: Project, monkeypatch: pytest.MonkeyPatch, failure: str
) -> None:
    project.record.parent.mkdir(parents=True)
    project.record.write_text("the old record", encoding="utf-8")
    cell, told = FAILURES[failure]
    project.write(cell)
    monkeypatch.setattr(running, "TIMEOUT_S", 2 if failure == "takes too long" else 60)
    with pytest.raises(LabError, match=NAMED + told) as error:
        running.have(project.lab)
    assert "\n" not in str(error.value)
    assert project.record.read_text(encoding="utf-8") == "the old record"
    assert [path.name for path in project.record.parent.iterdir()] == ["planted.ipynb"]
    (kernel,) = project.kernels()
    assert gone(kernel)


def test_a_setup_that_fails_is_not_blamed_on_the_first_cell(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SETUP", "import nothing_such")
    with pytest.raises(LabError, match=r":1: the kernel's setup raised ModuleNotFoundError: .*; correct SETUP in "):
        running.have(project.lab)


def test_a_failing_lab_does_not_keep_the_others_from_running(project: Project, monkeypatch) -> None:
    tried: list[str] = []

    def have(lab: labs.Lab) -> bool:
        tried.append(lab.name)
        if lab.name == "bad":
            raise lab.error(1, "no")
        return True

    monkeypatch.setattr(running, "have", have)
    listed = [labs.Lab(name, project.lab.path, ()) for name in ("bad", "good", "better")]
    timed = labs.Lab("timed", project.lab.path, project.lab.cells)
    done: list[str] = []
    assert [str(error) for error in running.run_all([timed, *listed], done.append)] == ["docs/en/labs/planted.md:1: no"]
    assert sorted(tried) == ["bad", "better", "good", "timed"]
    assert tried[-1] == "timed"  # what measures time runs when nothing else does
    assert sorted(done) == sorted(tried)


def test_the_command_says_what_is_kept_and_what_runs(project: Project, counted, capsys) -> None:
    assert running.main([]) == 0
    assert "labs: 1 kept, 0 to run" in capsys.readouterr().err
    project.write("print(2)")
    assert running.main(["--only", "planted"]) == 0
    assert "labs: 0 kept, 1 to run" in capsys.readouterr().err
    assert len(counted) == 2


def test_the_command_names_cells_that_differ_and_labs_that_are_not_there(project: Project, capsys) -> None:
    page = project.root / "docs" / "zh" / "labs" / "planted.md"
    page.write_text(page.read_text(encoding="utf-8").replace("import os", "import sys"), encoding="utf-8")
    assert running.main([]) == 1
    assert capsys.readouterr().err.startswith(
        "docs/en/labs/planted.md:3: cell 1 differs from docs/zh/labs/planted.md:3"
    )
    with pytest.raises(SystemExit):
        running.main(["--only", "nowhere"])
    assert "there is no lab 'nowhere'; docs/zh/labs holds planted" in capsys.readouterr().err
