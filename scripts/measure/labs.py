"""Run the labs' cells, top to bottom in a fresh kernel each, into build/records/cpu/labs/<name>.ipynb.

    python -m scripts.measure.labs                     what has not run yet as it stands; both languages share a run
    python -m scripts.measure.labs --only batchnorm    one of them

A notebook holds the hash of what it depends on: the cells, the project's code that they import, Python, torch, matplotlib,
numpy and scikit-learn. A cell that raises, or writes to stderr, ends it with one line that names lab, cell and exception.
"""

import argparse
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

import nbformat
from nbformat import NotebookNode

from scripts import labs, records, whole
from scripts.labs import Lab, LabError
from scripts.measure import interrupt, progress

TIMEOUT_S = 180  # a cell takes seconds; a busy machine may need many times as long
_DEPENDS_ON = ("torch", "matplotlib", "numpy", "scikit-learn")
# Not shown, and not in the notebook that is taken away. Colours are those of the light scheme, by which the page tells the
# series apart (scripts/render/plotted.py); text stays text, for the page's language and fonts.
COLOURS = ("#0a6a63", "#9a4a12", "#4b3f9e", "#a3303a", "#6d797b")
SETUP = f"""
import matplotlib, torch
%matplotlib inline
%config InlineBackend.figure_formats = ["svg"]
%config InlineBackend.rc = {{}}
torch.set_num_threads(1)
matplotlib.rcParams.update({{
    "figure.figsize": (5.56, 3.4), "figure.constrained_layout.use": True, "font.size": 12, "legend.frameon": False,
    "svg.fonttype": "none", "svg.hashsalt": "lab", "axes.grid": True, "axes.spines.top": False, "axes.spines.right": False,
    "text.color": "#1d2a2e", "axes.labelcolor": "#1d2a2e", "xtick.color": "#1d2a2e", "ytick.color": "#1d2a2e",
    "axes.edgecolor": "#6d797c", "grid.color": "#dcdad2", "axes.prop_cycle": matplotlib.cycler(color={list(COLOURS)}),
}})
"""


def have(lab: Lab) -> bool:
    """Make sure that the record of the lab is one of these very cells; says whether it had to be run. Raises LabError, and
    NotWritten.
    """
    key = _key(lab)
    if _recorded(lab) == key:
        return False
    notebook = run(lab, key)
    path = labs.record(lab.name)
    whole.write(path, nbformat.writes(notebook) + "\n")
    return True


def _recorded(lab: Lab) -> str | None:
    """The hash that the lab's record was made with; None where there is no whole one."""
    try:
        notebook = json.loads(labs.record(lab.name).read_text(encoding="utf-8"))
        return notebook["metadata"]["handbook"]["inputs"]["code_sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return None  # not run yet, or cut off


def _key(lab: Lab) -> str:
    sources = [SETUP, *lab.sources, *(path.read_text(encoding="utf-8") for path in labs.imported(lab.sources))]
    versions = [sys.version, *(f"{name} {version(name)}" for name in _DEPENDS_ON)]
    return hashlib.sha256("\0".join([*sources, *versions]).encode()).hexdigest()


def run(lab: Lab, key: str) -> NotebookNode:
    """Run every cell in a fresh kernel, in an empty folder. Raises LabError naming the first cell that can't be shown."""
    from scripts.measure import provenance  # brings torch

    since = time.monotonic()
    record = provenance.new("labs", "full", key)
    sources = [SETUP, *lab.sources]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources)],
        metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    )
    _execute(lab, notebook)
    del notebook.cells[0]
    for cell, shown in zip(lab.cells, notebook.cells, strict=True):
        _check_silent(lab, cell, shown)
        shown.metadata.clear()
    notebook.metadata["handbook"] = {**provenance.finish(record, since), "rows": []}
    return notebook


def _execute(lab: Lab, notebook: NotebookNode) -> None:
    from scripts.measure import kernel  # not needed where nothing runs

    environment = os.environ | {"PYTHONPATH": str(records.ROOT), "PYTHONHASHSEED": "0"}
    try:
        kernel.execute(notebook, environment, TIMEOUT_S)
    except kernel.StoppedError as error:
        if error.index == 0:
            raise lab.error(1, f"the kernel's setup {error.what}; correct SETUP in scripts/measure/labs.py") from None
        cell = lab.cells[error.index - 1]
        what = f"lab {lab.name}, cell {cell.number} {error.what}; correct the cell, in both languages"
        raise lab.error(cell.line, what) from None


def run_all(listed: Sequence[Lab], advance: Callable[[str], None]) -> list[Exception]:
    """Two at a time, those that time something alone and last. Every lab is tried; what went wrong is returned."""

    def one(lab: Lab) -> Exception | None:
        try:
            have(lab)
        except (LabError, whole.NotWritten) as error:
            return error
        finally:
            advance(lab.name)
        return None

    timed = [lab for lab in listed if labs.imported(lab.sources)]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(one, [lab for lab in listed if lab not in timed]))
    return [error for error in (*found, *map(one, timed)) if error]


@interrupt.told("labs that were not done are as they were")
def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.measure.labs", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", metavar="NAME", help="one lab, like batchnorm")
    only = parser.parse_args(argv).only
    paths = [path for path in labs.find() if only in (None, path.stem)]
    if not paths:
        parser.error(f"there is no lab {only!r}; docs/zh/labs holds {', '.join(path.stem for path in labs.find())}")
    try:
        listed = [labs.load(path) for path in paths]
    except LabError as error:
        print(error, file=sys.stderr)
        return 1
    missing = [lab for lab in listed if _recorded(lab) != _key(lab)]
    print(f"labs: {len(listed) - len(missing)} kept, {len(missing)} to run", file=sys.stderr)
    with progress.shown("labs", max(1, len(missing))) as advance:
        errors = run_all(missing, advance)
    for error in errors:
        print(error, file=sys.stderr)
    return int(bool(errors))


def _check_silent(lab: Lab, cell: labs.Cell, shown: NotebookNode) -> None:
    said = next((output.text for output in shown.outputs if output.get("name") == "stderr"), None)
    if said is not None:
        last = said.strip().splitlines()[-1]
        raise lab.error(
            cell.line, f"lab {lab.name}, cell {cell.number} wrote to stderr: {last}; print what readers should see"
        )


if __name__ == "__main__":
    sys.exit(main())
