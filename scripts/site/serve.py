"""Serve the live site on http://127.0.0.1:8000, rebuilt when a page, a snippet or a record changes.

What has never been run or measured on this machine is, first and quickly; later starts use the records that exist.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence

from scripts import records
from scripts.records import ROOT

_MAKERS = {
    "snippets": ["scripts.measure.snippets"],
    "timing": ["scripts.measure.timing", "--mode", "quick"],
    "memory": ["scripts.measure.memory", "--mode", "quick"],
}


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    if options.only and not (ROOT / "docs" / f"{options.only}.md").exists():
        print(f"docs/{options.only}.md: no such page; name it like zh/modes/no-grad", file=sys.stderr)
        return 2
    for kind, command in _MAKERS.items():
        if not (records.BUILT / f"{kind}.json").exists() and subprocess.call(
            [sys.executable, "-m", *command], cwd=ROOT
        ):
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.site.serve", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--only", metavar="LANGUAGE/PAGE", help="serve one page, like zh/modes/no-grad")
    parser.add_argument("--address", default="127.0.0.1:8000", help="where to serve (default: %(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
