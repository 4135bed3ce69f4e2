"""What the probes of this group are about, and how they tell it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn
from torch.nn import functional as F

from scripts.measure.behaviour.modes import by_id

TRAINING_OR_NOT = by_id(["grad", "eval"])


@contextmanager
def without_deprecation() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "`torch.jit.*deprecated", DeprecationWarning)
        yield


def traced(model: nn.Module, batch: torch.Tensor) -> torch.jit.ScriptModule:
    with without_deprecation():
        return torch.jit.trace(model, batch)


def scripted(model):
    """Compiled anew: TorchScript's plan for a function or a class depends on the calls that it has seen."""
    torch.jit._state._jit_caching_layer.clear()
    torch.jit._recursive.concrete_type_store = torch.jit._recursive.ConcreteTypeStore()
    with without_deprecation():
        return torch.jit.script(model)


def frozen(model: nn.Module) -> torch.jit.ScriptModule:
    with without_deprecation():
        return torch.jit.freeze(torch.jit.script(model))


def told(tensor: torch.Tensor) -> dict[str, bool]:
    return {"requires grad": tensor.requires_grad, "inference tensor": tensor.is_inference()}


def drops(module) -> bool:
    return bool((module(torch.ones(100)) == 0).any())


class Functional(nn.Module):
    def forward(self, x):
        return F.dropout(x, training=self.training)


class Branch(nn.Module):
    def forward(self, x):
        return x + 1 if self.training else x - 1


class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(2))


class UnderNoGrad(Scaled):
    def forward(self, x):
        with torch.no_grad():
            return self.weight * x


class UnderInferenceMode(Scaled):
    def forward(self, x):
        with torch.inference_mode():
            return self.weight * x


def two_operators(x):
    return x * 3 + x * 2


def under_enable_grad(x):
    with torch.enable_grad():
        return x * 2


def under_inference_mode(x):
    with torch.inference_mode():
        return x * 2


def under_set_grad_enabled(x):
    with torch.set_grad_enabled(False):
        return x * 2


class Decorated(Scaled):
    @torch.no_grad()
    def forward(self, x):
        return self.weight * x


class Detached(Scaled):
    def forward(self, x):
        return (self.weight * x).detach()
