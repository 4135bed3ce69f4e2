"""Snippets and truth tables under another release of torch, into docs/records/torch-<x.y.z>-cpu/.

    make release TORCH=2.6.0        makes build/release/<x.y.z>, about 5 GB, runs both there, and removes it again

The environment has torch, numpy, pytest and pytest-codeblocks, no MkDocs. A snippet that fails there is recorded as failed: it
is what the pages tell. Takes five minutes and the download; the default builds carry CUDA and run on the CPU. What is no
release, like 2.16.0.dev20261120 or nightly, is for `make upgrade`: it is recorded elsewhere, with --out.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts import records
from scripts.measure import interrupt
from scripts.records import ROOT

ENVIRONMENTS = ROOT / "build" / "release"
NIGHTLY = "nightly"
PARTS = (["scripts.measure.snippets"], ["scripts.measure.behaviour"])
_TORCH = re.compile(rf"\d+\.\d+\.\d+(?P<dev>\.dev\d{{8}})?|(?P<nightly>{NIGHTLY})")
_BEFORE_NUMPY_2 = (2, 3)  # the first release that is not built against numpy 1


@interrupt.told("records that were not done are as they were")
def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    wrong = refused(options.torch, options.index, options.out)
    if wrong:
        print(wrong, file=sys.stderr)
        return 2
    folder = (options.out or records.COMMITTED / f"torch-{options.torch}-cpu").resolve()
    status = run(options.torch, options.index, folder, PARTS, keep=options.keep)
    if status == 0:
        shown = folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder
        print(f"records lie in {shown}/; look at the page changes, then commit them")
    return status


def refused(torch: str, index: str | None, out: Path | None) -> str | None:
    """Why there is nothing to install by that name, or nowhere to record it; None where there is."""
    named = _TORCH.fullmatch(torch)
    if not named or (not out and (named["dev"] or named["nightly"])):
        return f"{torch!r} is no release of torch; name it like 2.6.0"
    if named["nightly"] and not index:
        return "a nightly comes from an index of its own; name it by TORCH_INDEX, or --index"
    return None


def run(torch: str, index: str | None, folder: Path, parts: Sequence[Sequence[str]], *, keep: bool) -> int:
    """Install it, run the parts with their records into a folder, and clear away. 1 where something could not be run."""
    environment = ENVIRONMENTS / torch
    try:
        for command in _install(environment, torch, index):
            print(f"== {' '.join(command[1:])}", flush=True)
            subprocess.run(command, cwd=ROOT, check=True)
        return int(any([_measure(environment, part, folder) for part in parts]))
    except subprocess.CalledProcessError as error:
        print(f"{' '.join(map(str, error.cmd[1:]))}: exit {error.returncode}; see above", file=sys.stderr)
        return 1
    finally:
        if not keep:
            shutil.rmtree(environment, ignore_errors=True)


def _install(environment: Path, torch: str, index: str | None) -> Iterator[list[str]]:
    """The commands that make the environment."""
    python = str(environment / "bin" / "python")
    if not Path(python).exists():
        yield [sys.executable, "-m", "venv", str(environment)]
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    yield [*pip, *(["--index-url", index] if index else []), *_wanted(torch)]
    yield [*pip, "--require-hashes", "-r", "requirements-release.txt"]
    if torch != NIGHTLY and tuple(map(int, torch.split(".")[:2])) < _BEFORE_NUMPY_2:
        yield [*pip, "numpy<2"]


def _wanted(torch: str) -> list[str]:
    if torch == NIGHTLY:
        return ["--pre", "--upgrade", "torch"]  # an environment that was kept has yesterday's
    return [*(["--pre"] if ".dev" in torch else []), f"torch=={torch}"]


def _measure(environment: Path, part: Sequence[str], folder: Path) -> int:
    """One of the commands, in the environment. Its record is written whole or not at all."""
    command = [str(environment / "bin" / "python"), "-m", *part, "--out", str(folder)]
    print(f"== {' '.join(command[1:])}", flush=True)
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False).returncode


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.measure.release",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("torch", metavar="X.Y.Z", help="the release, like 2.6.0")
    parser.add_argument("--index", metavar="URL", help="the package index that torch comes from")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="the records' folder (default: docs/records/torch-X.Y.Z-cpu)"
    )
    parser.add_argument("--keep", action="store_true", help="leave the environment, to look into what failed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
