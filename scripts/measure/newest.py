"""Print the newest stable torch, as pip finds it; nothing if that is the pinned one.

    python3 -m scripts.measure.newest

Asks pip, which knows where this machine's packages come from; $TORCH_INDEX names another index. Standard library only.
"""

import os
import re
import subprocess
import sys

from scripts.measure import pinned


def main() -> int:
    index = os.environ.get("TORCH_INDEX")
    command = [sys.executable, "-m", "pip", "index", "versions", "torch", "--disable-pip-version-check"]
    done = subprocess.run(
        [*command, *(["--index-url", index] if index else [])], capture_output=True, text=True, check=False
    )
    found = newest(done.stdout)
    if done.returncode or not found:
        last = (done.stderr.strip().splitlines() or ["no version is listed"])[-1]
        print(f"pip could not tell the newest torch: {last}", file=sys.stderr)
        return 1
    print("" if found == pinned.release() else found)
    return 0


def newest(told: str) -> str | None:
    """Of what `pip index versions` prints, the first release without its build: `torch (2.15.0+cpu)` -> `2.15.0`."""
    found = re.search(r"^torch \((?P<release>\d+\.\d+\.\d+)(?:\+\w+)?\)", told, re.MULTILINE)
    return found["release"] if found else None


if __name__ == "__main__":
    sys.exit(main())
