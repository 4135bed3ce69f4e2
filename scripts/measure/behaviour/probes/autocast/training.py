"""One block: first a call in the mode, then training."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import CORE, Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.autocast.subjects import autocast


@probe(CORE)
def training_after_a_call_in_the_mode(mode: Mode):
    model, x = nn.Linear(2, 2), torch.ones(1, 2)
    with autocast():
        mode.run(model, x)
        model(x).sum().backward()
    return {name: one.grad is not None for name, one in model.named_parameters()}


@probe(CORE)
def call_in_the_mode_after_training(mode: Mode):
    model, x = nn.Linear(2, 2), torch.ones(1, 2)
    with autocast():
        model(x).sum().backward()
        return {"requires_grad": mode.run(model, x).requires_grad}


@probe(CORE)
def backward_through_two_calls_of_one_block(mode: Mode):
    model, x = nn.Linear(2, 2), torch.ones(1, 2)
    with autocast():
        first, second = model(x), model(x)
    mode.run(first.sum().backward)
    mode.run(second.sum().backward)
    return model.weight.grad.dtype
