"""Faults put into a copy of the project, and the real commands run on it: each must stop with one line to act on.

Part of `make audit`: a copy and a process for every case. Needs the records of a `make site`.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.audit import copies

SNIPPET = "snippets/no-grad/basics.md"
PAGE = "docs/en/modes/no-grad.md"

Fault = Callable[[Path], None]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copies.copied(tmp_path / "project")


def edit(name: str, old: str, new: str) -> Fault:
    def fault(project: Path) -> None:
        path = project / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} no longer holds {old!r}; choose another place for the fault"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return fault


def edit_record(kind: str, *keys: str, value: object) -> Fault:
    def fault(project: Path) -> None:
        path = project / "build/records/cpu" / f"{kind}.json"
        record = json.loads(path.read_text(encoding="utf-8"))
        inner = record
        for key in keys[:-1]:
            inner = inner[key]
        inner[keys[-1]] = value
        path.write_text(json.dumps(record), encoding="utf-8")

    return fault


def cut_in_half(project: Path) -> None:
    path = project / "build/records/cpu/timing.json"
    path.write_text(path.read_text(encoding="utf-8")[: path.stat().st_size // 2], encoding="utf-8")


def append(name: str, text: str) -> Fault:
    def fault(project: Path) -> None:
        with (project / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return fault


SNIPPETS = ("scripts.measure.snippets",)
CHECK = ("scripts.check",)
BUILD = ("mkdocs", "build", "--strict")
BEHAVIOUR = ("scripts.measure.behaviour",)
PINS = "docs/records/pinned/behaviour.json"
PROBES = "scripts/measure/behaviour/probes/explorer.py"
FENCE = "```python"
OUTPUT = "<!--pytest-codeblocks:expected-output-->\n\n```\n"

CASES = {
    "a wrong output": (edit(SNIPPET, OUTPUT, f"{OUTPUT}wrong\n"), SNIPPETS, rf"{SNIPPET}:\d+: printed something else"),
    "an unknown info string": (edit(SNIPPET, FENCE, "```py"), SNIPPETS, rf"{SNIPPET}:\d+: unknown info string 'py'"),
    "a leaked grad mode": (
        edit(
            SNIPPET,
            "import torch\n",
            "import torch\ntorch.set_grad_enabled(True)\ntorch.set_default_dtype(torch.float64)\n",
        ),
        SNIPPETS,
        rf"{SNIPPET}:\d+: ",
    ),
    "a missing include": (edit(PAGE, SNIPPET, "snippets/no-grad/nowhere.md"), BUILD, rf"{PAGE}:\d+: no snippet"),
    "a section changed in one language only": (append(PAGE, "\nOne more sentence.\n"), CHECK, r"modes/no-grad.*#"),
    "a typed figure": (append(PAGE, "\nIt is 30 % faster.\n"), CHECK, rf"{PAGE}:\d+: "),
    "a broken link": (append(PAGE, "\nSee [there](nowhere.md).\n"), BUILD, r"contains a link 'nowhere.md', but"),
    "a broken anchor": (
        append(PAGE, "\nSee [there](train-eval.md#nowhere).\n"),
        BUILD,
        r"does not contain an anchor '#nowhere'",
    ),
    "an edited pin": (
        edit(PINS, '"False": "grad', '"Wrong": "grad'),
        BEHAVIOUR,
        r"behaviour\.json: [\w-]+/[\w-]+ · .*\bgrad\b.*: was 'Wrong', is 'False'",
    ),
    "a cut table of pins": (edit(PINS, "{", ""), BEHAVIOUR, r"behaviour\.json: not a table of pins"),
    "a probe that answers otherwise": (
        edit(PROBES, "return output_of(mode, network()).requires_grad", "return True"),
        BEHAVIOUR,
        r"explorer/output-recorded · .*\bno_grad\b.*: was 'False', is 'True'",
    ),
    "a probe that leaks": (
        edit(PROBES, "    model = network()\n", "    torch.set_default_dtype(torch.float64)\n    model = network()\n"),
        BEHAVIOUR,
        r"explorer/[\w-]+ · grad: leaves default dtype changed for the process",
    ),
    "a probe on the wrong device": (
        edit(PROBES, "    made = mode.run(torch.ones, 2)", '    made = mode.run(lambda: torch.ones(2, device="meta"))'),
        BEHAVIOUR,
        r"explorer/made-inside-in-place · grad: WrongDevice: a tensor made inside lies on meta, the cell is about cpu",
    ),
    "a record cut in half": (cut_in_half, BUILD, r"timing\.json: not a whole JSON file"),
    "a record of another schema": (edit_record("timing", "schema", value=99), BUILD, r"timing\.json: schema: is 99"),
    "a record of another method": (
        edit_record("memory", "inputs", "method", value=99),
        BUILD,
        r"memory\.json: inputs\.method: is 99",
    ),
    "a record of another kind": (
        edit_record("memory", "kind", value="timing"),
        BUILD,
        r"memory\.json: kind: is 'timing'",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_stops_the_command_with_a_line_to_act_on(project: Path, name: str) -> None:
    fault, command, told = CASES[name]
    fault(project)
    done = copies.run(project, *command)
    printed = done.stdout + done.stderr
    assert done.returncode == 1, printed
    assert [line for line in printed.splitlines() if re.search(told, line)], printed
    assert "Traceback" not in printed


def test_the_copy_without_a_fault_passes(project: Path) -> None:
    for command in (CHECK, BUILD):
        done = copies.run(project, *command)
        assert done.returncode == 0, done.stdout + done.stderr
