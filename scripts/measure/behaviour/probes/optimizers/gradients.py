"""Gradients made inside."""

import torch
from torch import nn
from torch.nn.utils import clip_grad_norm_
from torch.optim import SGD, Adam

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.optimizers.subjects import moved, parameter_with_gradient


@probe()
def gradient_of_a_backward_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    mode.run(parameter.sum().backward)
    return {"p.grad is an inference tensor": parameter.grad.is_inference()}


@probe()
def step_with_a_gradient_made_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    mode.run(parameter.sum().backward)
    SGD([parameter], lr=0.1).step()
    return moved(parameter)


@probe()
def adam_step_with_a_gradient_made_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    mode.run(parameter.sum().backward)
    Adam([parameter], lr=0.1).step()
    return moved(parameter)


@probe()
def accumulation_onto_a_gradient_made_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    mode.run(parameter.sum().backward)
    parameter.sum().backward()
    return {"sum of both": bool((parameter.grad == 2).all())}


@probe()
def accumulation_inside_onto_a_gradient_from_outside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    parameter.sum().backward()
    mode.run(parameter.sum().backward)
    parameter.sum().backward()
    return {"sum of all three": bool((parameter.grad == 3).all())}


@probe()
def zero_grad_to_none_after_a_gradient_made_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    mode.run(parameter.sum().backward)
    SGD([parameter], lr=0.1).zero_grad()
    parameter.sum().backward()
    return {"p.grad is an inference tensor": parameter.grad.is_inference()}


@probe()
def zero_grad_in_place_after_a_gradient_made_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    mode.run(parameter.sum().backward)
    SGD([parameter], lr=0.1).zero_grad(set_to_none=False)
    return {"zero": not parameter.grad.any()}


@probe()
def zero_grad_in_place_inside(mode: Mode):
    parameter = parameter_with_gradient()
    mode.run(lambda: SGD([parameter], lr=0.1).zero_grad(set_to_none=False))
    parameter.sum().backward()
    return {"one": bool((parameter.grad == 1).all())}


@probe()
def clip_grad_norm_inside(mode: Mode):
    parameter = parameter_with_gradient()
    norm = mode.run(clip_grad_norm_, [parameter], 0.5)
    return {"clipped": bool((parameter.grad < 1).all()), "norm requires grad": norm.requires_grad}


@probe()
def clip_grad_norm_of_a_gradient_made_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    mode.run(parameter.sum().backward)
    clip_grad_norm_([parameter], 0.5)
    return {"clipped": bool((parameter.grad < 1).all())}
