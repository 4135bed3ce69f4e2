"""Does it record a graph? What the output of a forward pass knows of its history, and what can be done with it."""

import copy

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe


@probe()
def output_requires_grad(mode: Mode):
    return mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).requires_grad


@probe()
def output_grad_fn(mode: Mode):
    output = mode.forward(nn.Linear(2, 2), torch.ones(1, 2))
    return output.grad_fn is not None


@probe()
def output_is_leaf(mode: Mode):
    return mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).is_leaf


@probe()
def output_is_inference(mode: Mode):
    return mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).is_inference()


@probe()
def backward(mode: Mode):
    model = nn.Linear(2, 2)
    mode.forward(model, torch.ones(1, 2)).sum().backward()
    return {name: parameter.grad is not None for name, parameter in model.named_parameters()}


@probe()
def deepcopy_of_the_output(mode: Mode):
    return copy.deepcopy(mode.forward(nn.Linear(2, 2), torch.ones(1, 2))).requires_grad
