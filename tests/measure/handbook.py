"""Snippets, good and bad, in a folder of their own, for the runner to run."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.records import ROOT
from tests.test_snippets import text_of

STARTED = """```python title="{file}"
{code}
```

```bash
python {file}
```

<!--pytest-codeblocks:expected-output-->

```
1
```
"""


LEAKS = {
    "grad mode (True before, False after)": "torch.set_grad_enabled(False)",
    "inference mode (False before, True after)": "torch.kept = torch.inference_mode(); torch.kept.__enter__()",
    "default dtype (torch.float32 before, torch.float64 after)": "torch.set_default_dtype(torch.float64)",
    "default device (cpu before, meta after)": 'torch.set_default_device("meta")',
    "autocast on cpu (False before, True after)": 'torch.set_autocast_enabled("cpu", True)',
    "deterministic algorithms (0 before, 2 after)": "torch.use_deterministic_algorithms(True)",
    "float32 matmul precision (highest before, high after)": 'torch.set_float32_matmul_precision("high")',
    "cudnn.benchmark (False before, True after)": "torch.backends.cudnn.benchmark = True",
    "anomaly mode ((False, True) before, (True, True) after)": "torch.autograd.set_detect_anomaly(True)",
    "warning filters": 'import warnings; warnings.simplefilter("ignore")',
    "environment: LEAKED": 'import os; os.environ["LEAKED"] = "1"',
    "environment: HOME": 'import os; del os.environ["HOME"]',
    "working folder": 'import os; os.mkdir("inner"); os.chdir("inner")',
}
CLEAN = """import os
import warnings
import torch

print(torch.is_grad_enabled(), torch.is_inference_mode_enabled(), torch.get_default_dtype())
print(torch.zeros(1).device, torch.is_autocast_enabled("cpu"), torch.get_deterministic_debug_mode())
print(torch.get_float32_matmul_precision(), torch.backends.cudnn.benchmark, torch.is_anomaly_enabled())
print("LEAKED" in os.environ, "HOME" in os.environ, os.listdir("."))
print(any(one[0] == "ignore" and one[2] is Warning for one in warnings.filters))
print(torch.initial_seed())"""
CLEAN_OUTPUT = "True False torch.float32\ncpu False 0\nhighest False False\nFalse True []\nFalse\n0"

SEEDED = "import torch\nprint(torch.randint(1000, (2,)).tolist(), __name__)"
GOOD = {
    **dict.fromkeys((f"seeded/{n}" for n in range(8)), text_of(SEEDED, "[44, 239] builtins")),
    "file/run": STARTED.format(file="run.py", code="print(1)"),
    **{f"imports-{n}/one": text_of("import shared\n\nprint(shared.n)", f"{n}") for n in (1, 2)},
    "marks/gpu": text_of("print(1)", "1", "<!--pytest.mark.gpu-->\n"),
    "marks/skip": text_of("print(1)", "1", '<!--pytest.mark.skip(reason="needs two machines")-->\n'),
}
BAD = {
    "wrong/output": text_of('print("a")\nprint("b")\nprint("c")', "a\nx\nc"),
    "wrong/nothing": '```python\nprint("a")\n```\n',
    "wrong/raises": text_of("def fail():\n    raise ValueError('no\\nway')\n\n\nfail()", "a", above="\n\n"),
    "wrong/syntax": text_of("x = 1\nx = = 2", "a"),
    "wrong/no-args": text_of("raise RuntimeError", "a"),
    "wrong/exits": text_of("import sys\nsys.exit(3)", "a"),
    "wrong/started": STARTED.format(file="bad.py", code="import nothing_such"),
    **{f"leaks/{n:02}-leaks": text_of(f"import torch\n{code}\nprint(1)", "1") for n, code in enumerate(LEAKS.values())},
    **{f"leaks/{n:02}-then": text_of(CLEAN, CLEAN_OUTPUT) for n in range(len(LEAKS) + 1)},
    f"leaks/{len(LEAKS)}-fails": text_of("import torch\ntorch.set_grad_enabled(False)\nraise ValueError('no')", "1"),
}

# What a snippet leaves behind is seen by the next one in its process, and by no other.
APART = {
    "a/leaves": text_of("import builtins\nbuiltins.left = 1\nprint(1)", "1"),
    "b/fresh": text_of("import builtins\nif hasattr(builtins, 'left'):\n    raise ValueError('left')\nprint(1)", "1"),
    "c/fails": text_of("raise ValueError('always')", "1"),
}

FILES = {
    "file/run.py": "print(1)\n",
    "wrong/bad.py": "import nothing_such\n",
    "imports-1/shared.py": "n = 1\n",
    "imports-2/shared.py": "n = 2\n",
}


class Handbook:
    """A copy of the runner with snippets of its own."""

    def __init__(self, root: Path, texts: dict[str, str]) -> None:
        self.root = root
        shutil.copytree(ROOT / "scripts", root / "scripts", ignore=shutil.ignore_patterns("__pycache__", "theme"))
        for name in ("pyproject.toml", "requirements-torch.txt"):
            shutil.copy(ROOT / name, root)
        (root / "snippets").mkdir()
        shutil.copy(ROOT / "snippets" / "conftest.py", root / "snippets")
        for name, text in texts.items():
            (root / "snippets" / name).parent.mkdir(exist_ok=True)
            (root / "snippets" / f"{name}.md").write_text(text, encoding="utf-8")
        for name, text in FILES.items():
            if (root / "snippets" / name).parent.exists():
                (root / "snippets" / name).write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {name: os.environ[name] for name in os.environ if not name.startswith(("PYTEST", "BUILD_DIR"))}
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, timeout=300)

    def pytest(self, *arguments: str) -> str:
        return self.run("-m", "pytest", "--codeblocks", "-p", "no:cacheprovider", "-p", "no:xdist", *arguments).stdout

    def rows(self) -> dict[str, dict[str, object]]:
        record = json.loads((self.root / "build/records/cpu/snippets.json").read_text())
        return {row["id"]: row for row in record["rows"]}
