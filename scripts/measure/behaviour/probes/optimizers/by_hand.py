"""Updates by hand."""

import torch
from torch import nn
from torch.optim import SGD

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.optimizers.subjects import moved, parameter_with_gradient


@probe()
def inplace_update(mode: Mode):
    def inside():
        parameter.sub_(0.1 * parameter.grad)

    parameter = parameter_with_gradient()
    mode.run(inside)
    return moved(parameter)


@probe()
def inplace_update_of_data(mode: Mode):
    def inside():
        parameter.data.sub_(0.1 * parameter.grad)

    parameter = parameter_with_gradient()
    mode.run(inside)
    return moved(parameter)


@probe()
def inplace_update_of_detach(mode: Mode):
    def inside():
        parameter.detach().sub_(0.1 * parameter.grad)

    parameter = parameter_with_gradient()
    mode.run(inside)
    return moved(parameter)


@probe()
def copy_into_a_parameter(mode: Mode):
    def inside():
        parameter.copy_(torch.zeros(2))

    parameter = parameter_with_gradient()
    mode.run(inside)
    return moved(parameter)


@probe()
def update_that_makes_a_new_tensor(mode: Mode):
    parameter = parameter_with_gradient()
    updated = mode.run(lambda: parameter - 0.1 * parameter.grad)
    return {"requires_grad": updated.requires_grad, "leaf": updated.is_leaf}


@probe()
def data_replaced_inside(mode: Mode):
    def inside():
        parameter.data = torch.zeros(2)

    parameter = parameter_with_gradient()
    mode.run(inside)
    return moved(parameter) | {"inference tensor": parameter.is_inference()}


@probe()
def training_after_data_replaced_inside(mode: Mode):
    def inside():
        for parameter in model.parameters():
            parameter.data = parameter * 2

    model = nn.Linear(2, 1)
    mode.run(inside)
    model(torch.ones(1, 2)).sum().backward()
    return {name: one.grad is not None for name, one in model.named_parameters()}


@probe()
def inplace_outside_after_data_replaced_inside(mode: Mode):
    def inside():
        parameter.data = torch.ones(2) * 1

    parameter = parameter_with_gradient()
    mode.run(inside)
    SGD([parameter], lr=0.1).step()
    return moved(parameter)


@probe()
def init_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    mode.run(nn.init.zeros_, parameter)
    return moved(parameter) | {"inference tensor": parameter.is_inference()}
