"""Parametrizations."""

import torch
from torch import nn
from torch.nn.utils import parametrize

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.transforms.subjects import Halved


@probe()
def parametrized_cache(mode: Mode):
    model = nn.Linear(2, 1)
    parametrize.register_parametrization(model, "weight", Halved())
    with parametrize.cached():
        mode.run(model, torch.ones(1, 2))
        model(torch.ones(1, 2)).sum().backward()
    return {"weight": model.parametrizations.weight.original.grad is not None, "bias": model.bias.grad is not None}


@probe()
def parametrized_cache_after_an_update(mode: Mode):
    model = nn.Linear(2, 1)
    parametrize.register_parametrization(model, "weight", Halved())
    with parametrize.cached(), mode.context():
        before = model.weight.clone()
        model.parametrizations.weight.original.data.add_(2)
        return {"sees the new weight": not torch.equal(before, model.weight)}


@probe()
def weight_norm_applied_inside(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(torch.nn.utils.parametrizations.weight_norm, model)
    model(torch.ones(1, 2)).sum().backward()
    return {name.rpartition(".")[2]: one.grad is not None for name, one in model.named_parameters()}


@probe()
def parametrization_removed_inside(mode: Mode):
    model = nn.Linear(2, 1)
    parametrize.register_parametrization(model, "weight", Halved())
    mode.run(parametrize.remove_parametrizations, model, "weight")
    return {"inference tensor": model.weight.is_inference(), "requires_grad": model.weight.requires_grad}
