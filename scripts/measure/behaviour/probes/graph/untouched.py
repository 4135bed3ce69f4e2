"""What stays as it was."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.graph.subjects import TENSORS, history


@probe()
def parameters_afterwards(mode: Mode):
    model = nn.Linear(2, 2)
    mode.forward(model, torch.ones(1, 2))
    weight = model.weight
    return {"requires_grad": weight.requires_grad, "grad": weight.grad, "inference": weight.is_inference()}


@probe()
def the_next_forward_pass_outside(mode: Mode):
    model = nn.Linear(2, 2)
    mode.forward(model, torch.ones(1, 2))
    return history(model(torch.ones(1, 2)))


@probe()
def grad_mode_afterwards(mode: Mode):
    mode.run(torch.ones, 1)
    return {"grad mode": torch.is_grad_enabled(), "inference mode": torch.is_inference_mode_enabled()}


@probe(TENSORS)
def detach_in_place_of_a_recorded_tensor(mode: Mode):
    recorded = torch.ones(2, requires_grad=True) * 2
    mode.run(recorded.detach_)
    return history(recorded)


@probe(TENSORS)
def a_graph_from_before(mode: Mode):
    model = nn.Linear(2, 2)
    loss = model(torch.ones(1, 2)).sum()
    mode.run(loss.backward)
    return {"grad": model.weight.grad is not None, "inference": model.weight.grad.is_inference()}


@probe(TENSORS)
def create_graph_inside(mode: Mode):
    x = torch.ones(1, requires_grad=True)
    cube = (x**3).sum()
    (slope,) = mode.run(lambda: torch.autograd.grad(cube, x, create_graph=True))
    return history(slope)
