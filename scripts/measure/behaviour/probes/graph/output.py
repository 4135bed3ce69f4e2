"""What the output is."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.graph.subjects import history, layers, nodes


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
def output_printed(mode: Mode):
    text = repr(mode.forward(nn.Linear(2, 2), torch.ones(1, 2)))
    return "grad_fn=<AddmmBackward0>" in text


@probe()
def nodes_of_the_graph(mode: Mode):
    return nodes(mode.forward(layers(), torch.ones(1, 2)))


@probe()
def an_integer_result(mode: Mode):
    return history(mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).argmax())
