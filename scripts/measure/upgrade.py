"""What another torch would change: outputs, cells and figures beside those of the pinned one, as one file to review.

    make upgrade TORCH=2.15.0                         build/upgrade/2.15.0.md
    make upgrade TORCH=nightly TORCH_INDEX=URL        build/upgrade/nightly.md, for the index that nightlies come from

Runs what `make release` runs, and the figures too, in an environment of its own; nothing is committed. The pinned side is
what stands in the repository: expected outputs and pinned cells. Figures are compared with this machine's records, which are
measured first where there are none. Exit 0 however much differs, 1 where something could not be run.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts import pins, records, snippets, whole
from scripts.measure import interrupt, pinned, release
from scripts.records import BUILD, BUILT, ROOT, Record, RecordError
from scripts.render import upgrade

FOLDER = BUILD / "upgrade"
FIGURES = ("timing", "memory")
_NO_FIGURES = "keep"


@interrupt.told("no comparison was written")
def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    folder = FOLDER / options.torch
    wrong = release.refused(options.torch, options.index, folder)
    if wrong:
        print(wrong, file=sys.stderr)
        return 2
    kinds = FIGURES if options.bench != _NO_FIGURES else ()
    figures = [[f"scripts.measure.{kind}", "--mode", options.bench] for kind in kinds]
    _clear(folder)
    status = release.run(options.torch, options.index, folder, [*release.PARTS, *figures], keep=options.keep)
    if status or not all(_have(kind, options.bench) for kind in kinds):
        print("no comparison was written: something above could not be run", file=sys.stderr)
        return 1
    return _write(options.torch, folder, kinds)


def _clear(folder: Path) -> None:
    """An older record of the same name would be compared, or would keep a quick run from being recorded."""
    for path in folder.glob("*.json"):
        path.unlink()


def _have(kind: str, mode: str) -> bool:
    """This machine's record with the pinned torch; measured beside the comparison where there is none."""
    if _before(kind):
        return True
    print(f"== {kind} with the pinned torch", flush=True)
    command = [sys.executable, "-m", f"scripts.measure.{kind}", "--mode", mode, "--out", str(FOLDER / "pinned")]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False).returncode == 0


def _before(kind: str) -> Record | None:
    """Of the build where it has one of this torch, else from an earlier comparison."""
    return next(
        (record for folder in (BUILT, FOLDER / "pinned") for record in _usable(folder / f"{kind}.json", kind)), None
    )


def _usable(path: Path, kind: str) -> Iterator[Record]:
    try:
        record = records.load_if_any(path, kind)
    except RecordError:
        return
    if record and record["torch"]["version"].split("+")[0] == pinned.release():
        yield record


def _write(torch: str, folder: Path, kinds: Sequence[str]) -> int:
    try:
        after = {kind: records.load(folder / f"{kind}.json", kind) for kind in ("snippets", "behaviour", *kinds)}
        before = {kind: record for kind in kinds if (record := _before(kind))}
        expected = {one.id: one for one in map(snippets.parse, snippets.find())}
        found = upgrade.compare(pins.load(), expected, before, after)
        path = FOLDER / f"{torch}.md"
        whole.write(path, upgrade.markdown(found))
    except (RecordError, snippets.SnippetError, whole.NotWritten) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{path.relative_to(ROOT)}: {upgrade.count(found)}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.measure.upgrade",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("torch", metavar="TORCH", help="2.15.0, 2.16.0.dev20261120, or nightly")
    parser.add_argument("--index", metavar="URL", help="the package index that torch comes from")
    parser.add_argument(
        "--bench",
        choices=("quick", "full", _NO_FIGURES),
        default="quick",
        help="how long to measure figures; keep: not at all (default: %(default)s)",
    )
    parser.add_argument("--keep", action="store_true", help="leave the environment, for another run")
    return parser


if __name__ == "__main__":
    sys.exit(main())
