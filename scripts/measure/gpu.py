"""Everything that is measured on CUDA, into docs/records/<gpu>/: snippets, truth tables, timing, memory.

    make gpu COMMIT=<the commit that was copied to this machine>

Needs python3, torch, numpy, pytest and pytest-codeblocks, no MkDocs and no repository: the records name $COMMIT, else what a
repository says. Takes at most ten minutes. A part that fails leaves its old record and does not keep the others from running.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence

from scripts import records
from scripts.measure import device, interrupt
from scripts.records import ROOT

# What stands in one line runs side by side: neither snippets nor truth tables are timed. The others have the machine alone.
PARTS = (
    (["scripts.measure.snippets"], ["scripts.measure.behaviour"]),
    (["scripts.measure.memory", "--mode", "full"],),
    (["scripts.measure.timing", "--mode", "full"],),
)

_NEEDS = "install torch, numpy, pytest and pytest-codeblocks into this Python, or name another: make gpu PYTHON=…"


@interrupt.told("records that were not done are as they were")
def main(argv: Sequence[str] | None = None) -> int:
    _parser().parse_args(argv)
    try:
        folder = device.folder("cuda")
    except (records.RecordError, ModuleNotFoundError) as error:
        print(f"{error}; {_NEEDS}" if isinstance(error, ModuleNotFoundError) else error, file=sys.stderr)
        return 1
    status = 0
    for parts in PARTS:
        print(f"== {' | '.join(' '.join(part) for part in parts)}", flush=True)
        commands = [[sys.executable, "-m", *part, "--device", "cuda", "--out", str(folder)] for part in parts]
        status |= _side_by_side(commands)
    print(f"records lie in {folder.relative_to(ROOT)}/; look at the pages they change, then commit them")
    return int(status)


def _side_by_side(commands: Sequence[Sequence[str]]) -> bool:
    """Start all, wait for all; whether one failed. An interrupt reaches them too, and they are waited for."""
    running = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    try:
        return any([process.wait() != 0 for process in running])
    except KeyboardInterrupt:
        for process in running:
            process.wait()
        raise


def _parser() -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog="python -m scripts.measure.gpu",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


if __name__ == "__main__":
    sys.exit(main())
