"""Weights that change between two calls in one block."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import CORE, Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.autocast.subjects import autocast, low


@probe(CORE)
def weight_changed_between_two_calls(mode: Mode):
    model, x = nn.Linear(2, 2), low(1, 2)
    with autocast(), mode.context():
        before = model(x)
        model.weight.data.add_(1)
        return {"sees the new weight": not torch.equal(model(x), before)}


@probe(CORE)
def weight_changed_by_an_optimizer(mode: Mode):
    model, x = nn.Linear(2, 2), low(1, 2)
    model.weight.grad = torch.ones(2, 2)
    with autocast(), mode.context():
        before = model(x)
        torch.optim.SGD([model.weight], lr=1.0).step()
        return {"sees the new weight": not torch.equal(model(x), before)}


@probe(CORE)
def weight_changed_and_cache_cleared(mode: Mode):
    model, x = nn.Linear(2, 2), low(1, 2)
    with autocast(), mode.context():
        before = model(x)
        model.weight.data.add_(1)
        torch.clear_autocast_cache()
        return {"sees the new weight": not torch.equal(model(x), before)}


@probe(CORE)
def weight_changed_without_the_cache(mode: Mode):
    model, x = nn.Linear(2, 2), low(1, 2)
    with autocast(cache_enabled=False), mode.context():
        before = model(x)
        model.weight.data.add_(1)
        return {"sees the new weight": not torch.equal(model(x), before)}


@probe(CORE)
def weight_changed_with_a_block_for_each_call(mode: Mode):
    model, x = nn.Linear(2, 2), low(1, 2)
    with mode.context():
        with autocast():
            before = model(x)
        model.weight.data.add_(1)
        with autocast():
            return {"sees the new weight": not torch.equal(model(x), before)}


@probe(CORE)
def weight_changed_in_a_nested_block(mode: Mode):
    model, x = nn.Linear(2, 2), low(1, 2)
    with autocast(), mode.context():
        before = model(x)
        model.weight.data.add_(1)
        with autocast():
            return {"sees the new weight": not torch.equal(model(x), before)}


@probe(CORE)
def frozen_weight_changed_between_two_calls(mode: Mode):
    model, x = nn.Linear(2, 2).requires_grad_(False), low(1, 2)
    with autocast(), mode.context():
        before = model(x)
        model.weight.add_(1)
        return {"sees the new weight": not torch.equal(model(x), before)}


@probe(CORE)
def state_dict_loaded_between_two_calls(mode: Mode):
    model, other, x = nn.Linear(2, 2), nn.Linear(2, 2), low(1, 2)
    with autocast(), mode.context():
        before = model(x)
        model.load_state_dict(other.state_dict())
        return {"sees the new weight": not torch.equal(model(x), before)}
