"""The rows: enough of them, told apart, and each with an identity that only its own code changes."""

import importlib.util
import types
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from scripts.measure import conditions, gate, suite, workloads
from scripts.measure.suite import Workload

BUILDERS = sorted({row.build for row in [*suite.timed("cpu"), *suite.timed("cuda")]}, key=lambda build: build.__name__)


def names_used(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from names_used(constant)


def workload_from(path: Path, source: str, **params: int) -> Workload:
    path.write_text(source)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return Workload("probe", params, module.build)


def test_the_main_table_has_at_least_twelve_rows_and_the_sweeps_theirs() -> None:
    assert len(suite.MAIN) >= 12
    assert [row.params["width"] for row in suite.WIDTHS] == [64, 128, 256, 512, 1024]
    assert {row.sweep for row in suite.timed("cpu")} == {None, "width"}
    assert {row.sweep for row in suite.timed("cuda")} == {None, "width", "batch"}
    assert {1, 2, 3, 32} <= set(suite.DEPTHS)


@pytest.mark.parametrize("device", ["cpu", "cuda"])
def test_labels_tell_all_timed_rows_apart(device: str) -> None:
    labels = [row.label for row in suite.timed(device)]
    assert len(labels) == len(set(labels))


def test_a_label_names_one_workload_of_one_identity() -> None:
    identities = {(row.workload.label, row.workload.input_sha256) for row in suite.weighed()}
    assert len({label for label, _ in identities}) == len(identities)


@pytest.mark.parametrize("build", BUILDERS, ids=lambda build: build.__name__)
def test_a_builder_uses_nothing_else_of_its_module(build: types.FunctionType) -> None:
    """Or the hash of its source would not be the whole of its identity."""
    ours = {name for name, value in vars(workloads).items() if getattr(value, "__module__", "") == workloads.__name__}
    assert ours & set(names_used(build.__code__)) <= {"Forward"}


def test_a_comment_does_not_change_the_identity_but_code_and_parameters_do(tmp_path: Path) -> None:
    plain = workload_from(tmp_path / "plain.py", "def build(size):\n    return size + 1\n", size=3)
    noted = workload_from(tmp_path / "noted.py", "def build(size):  # why\n\n    # so\n    return size + 1\n", size=3)
    other = workload_from(tmp_path / "other.py", "def build(size):\n    return size + 2\n", size=3)
    assert plain.input_sha256 == noted.input_sha256
    assert plain.input_sha256 != other.input_sha256
    assert plain.input_sha256 != replace(plain, params={"size": 4}).input_sha256


def test_a_workload_is_the_same_at_every_build_in_eval_mode_and_made_outside_the_modes() -> None:
    for row in suite.MAIN:
        first, second = row.forward("cpu"), row.forward("cpu")
        assert not first.model.training
        assert torch.equal(first.model(first.input), second.model(second.input))
        assert not any(tensor.is_inference() for tensor in [first.input, *first.model.parameters()])


def test_the_fast_path_is_switched_as_the_row_says() -> None:
    fused = next(row for row in suite.CONFOUNDERS if row.params.get("fastpath") == "on")
    try:
        for state in ("off", "on"):
            replace(fused, params=fused.params | {"fastpath": state}).forward("cpu")
            assert torch.backends.mha.get_fastpath_enabled() == (state == "on")
    finally:
        torch.backends.mha.set_fastpath_enabled(True)


def test_trimming_is_a_row_only_where_it_can_be_switched(monkeypatch: pytest.MonkeyPatch) -> None:
    def has_it(device: str) -> bool:
        return any("trimming" in row.params for row in suite.timed(device))

    monkeypatch.setattr(conditions, "has_mallopt", lambda: True)
    assert has_it("cpu")
    assert not has_it("cuda")
    monkeypatch.setattr(conditions, "has_mallopt", lambda: False)
    assert not has_it("cpu")


@pytest.mark.parametrize("row", [*suite.MAIN, *suite.WIDTHS], ids=lambda row: row.label)
def test_every_row_of_the_main_table_and_the_sweep_passes_the_gate(row: Workload) -> None:
    try:
        assert gate.check(row.forward("cpu"), "cpu")["why"] is None
    finally:
        torch.backends.mha.set_fastpath_enabled(True)
