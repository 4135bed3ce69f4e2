"""How snippets are run: executed as they stand, compared, and nothing that one changes survives it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import snippets
from scripts.records import ROOT
from tests.test_snippets import text_of

# The runs below cost the import of torch each: they are made once, in one worker.
pytestmark = pytest.mark.xdist_group("snippets")

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
        shutil.copy(ROOT / "pyproject.toml", root)
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


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    handbook = Handbook(tmp_path_factory.mktemp("good"), GOOD)
    handbook.done = handbook.run("-m", "scripts.measure.snippets")
    return handbook


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    handbook = Handbook(tmp_path_factory.mktemp("bad"), BAD)
    handbook.told = handbook.pytest("-q", "snippets")
    return handbook


def test_good_snippets_pass_and_are_recorded(good):
    assert good.done.returncode == 0, good.done.stdout + good.done.stderr
    assert "13 snippets: 11 passed, 2 skipped in " in good.done.stdout
    assert {name: row["outcome"] for name, row in good.rows().items()} == {
        **dict.fromkeys(GOOD, "passed"), "marks/gpu": "skipped", "marks/skip": "skipped",
    }  # fmt: skip


def test_the_record_keeps_what_was_printed_and_the_hash_of_thetext_of(good):
    row = good.rows()["seeded/0"]
    assert row["output"] == "[44, 239] builtins\n"
    assert row["input_sha256"] == snippets.parse(good.root / "snippets/seeded/0.md").sha256


def test_a_gpu_snippet_is_skipped_on_a_cpu_with_its_reason(good):
    assert good.rows()["marks/gpu"]["reason"] == "needs CUDA"


def test_a_skip_keeps_its_reason(good):
    assert good.rows()["marks/skip"]["reason"] == "needs two machines"


def test_wrong_output_is_shown_as_a_difference_at_its_line(bad):
    what = "printed something else; correct the code, or review and run `make bless`"
    diff = "--- expected\n+++ printed\n@@ -1,3 +1,3 @@\n a\n-x\n+b\n c\n"
    assert f"snippets/wrong/output.md:1: {what}\n{diff}" in bad.told


def test_output_that_nothing_expects_fails(bad):
    assert "snippets/wrong/nothing.md:1: printed something else;" in bad.told


def test_an_exception_is_named_at_the_snippets_own_line(bad):
    assert "snippets/wrong/raises.md:5: ValueError: no\n" in bad.told
    assert "  raises.md:8: fail()\n  raises.md:5: raise ValueError('no\\nway')\n" in bad.told


def test_a_syntax_error_is_named_at_the_snippets_own_line(bad):
    assert "snippets/wrong/syntax.md:3: SyntaxError: invalid syntax" in bad.told


def test_an_exception_without_arguments_is_told(bad):
    assert "snippets/wrong/no-args.md:2: RuntimeError: \n" in bad.told


def test_a_snippet_that_exits_fails_and_the_others_still_run(bad):
    assert "snippets/wrong/exits.md:3: SystemExit: 3\n" in bad.told


def test_what_a_started_file_says_is_shown(bad):
    assert "snippets/wrong/started.md:6: CalledProcessError: " in bad.told
    assert "No module named 'nothing_such'" in bad.told


@pytest.mark.parametrize(("number", "leak"), list(enumerate(LEAKS)), ids=lambda value: str(value).split(" (")[0])
def test_what_leaks_is_named_and_put_back(bad, number, leak):
    assert f"snippets/leaks/{number:02}-leaks.md:1: leaked {leak}" in bad.told
    assert f"{number:02}-then.md" not in bad.told


def test_what_leaks_from_a_failing_snippet_is_put_back_too(bad):
    assert f"snippets/leaks/{len(LEAKS)}-fails.md:4: ValueError: no\n" in bad.told
    assert f"{len(LEAKS)}-then.md" not in bad.told


def test_only_the_bad_ones_fail(bad):
    failed = [line for line in bad.told.splitlines() if line.startswith("FAILED")]
    assert len(failed) == len([name for name in BAD if not name.endswith("-then")])


def test_a_failing_snippet_fails_the_run_and_the_old_record_stays(tmp_path):
    handbook = Handbook(tmp_path, {"wrong/output": BAD["wrong/output"]})
    record = tmp_path / "build/records/cpu/snippets.json"
    record.parent.mkdir(parents=True)
    record.write_text("the old one")
    done = handbook.run("-m", "scripts.measure.snippets")
    assert done.returncode == 1
    assert "snippets/wrong/output.md:1: printed something else;" in done.stdout
    assert record.read_text() == "the old one"


def test_an_unknown_info_string_stops_the_run(tmp_path):
    handbook = Handbook(tmp_path, {"wrong/info": "```py\nprint(1)\n```\n", "seeded/0": GOOD["seeded/0"]})
    done = handbook.run("-m", "scripts.measure.snippets")
    assert done.returncode == 1
    assert done.stderr == "snippets/wrong/info.md:1: unknown info string 'py', it would not be run; write ```python\n"


def test_an_unknown_name_is_wrong_usage(tmp_path):
    done = Handbook(tmp_path, {}).run("-m", "scripts.measure.snippets", "--only", "no/such")
    assert done.returncode == 2
    assert done.stderr.startswith("no snippet 'no/such' in ")


def test_bless_rewrites_the_outputs_that_changed_and_nothing_else(tmp_path):
    texts = {"a/differs": BAD["wrong/output"], "a/has-none": BAD["wrong/nothing"], "a/passes": GOOD["seeded/0"]}
    handbook = Handbook(tmp_path, {**texts, "a/raises": BAD["wrong/raises"]})
    done = handbook.run("-m", "scripts.measure.snippets", "--bless")
    assert done.returncode == 1
    assert "snippets/a/raises.md:1: failed, not blessed; run `make snippet S=a/raises`" in done.stderr
    for name in ("differs", "has-none"):
        assert f"snippets/a/{name}.md: expected output rewritten; review it with git diff\n" in done.stdout
    assert {path.stem: path.read_text() for path in (tmp_path / "snippets/a").iterdir()} == {
        "differs": texts["a/differs"].replace("a\nx\nc", "a\nb\nc"),
        "has-none": text_of('print("a")', "a"),
        "passes": texts["a/passes"],
        "raises": BAD["wrong/raises"],
    }


def test_the_runner_costs_less_than_20_ms_a_snippet(tmp_path):
    """The runner's own part: what pytest reports for setup, call and teardown of snippets that do nothing."""
    count = 60
    handbook = Handbook(tmp_path, {f"trivial/{n}": text_of("print(1)", "1") for n in range(count)})
    told = handbook.pytest("-q", "snippets")
    passed, seconds = told.splitlines()[-1].split(" passed in ")
    assert int(passed) == count
    assert float(seconds.split("s")[0]) / count < 0.020


def test_the_device_is_forgiven_on_cuda_only():
    from scripts.measure.snippet_runner import Expected

    expected = Expected("tensor([1.])")
    printed = "tensor([1.], device='cuda:0')"
    assert expected != printed
    expected.device = "cuda"
    assert not (expected != printed)  # noqa: SIM202 - what pytest-codeblocks asks
    assert expected != "tensor([2.], device='cuda:0')"
    assert expected.actual == "tensor([2.], device='cuda:0')"
    assert not (Expected("tensor([1.])") != "tensor([1.])")  # noqa: SIM202
