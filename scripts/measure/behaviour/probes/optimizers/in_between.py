"""An update between forward and backward: is it caught?"""

import torch
from torch import nn
from torch.nn.utils import vector_to_parameters
from torch.optim import SGD

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.optimizers.subjects import judged, parameter_with_gradient


@probe()
def update_before_backward_inplace(mode: Mode):
    def inside():
        parameter.mul_(2)

    parameter = nn.Parameter(torch.ones(2))
    loss = parameter.square().sum()
    mode.run(inside)
    loss.backward()
    return judged(parameter.grad)


@probe()
def update_before_backward_by_data(mode: Mode):
    def inside():
        parameter.data.mul_(2)

    parameter = nn.Parameter(torch.ones(2))
    loss = parameter.square().sum()
    mode.run(inside)
    loss.backward()
    return judged(parameter.grad)


@probe()
def update_before_backward_by_detach(mode: Mode):
    def inside():
        parameter.detach().mul_(2)

    parameter = nn.Parameter(torch.ones(2))
    loss = parameter.square().sum()
    mode.run(inside)
    loss.backward()
    return judged(parameter.grad)


@probe()
def step_before_backward(mode: Mode):
    parameter = parameter_with_gradient()
    loss = parameter.square().sum()
    mode.run(SGD([parameter], lr=0.5).step)
    parameter.grad = None
    loss.backward()
    return judged(parameter.grad)


@probe()
def foreach_step_before_backward(mode: Mode):
    parameter = parameter_with_gradient()
    loss = parameter.square().sum()
    mode.run(SGD([parameter], lr=0.5, foreach=True).step)
    parameter.grad = None
    loss.backward()
    return judged(parameter.grad)


@probe()
def fused_step_before_backward(mode: Mode):
    parameter = parameter_with_gradient()
    loss = parameter.square().sum()
    mode.run(SGD([parameter], lr=0.5, fused=True).step)
    parameter.grad = None
    loss.backward()
    return judged(parameter.grad)


@probe()
def version_counter_after_a_step(mode: Mode):
    parameter, counted = parameter_with_gradient(), {}
    for name, options in (("default", {}), ("foreach", {"foreach": True}), ("fused", {"fused": True})):
        before = parameter._version
        mode.run(SGD([parameter], lr=0.1, **options).step)
        counted[name] = parameter._version - before
    return counted


@probe()
def vector_to_parameters_before_backward(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    loss = parameter.square().sum()
    mode.run(vector_to_parameters, torch.full((2,), 2.0), [parameter])
    loss.backward()
    return judged(parameter.grad)
