"""The questions that these tables were made for: each has its probes, pinned, and a row on a page that a reader can cite."""

from pathlib import Path

import pytest

from scripts import pins
from scripts.check import truth_tables
from scripts.records import ROOT

QUESTIONS = {
    "what do autograd.functional's derivatives return in inference_mode, and torch.func's": [
        *(f"transforms/functional-{name}" for name in ("jacobian", "hvp", "vjp", "jvp", "hessian")),
        *(f"transforms/func-{name}" for name in ("grad", "vjp", "jvp", "hessian")),
    ],
    "a Linear built inside inference_mode and trained outside: which gradients are set, one layer against two": [
        "made-inside/linear",
        "made-inside/linear-without-bias",
        "made-inside/two-layers",
    ],
    "one object entered twice, nested: what holds inside, and afterwards": [
        "scope/one-object-nested-inner-block",
        "scope/one-object-nested-rest-of-the-outer-block",
        "scope/one-object-nested-afterwards",
    ],
    "what does y.detach_() do inside inference_mode on an ordinary non-leaf": ["views/detach-activation"],
    "which ways of changing an inference tensor outside raise, and which go through": [
        *(f"afterwards/change-by-{name}" for name in ("add", "copy", "optimizer", "foreach", "out", "index", "set")),
        *(f"afterwards/change-through-{name}" for name in ("data", "detach", "numpy", "dlpack")),
    ],
    "an inference leaf that requires grad: which operations are recorded outside": [
        *(f"afterwards/leaf-{name}" for name in ("times-number", "plus-ordinary", "view", "clone", "exp", "sum")),
    ],
    "where is output.requires_grad True under no_grad": [
        *(f"graph/{name}" for name in ("identity", "dropout-in-eval", "flatten", "view")),
    ],
    "what does enable_grad do inside inference_mode, and inference_mode(False) inside no_grad": [
        "graph/recorded-inside",
        "graph/custom-function",
        "graph/inference-mode-inside",
    ],
    "in one autocast block, weights changed between two forwards: which mode sees the new weights": [
        "autocast/weight-changed-between-two-calls",
        "autocast/weight-changed-by-an-optimizer",
    ],
    "which modules does eval() not make deterministic or stateless": [
        "layers/modules-that-draw-in-eval",
        "layers/modules-that-write-in-eval",
    ],
    "does @torch.no_grad() cover an async def, or what a function returns as a generator": [
        "scope/decorated-async-function",
        "scope/decorated-function-that-returns-a-generator",
    ],
    "what does a with block around await or yield do to others, and a generator closed late": [
        "scope/other-task-during-await",
        "scope/consumer-between-two-items",
        "scope/generator-closed-in-a-later-block",
        "scope/consumer-after-break",
    ],
    "backward() inside inference_mode: what is p.grad, and what happens at the next step outside": [
        "made-inside/backward-inside",
        "optimizers/step-with-a-gradient-made-inside",
    ],
    "checkpointing with BatchNorm in train mode: how often are the statistics updated": [
        "transforms/checkpoint-non-reentrant-batch-norm",
        "transforms/checkpoint-reentrant-batch-norm",
    ],
    ".data against .detach() when a saved tensor is changed in place: which one is caught": [
        "views/kept-then-change-of-data",
        "views/kept-then-change-of-detach",
    ],
    "compile: is the mode part of the graph; do export or trace bake in dropout": [
        "compile/graphs-for-a-default-call-and-one-inside",
        "compile/graphs-for-train-and-eval",
        "export/dropout-in-the-graph",
        "trace/traced-dropout-after-eval",
    ],
    "DataLoader workers, forked and spawned": [
        "processes/forked-workers-of-a-data-loader",
        "processes/spawned-workers-of-a-data-loader",
    ],
    "are outputs the same bit for bit in each mode": ["kernels/linear", "kernels/lstm", "kernels/encoder-layer"],
}


@pytest.fixture(scope="module")
def shown() -> set[str]:
    files = sorted((ROOT / truth_tables.FOLDER).glob("*.yml"))
    relative = [path.relative_to(ROOT) for path in files if path.stem != truth_tables.MODES]
    return {row.name for path in relative for table in truth_tables.tables(ROOT, Path(path)) for row in table.rows}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_its_probes_and_its_rows(question: str, shown: set[str]) -> None:
    pinned = pins.load().cells
    assert [probe for probe in QUESTIONS[question] if probe not in pinned] == []
    assert [probe for probe in QUESTIONS[question] if probe not in shown] == []
