"""The sweep over all public modules knows every one of them, and sees each thing that can depend on the flag."""

import importlib
from types import SimpleNamespace

import pytest
import torch
from torch import nn
from torch.nn import functional

from scripts.measure.behaviour import cell, module_cases, probe
from scripts.measure.behaviour.modes import GRAD, NO_GRAD


class Planted(nn.Module):
    def __init__(self, needed):
        super().__init__()
        self.needed = needed


class EveryName:
    def __getattr__(self, name):
        return object


class Flagged(nn.Module):
    """Reads its flag for one thing."""

    def __init__(self, what):
        super().__init__()
        self.what = what
        self.parameter = nn.Parameter(torch.zeros(2))
        self.register_buffer("count", torch.zeros(2))

    def forward(self, x):
        if self.training:
            return getattr(self, self.what)(x)
        return x + 1

    def output(self, x):
        return x + 2

    def buffers_(self, x):
        self.count += 1
        return x + 1

    def parameters_(self, x):
        self.parameter.data += 1
        return x + 1

    def rng(self, x):
        torch.rand(1)
        return x + 1

    def operators(self, x):
        return x.sub(-1)


def planted(module, **found):
    return SimpleNamespace(**{**vars(module), **found})


def no_flag(x, mode=True):
    return x, mode


def with_flag(x, training=False):
    return x, training


def test_every_public_module_and_function_of_torch_is_known():
    assert module_cases.unknown() == []


def test_a_public_module_that_the_table_lacks_is_named():
    assert module_cases.unknown(torch_nn=planted(nn, Planted=Planted)) == ["nn.Planted"]


@pytest.mark.parametrize("function", [with_flag, functional.rrelu_, functional.scaled_dot_product_attention])
def test_a_public_function_with_such_a_switch_is_named(function):
    assert module_cases.unknown(torch_functional=planted(functional, planted=function)) == ["F.planted"]


def test_a_public_function_without_a_switch_is_not():
    assert module_cases.unknown(torch_functional=planted(functional, planted=no_flag, _private=with_flag)) == []


def test_every_case_is_of_a_class_or_function_that_torch_has():
    assert module_cases.layers(EveryName()) == module_cases.layers()
    assert module_cases.functions(EveryName()) == module_cases.functions()


def test_a_public_module_that_the_table_lacks_fails_the_run(monkeypatch):
    from scripts.measure.behaviour.slow import modules

    monkeypatch.setattr(nn, "Planted", Planted, raising=False)
    monkeypatch.setattr(probe, "_found", {})
    importlib.reload(modules)
    one = probe._found["modules/nn-Planted"]
    with pytest.raises(cell.BrokenProbe, match=r"nn\.Planted, which scripts/measure/behaviour/module_cases\.py lacks"):
        cell.run(one, GRAD, "cpu")


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ("output", "output"),
        ("buffers_", "buffers, operators"),
        ("parameters_", "parameters, operators"),
        ("rng", "rng, operators"),
        ("operators", "operators"),
    ],
)
def test_the_sweep_sees_what_depends_on_the_flag(what, found):
    from scripts.measure.behaviour.slow.modules import depends

    assert depends(NO_GRAD, lambda: Flagged(what), lambda: (torch.ones(2),)) == found


def test_the_sweep_finds_nothing_where_nothing_depends_on_it():
    from scripts.measure.behaviour.slow.modules import depends

    assert (
        depends(GRAD, lambda: nn.FractionalMaxPool2d(2, output_size=4), lambda: (torch.ones(1, 1, 8, 8),)) == "nothing"
    )
    assert depends(GRAD, nn.ModuleList, tuple) == "no forward"
