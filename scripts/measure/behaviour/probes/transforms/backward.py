"""The backward pass of a graph recorded outside, run inside."""

import torch

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.transforms.subjects import Double, cube, judged


@probe()
def grad_mode_in_a_backward_inside(mode: Mode):
    Double.seen = []
    output = Double.apply(torch.ones(2, requires_grad=True)).sum()
    mode.run(output.backward)
    return {"grad mode in it": Double.seen[-1].partition(" ")[2]}


@probe()
def grad_mode_in_a_backward_with_create_graph(mode: Mode):
    Double.seen = []
    x = torch.ones(2, requires_grad=True)
    output = Double.apply(x).sum()
    mode.run(torch.autograd.grad, output, x, None, None, True)
    return {"grad mode in it": Double.seen[-1].partition(" ")[2]}


@probe()
def grad_mode_in_a_tensor_hook(mode: Mode):
    seen, x = [], torch.ones(2, requires_grad=True)
    x.register_hook(lambda _: seen.append(torch.is_grad_enabled()))
    mode.run((x * 2).sum().backward)
    return {"grad mode in it": seen[0]}


@probe()
def create_graph_inside(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    (gradient,) = mode.run(torch.autograd.grad, cube(x), x, None, None, True)
    return {"requires_grad": gradient.requires_grad, "inference tensor": gradient.is_inference()}


@probe()
def second_derivative_of_a_gradient_made_inside(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    (gradient,) = mode.run(torch.autograd.grad, cube(x), x, None, None, True)
    gradient.sum().backward()
    return judged(x.grad, [6.0, 6.0])


@probe()
def autograd_grad_of_an_outer_graph(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    (gradient,) = mode.run(torch.autograd.grad, cube(x), x)
    return {"value": judged(gradient, [3.0, 3.0]), "inference tensor": gradient.is_inference()}
