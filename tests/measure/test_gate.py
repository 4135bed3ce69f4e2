"""The kernel-identity gate, with a case for each thing it must catch."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import torch
from torch import Tensor, nn

from scripts.measure import gate, suite
from scripts.measure.gate import Trace
from scripts.measure.suite import Workload
from scripts.measure.workloads import Forward


@pytest.fixture(autouse=True)
def _fastpath() -> Iterator[None]:
    yield
    torch.backends.mha.set_fastpath_enabled(True)


class Lambda(nn.Module):
    def __init__(self, function: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        self.function = function

    def forward(self, x: Tensor) -> Tensor:
        return self.function(x)


def confounder(name: str, **params: object) -> Workload:
    return next(row for row in suite.CONFOUNDERS if row.name == name and params.items() <= row.params.items())


def check(function: Callable[[Tensor], Tensor]) -> dict:
    return gate.check(Forward(Lambda(function), torch.ones(4, requires_grad=True)), "cpu")


def test_the_same_work_in_every_mode_passes() -> None:
    found = check(lambda x: (x * 2).exp())
    assert found["comparable"]
    assert found["why"] is None
    assert found["leaf_operators"] >= 2


def test_the_fused_encoder_is_caught_and_named() -> None:
    found = gate.check(confounder("encoder", fastpath="on").forward("cpu"), "cpu")
    assert not found["comparable"]
    assert "grad runs other operators than no_grad" in found["why"]
    assert "-aten::_transformer_encoder_layer_fwd" in found["why"]


def test_the_cast_that_autocast_repeats_under_inference_mode_is_caught() -> None:
    found = gate.check(confounder("autocast").forward("cpu"), "cpu")
    assert "inference runs other operators than no_grad: +aten::_to_copy" in found["why"]


def test_an_operator_in_one_mode_only_is_caught() -> None:
    found = check(lambda x: x.cos() * 2 if torch.is_grad_enabled() else x * 2)
    assert "grad runs other operators than no_grad: +aten::cos" in found["why"]


def test_other_numbers_from_the_same_operators_are_caught() -> None:
    found = check(lambda x: x * (2 if torch.is_inference_mode_enabled() else 3))
    assert found["why"] == "inference computes other numbers than no_grad: up to 1.0e+00 apart"


def test_a_buffer_that_changes_is_caught() -> None:
    model = nn.Sequential(nn.BatchNorm1d(4)).train()
    found = gate.check(Forward(model, torch.randn(8, 4)), "cpu")
    assert not found["comparable"]
    assert "grad changes buffers: 0.running_mean, 0.running_var, 0.num_batches_tracked" in found["why"]


def test_other_cuda_kernels_and_another_order_are_caught() -> None:
    base = Trace(leaves=["aten::mm", "aten::add"], operators=[], kernels=["sgemm"], output=torch.ones(1))
    traces = {
        "no_grad": base,
        "grad": replace(base, kernels=["hgemm"]),
        "inference": replace(base, leaves=["aten::add", "aten::mm"]),
    }
    assert gate.reasons(traces) == [
        "grad runs other kernels than no_grad: +hgemm, -sgemm",
        "inference runs other operators than no_grad: the same ones in another order",
    ]
