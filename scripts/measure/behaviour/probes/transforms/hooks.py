"""Hooks."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe


@probe()
def forward_hook(mode: Mode):
    model, seen = nn.Linear(2, 2), []
    model.register_forward_hook(lambda *_: seen.append(torch.is_grad_enabled()))
    mode.forward(model, torch.ones(1, 2))
    return {"calls": len(seen), "grad mode in it": seen[0]}


@probe()
def full_backward_hook(mode: Mode):
    model, calls = nn.Linear(2, 2), []
    model.register_full_backward_hook(lambda *_: calls.append("called"))
    mode.forward(model, torch.ones(1, 2, requires_grad=True)).sum().backward()
    return {"calls": len(calls)}


@probe()
def full_backward_hook_and_inplace(mode: Mode):
    model = nn.Linear(2, 2)
    model.register_full_backward_hook(lambda *_: None)
    return {"requires_grad": mode.run(lambda: model(torch.ones(1, 2)).relu_()).requires_grad}


@probe()
def register_hook_on_the_output(mode: Mode):
    def inside():
        nn.Linear(2, 2)(torch.ones(1, 2)).register_hook(lambda gradient: gradient)
        return True

    return mode.run(inside)


@probe()
def register_hook_on_a_parameter(mode: Mode):
    weight, calls = nn.Parameter(torch.ones(2)), []
    mode.run(weight.register_hook, lambda _: calls.append("called"))
    weight.sum().backward()
    return {"calls of a later backward()": len(calls)}


@probe()
def retain_grad_on_the_output(mode: Mode):
    def inside():
        output = nn.Linear(2, 2)(torch.ones(1, 2))
        output.retain_grad()
        return output.retains_grad

    return mode.run(inside)


@probe()
def saved_tensors_hooks(mode: Mode):
    packed = []
    with torch.autograd.graph.saved_tensors_hooks(lambda kept: packed.append(kept) or kept, lambda kept: kept):
        mode.forward(nn.Linear(2, 2), torch.ones(1, 2))
    return {"tensors kept": len(packed)}


@probe()
def save_on_cpu_then_backward(mode: Mode):
    model = nn.Linear(2, 2)
    with torch.autograd.graph.save_on_cpu():
        output = mode.forward(model, torch.ones(1, 2))
    output.square().sum().backward()
    return model.weight.grad is not None


@probe()
def anomaly_of_a_forward_inside(mode: Mode):
    zero = torch.zeros(1, requires_grad=True)
    with torch.autograd.set_detect_anomaly(True):
        (mode.run(torch.sqrt, zero) * 0).sum().backward()
    return "no complaint"
