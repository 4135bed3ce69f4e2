"""Snippets and truth tables under another release of torch, into docs/records/torch-<x.y.z>-cpu/.

    make release TORCH=2.6.0        makes build/release/<x.y.z>, about 5 GB, runs both there, and removes it again

The environment has torch, numpy, pytest and pytest-codeblocks, no MkDocs. A snippet that fails there is recorded as failed: it
is what the pages tell. Takes five minutes and the download; the default builds carry CUDA and run on the CPU.
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
from scripts.records import ROOT

ENVIRONMENTS = ROOT / "build" / "release"
PARTS = (["scripts.measure.snippets"], ["scripts.measure.behaviour"])
# numpy 2 came after these were built against numpy 1.
_BEFORE_NUMPY_2 = (2, 3)


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    if not re.fullmatch(r"\d+\.\d+\.\d+", options.torch):
        print(f"{options.torch!r} is no release of torch; name it like 2.6.0", file=sys.stderr)
        return 2
    environment, folder = ENVIRONMENTS / options.torch, records.COMMITTED / f"torch-{options.torch}-cpu"
    try:
        for command in _install(environment, options.torch, options.index):
            print(f"== {' '.join(command[1:])}", flush=True)
            subprocess.run(command, cwd=ROOT, check=True)
        status = [_measure(environment, part, folder) for part in PARTS]
    except subprocess.CalledProcessError as error:
        print(f"{' '.join(map(str, error.cmd[1:]))}: exit {error.returncode}; see above", file=sys.stderr)
        return 1
    finally:
        if not options.keep:
            shutil.rmtree(environment, ignore_errors=True)
    print(f"records lie in {folder.relative_to(ROOT)}/; look at the page changes, then commit them")
    return int(any(status))


def _install(environment: Path, torch: str, index: str | None) -> Iterator[list[str]]:
    """The commands that make the environment."""
    python = str(environment / "bin" / "python")
    numpy = "numpy<2" if tuple(map(int, torch.split(".")))[:2] < _BEFORE_NUMPY_2 else "numpy"
    if not Path(python).exists():
        yield [sys.executable, "-m", "venv", str(environment)]
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    yield [*pip, *(["--index-url", index] if index else []), f"torch=={torch}"]
    yield [*pip, numpy, "pytest", "pytest-codeblocks>=0.18", "pytest-xdist", "rich", "setuptools<81"]


def _measure(environment: Path, part: list[str], folder: Path) -> int:
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
    parser.add_argument("--keep", action="store_true", help="leave the environment, to look into what failed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
