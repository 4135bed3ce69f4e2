"""Frozen, and moving all the same: nothing of it depends on the mode."""

import torch
from torch.optim import SGD

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.optimizers.subjects import parameter_with_gradient


@probe()
def frozen_after_backward(mode: Mode):
    parameter = parameter_with_gradient().requires_grad_(False)
    mode.run(SGD([parameter], lr=0.1).step)
    return {"moved": bool((parameter != 1).all())}


@probe()
def frozen_with_zero_gradient(mode: Mode):
    parameter = parameter_with_gradient().requires_grad_(False)
    parameter.grad.zero_()
    mode.run(SGD([parameter], lr=0.1).step)
    return {"moved": bool((parameter != 1).all())}


@probe()
def frozen_with_zero_gradient_and_weight_decay(mode: Mode):
    parameter = parameter_with_gradient().requires_grad_(False)
    parameter.grad.zero_()
    mode.run(SGD([parameter], lr=0.1, weight_decay=0.1).step)
    return {"moved": bool((parameter != 1).all())}


@probe()
def frozen_with_zero_gradient_and_momentum(mode: Mode):
    parameter = parameter_with_gradient()
    optimizer = SGD([parameter], lr=0.1, momentum=0.9)
    optimizer.step()
    before = parameter.requires_grad_(False).clone()
    optimizer.zero_grad(set_to_none=False)
    mode.run(optimizer.step)
    return {"moved": not torch.equal(parameter, before)}


@probe()
def frozen_without_gradient_and_weight_decay(mode: Mode):
    parameter = parameter_with_gradient().requires_grad_(False)
    parameter.grad = None
    mode.run(SGD([parameter], lr=0.1, weight_decay=0.1, momentum=0.9).step)
    return {"moved": bool((parameter != 1).all())}
