"""Leaves that ask for gradients."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.made_inside.subjects import PLACES


@probe(PLACES)
def leaf_that_requires_grad(mode: Mode):
    leaf = mode.run(lambda: torch.ones(2, requires_grad=True))
    return {"requires_grad": leaf.requires_grad, "inference": leaf.is_inference()}


@probe(PLACES)
def leaf_summed_outside(mode: Mode):
    leaf = mode.run(lambda: torch.ones(2, requires_grad=True))
    return leaf.sum().requires_grad


@probe(PLACES)
def leaf_times_a_number_outside(mode: Mode):
    leaf = mode.run(lambda: torch.ones(2, requires_grad=True))
    return (leaf * 2).requires_grad


@probe(PLACES)
def two_leaves_added_outside(mode: Mode):
    leaf = mode.run(lambda: torch.ones(2, requires_grad=True))
    return (leaf + leaf).requires_grad


@probe(PLACES)
def leaf_added_outside(mode: Mode):
    leaf, weight = mode.run(lambda: torch.ones(2, requires_grad=True)), torch.ones(2, requires_grad=True)
    (leaf + weight).sum().backward()
    return leaf.grad is not None


@probe(PLACES)
def leaf_multiplied_outside(mode: Mode):
    leaf, weight = mode.run(lambda: torch.ones(2, requires_grad=True)), torch.ones(2, requires_grad=True)
    (leaf * weight).sum().backward()
    return leaf.grad is not None


@probe(PLACES)
def parameter_of_new_data(mode: Mode):
    parameter = mode.run(lambda: nn.Parameter(torch.ones(2)))
    return {"requires_grad": parameter.requires_grad, "inference": parameter.is_inference()}


@probe(PLACES)
def parameter_of_ordinary_data(mode: Mode):
    parameter = mode.run(nn.Parameter, torch.ones(2))
    return {"requires_grad": parameter.requires_grad, "inference": parameter.is_inference()}


@probe(PLACES)
def parameter_made_outside_of_inside_data(mode: Mode):
    return nn.Parameter(mode.run(torch.ones, 2)).requires_grad


@probe(PLACES)
def requires_grad_of_an_ordinary(mode: Mode):
    ordinary = torch.ones(2)
    mode.run(ordinary.requires_grad_)
    return {"requires_grad": ordinary.requires_grad, "recorded outside": (ordinary * 2).requires_grad}
