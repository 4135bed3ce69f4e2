"""Serve the live site on http://127.0.0.1:8000, rebuilt when a page, a snippet or a record changes.

What has never been run or measured on this machine is, first and quickly; later starts use the records that exist.
"""

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts import records
from scripts.measure import interrupt
from scripts.records import ROOT

_MAKERS = {
    "snippets": ["scripts.measure.snippets"],
    "behaviour": ["scripts.measure.behaviour"],
    "timing": ["scripts.measure.timing", "--mode", "quick"],
    "memory": ["scripts.measure.memory", "--mode", "quick"],
}


@interrupt.told("records that were not done are as they were")
def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    if options.only and not (ROOT / "docs" / f"{options.only}.md").exists():
        print(f"docs/{options.only}.md: no such page; name it like zh/modes/no-grad", file=sys.stderr)
        return 2
    if (taken := _taken(options.address)) is not None:
        print(f"{options.address}: {taken}; stop what listens there, or give --address 127.0.0.1:8001", file=sys.stderr)
        return 1
    for kind, command in _MAKERS.items():
        if not _have(records.BUILT / f"{kind}.json", command):
            return 1
    environment = {**os.environ, **({"ONLY": options.only} if options.only else {})}
    try:
        return subprocess.call(
            [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", options.address],
            cwd=ROOT,
            env=environment,
        )
    except KeyboardInterrupt:
        return 0


def _have(record: Path, command: Sequence[str]) -> bool:
    """Whether the record is there, made now if it was not. Cells that are not as pinned are shown, and stop nothing here."""
    if not record.exists():
        subprocess.call([sys.executable, "-m", *command], cwd=ROOT)
    return record.exists()


def _taken(address: str) -> str | None:
    """Why the address can't be listened on, or None."""
    host, _, port = address.rpartition(":")
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host or "127.0.0.1", int(port)))
    except (OSError, ValueError, OverflowError) as error:
        return str(error)
    return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.site.serve", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--only", metavar="LANGUAGE/PAGE", help="serve one page, like zh/modes/no-grad")
    parser.add_argument("--address", default="127.0.0.1:8000", help="where to serve (default: %(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
