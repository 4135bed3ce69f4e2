"""A leaf that requires grad, made inside."""

import copy

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.afterwards.subjects import (
    Scale,
    attempt,
    leaf_made_inside,
    trained,
    weight_of_ones,
)


@probe()
def leaf_(mode: Mode):
    leaf = leaf_made_inside(mode, 2)
    return {"requires_grad": leaf.requires_grad, "is_inference": leaf.is_inference()}


@probe()
def leaf_exp(mode: Mode):
    return leaf_made_inside(mode, 2).exp().requires_grad


@probe()
def leaf_squared(mode: Mode):
    leaf = leaf_made_inside(mode, 2)
    return (leaf * leaf).requires_grad


@probe()
def leaf_sum(mode: Mode):
    return leaf_made_inside(mode, 2).sum().requires_grad


@probe()
def leaf_mean(mode: Mode):
    return leaf_made_inside(mode, 2).mean().requires_grad


@probe()
def leaf_view(mode: Mode):
    return leaf_made_inside(mode, 2).view(2, 1).requires_grad


@probe()
def leaf_stacked(mode: Mode):
    return torch.stack([leaf_made_inside(mode, 2)]).requires_grad


@probe()
def leaf_times_number(mode: Mode):
    return (leaf_made_inside(mode, 2) * 2).requires_grad


@probe()
def leaf_plus_ordinary(mode: Mode):
    return (leaf_made_inside(mode, 2) + torch.ones(2)).requires_grad


@probe()
def leaf_times_weight(mode: Mode):
    return (leaf_made_inside(mode, 2) * weight_of_ones(2)).requires_grad


@probe()
def leaf_list_index(mode: Mode):
    return leaf_made_inside(mode, 2)[[0]].requires_grad


@probe()
def leaf_clone(mode: Mode):
    leaf = leaf_made_inside(mode, 2)
    return trained(leaf.clone(), leaf)


@probe()
def leaf_double(mode: Mode):
    return leaf_made_inside(mode, 2).double().requires_grad


@probe()
def leaf_deepcopy(mode: Mode):
    weight = copy.deepcopy(leaf_made_inside(mode, 2))
    return trained(weight * weight, weight)


@probe()
def leaf_in_frozen_linear(mode: Mode):
    layer = nn.Linear(2, 1).requires_grad_(False)
    return layer(leaf_made_inside(mode, 4, 2)).requires_grad


@probe()
def leaf_in_frozen_linear_3d(mode: Mode):
    layer = nn.Linear(2, 1).requires_grad_(False)
    return layer(leaf_made_inside(mode, 1, 4, 2)).requires_grad


@probe()
def leaf_in_linear(mode: Mode):
    return nn.Linear(2, 1)(leaf_made_inside(mode, 4, 2)).requires_grad


@probe()
def leaf_in_function(mode: Mode):
    return Scale.apply(leaf_made_inside(mode, 2), torch.ones(2)).requires_grad


@probe()
def leaf_requires_grad_again(mode: Mode):
    return leaf_made_inside(mode, 2).requires_grad_().requires_grad


@probe()
def leaf_requires_grad_off(mode: Mode):
    return leaf_made_inside(mode, 2).requires_grad_(False).requires_grad


@probe()
def leaf_by_data(mode: Mode):
    weight = weight_of_ones(2)
    weight.data = mode.run(torch.ones, 2)
    return {"requires_grad": weight.requires_grad, "is_inference": weight.is_inference()}


@probe()
def leaf_by_data_times_number(mode: Mode):
    weight = weight_of_ones(2)
    weight.data = mode.run(torch.ones, 2)
    return trained(weight * 2, weight)


@probe()
def leaf_by_data_squared(mode: Mode):
    weight = weight_of_ones(2)
    weight.data = mode.run(torch.ones, 2)
    return trained(weight * weight, weight)


@probe()
def leaf_by_data_stepped(mode: Mode):
    weight = weight_of_ones(2)
    weight.data = mode.run(torch.ones, 2)
    weight.grad = torch.ones(2)
    return attempt(weight, torch.optim.SGD([weight], lr=0.5).step)


@probe()
def leaf_by_data_and_back(mode: Mode):
    weight = weight_of_ones(2)
    weight.data = mode.run(torch.ones, 2)
    weight.data = torch.ones(2)
    return trained(weight * weight, weight)
