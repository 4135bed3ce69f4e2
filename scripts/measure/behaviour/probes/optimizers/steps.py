"""optimizer.step() inside."""

import contextlib

import torch
from torch import nn
from torch.optim import SGD, Adagrad, Adam

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.optimizers.subjects import (
    ByHand,
    moved,
    parameter_with_gradient,
    step_inside_then_outside,
)


@probe()
def step_inside(mode: Mode):
    parameter = parameter_with_gradient()
    mode.run(SGD([parameter], lr=0.1).step)
    return moved(parameter) | {"inference tensor": parameter.is_inference()}


@probe()
def sgd_first_step_inside(mode: Mode):
    parameter = parameter_with_gradient()
    return step_inside_then_outside(mode, SGD([parameter], lr=0.1), parameter)


@probe()
def momentum_first_step_inside(mode: Mode):
    parameter = parameter_with_gradient()
    return step_inside_then_outside(mode, SGD([parameter], lr=0.1, momentum=0.9), parameter)


@probe()
def adam_first_step_inside(mode: Mode):
    parameter = parameter_with_gradient()
    return step_inside_then_outside(mode, Adam([parameter], lr=0.1), parameter)


@probe()
def adam_foreach_first_step_inside(mode: Mode):
    parameter = parameter_with_gradient()
    return step_inside_then_outside(mode, Adam([parameter], lr=0.1, foreach=True), parameter)


@probe()
def adam_fused_first_step_inside(mode: Mode):
    parameter = parameter_with_gradient()
    return step_inside_then_outside(mode, Adam([parameter], lr=0.1, fused=True), parameter)


@probe()
def adam_later_step_inside(mode: Mode):
    parameter = parameter_with_gradient()
    optimizer = Adam([parameter], lr=0.1)
    optimizer.step()
    return step_inside_then_outside(mode, optimizer, parameter)


@probe()
def what_a_failed_step_leaves(mode: Mode):
    parameter = parameter_with_gradient()
    optimizer = Adam([parameter], lr=0.1)
    mode.run(optimizer.step)
    before = parameter.detach().clone()
    with contextlib.suppress(RuntimeError):
        optimizer.step()
    return {"steps counted": int(optimizer.state[parameter]["step"]), "moved": not torch.equal(before, parameter)}


@probe()
def adam_state_made_inside(mode: Mode):
    parameter = parameter_with_gradient()
    optimizer = Adam([parameter], lr=0.1)
    mode.run(optimizer.step)
    return {"inference tensor": optimizer.state[parameter]["exp_avg"].is_inference()}


@probe()
def adam_built_inside(mode: Mode):
    parameter = parameter_with_gradient()
    optimizer = mode.run(Adam, [parameter], 0.1)
    optimizer.step()
    return moved(parameter)


@probe()
def adagrad_built_inside(mode: Mode):
    parameter = parameter_with_gradient()
    optimizer = mode.run(Adagrad, [parameter], 0.1)
    optimizer.step()
    return moved(parameter)


@probe()
def own_optimizer_without_no_grad(mode: Mode):
    parameter = parameter_with_gradient()
    mode.run(ByHand([parameter]).step)
    return moved(parameter)


@probe()
def grad_mode_in_a_step_hook(mode: Mode):
    optimizer, seen = SGD([parameter_with_gradient()], lr=0.1), []
    optimizer.register_step_pre_hook(lambda *_: seen.append(torch.is_grad_enabled()))
    mode.run(optimizer.step)
    return seen[0]


@probe()
def closure_of_step(mode: Mode):
    def closure():
        optimizer.zero_grad()
        loss = parameter.square().sum()
        loss.backward()
        return loss

    parameter = nn.Parameter(torch.ones(2))
    optimizer = SGD([parameter], lr=0.1)
    mode.run(optimizer.step, closure)
    return moved(parameter)


@probe()
def closure_of_step_outside_inference_mode(mode: Mode):
    def closure():
        with torch.inference_mode(False):
            optimizer.zero_grad()
            loss = parameter.square().sum()
            loss.backward()
            return loss

    parameter = nn.Parameter(torch.ones(2))
    optimizer = SGD([parameter], lr=0.1)
    mode.run(optimizer.step, closure)
    return moved(parameter)


@probe()
def lbfgs(mode: Mode):
    def closure():
        optimizer.zero_grad()
        loss = parameter.square().sum()
        loss.backward()
        return loss

    parameter = nn.Parameter(torch.ones(2))
    optimizer = torch.optim.LBFGS([parameter])
    mode.run(optimizer.step, closure)
    return moved(parameter)


@probe()
def step_in_a_gradient_hook(mode: Mode):
    def hook(_):
        optimizer.step()
        optimizer.zero_grad()

    parameter = nn.Parameter(torch.ones(2))
    optimizer = SGD([parameter], lr=0.1, momentum=0.9)
    parameter.register_post_accumulate_grad_hook(hook)
    mode.run(parameter.sum().backward)
    parameter.sum().backward()
    return moved(parameter)
