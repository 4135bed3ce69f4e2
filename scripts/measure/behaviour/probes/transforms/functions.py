"""Custom Functions."""

import torch

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.transforms.subjects import Double, Needs, cube, judged


@probe()
def custom_function_is_recorded(mode: Mode):
    Double.seen = []
    output = mode.run(Double.apply, torch.ones(2, requires_grad=True))
    return {"requires_grad": output.requires_grad, "inference tensor": output.is_inference()}


@probe()
def custom_function_backward(mode: Mode):
    Double.seen = []
    x = torch.ones(2, requires_grad=True)
    output = mode.run(Double.apply, x)
    output.backward(torch.ones(2))
    return judged(x.grad, [2.0, 2.0])


@probe()
def custom_function_backward_of_a_sum(mode: Mode):
    Double.seen = []
    x = torch.ones(2, requires_grad=True)
    mode.run(Double.apply, x).sum().backward()
    return judged(x.grad, [2.0, 2.0])


@probe()
def grad_mode_in_a_custom_forward(mode: Mode):
    Double.seen = []
    mode.run(Double.apply, torch.ones(2, requires_grad=True))
    return {"grad mode in it": Double.seen[0].partition(" ")[2]}


@probe()
def needs_input_grad(mode: Mode):
    return bool(mode.run(Needs.apply, torch.ones(1, requires_grad=True)).item())


@probe()
def gradcheck(mode: Mode):
    x = torch.ones(2, dtype=torch.double, requires_grad=True)
    return mode.run(torch.autograd.gradcheck, cube, x)


@probe()
def gradgradcheck(mode: Mode):
    x = torch.ones(2, dtype=torch.double, requires_grad=True)
    return mode.run(torch.autograd.gradgradcheck, cube, x)
