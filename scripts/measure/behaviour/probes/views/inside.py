"""Ordinary tensors changed inside."""

import torch

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.views.subjects import activation_of_ones, attempt, known, weight_of_ones


@probe()
def change_leaf(mode: Mode):
    mode.run(weight_of_ones(2).add_, 1)
    return "changed"


@probe()
def change_leaf_value(mode: Mode):
    weight = weight_of_ones(2)
    return attempt(weight, mode.run, weight.add_, 1)


@probe()
def change_leaf_by_index(mode: Mode):
    mode.run(weight_of_ones(2).__setitem__, 0, 5)
    return "changed"


@probe()
def change_leaf_by_view_inside(mode: Mode):
    weight = weight_of_ones(2)
    mode.run(lambda: weight.view(2, 1).add_(1))
    return "changed"


@probe()
def change_leaf_by_view_outside(mode: Mode):
    mode.run(weight_of_ones(2).view(2, 1).add_, 1)
    return "changed"


@probe()
def change_leaf_by_out(mode: Mode):
    weight = weight_of_ones(2)
    mode.run(lambda: torch.add(torch.ones(2), 1, out=weight))
    return "changed"


@probe()
def change_leaf_by_set_(mode: Mode):
    weight = weight_of_ones(2)
    mode.run(weight.set_, torch.zeros(2))
    return "changed"


@probe()
def change_leaf_by_t_(mode: Mode):
    weight = weight_of_ones(2, 3)
    mode.run(weight.t_)
    return tuple(weight.shape)


@probe()
def change_leaf_by_resize_(mode: Mode):
    weight = weight_of_ones(2)
    mode.run(weight.resize_, 1)
    return tuple(weight.shape)


@probe()
def change_leaf_by_assigning_data(mode: Mode):
    weight = weight_of_ones(2)
    mode.run(lambda: setattr(weight, "data", torch.zeros(2)))
    return {"is_inference": weight.is_inference()}


@probe()
def change_leaf_then_train(mode: Mode):
    weight = weight_of_ones(2)
    mode.run(weight.mul_, 3)
    (weight * weight).sum().backward()
    return {1: "gradient of the old value", 3: "gradient of the new value"}[int(weight.grad[0]) // 2]


@probe()
def change_activation(mode: Mode):
    weight = weight_of_ones(2)
    activation = weight * 2
    mode.run(activation.mul_, 3)
    activation.sum().backward()
    return {6: "gradient with the change", 2: "gradient without the change"}[int(weight.grad[0])]


@probe()
def change_activation_through_view(mode: Mode):
    weight = weight_of_ones(2)
    activation = weight * 2
    mode.run(activation.view(2, 1).mul_, 3)
    activation.sum().backward()
    return {6: "gradient with the change", 2: "gradient without the change"}[int(weight.grad[0])]


@probe()
def change_unbind_inside(mode: Mode):
    mode.run(activation_of_ones(2, 3).unbind()[0].add_, 1)
    return "changed"


@probe()
def copy_weight_into_buffer(mode: Mode):
    buffer = torch.zeros(2)
    mode.run(buffer.copy_, weight_of_ones(2))
    return known(buffer)


@probe()
def detach_activation(mode: Mode):
    activation = activation_of_ones(2)
    mode.run(activation.detach_)
    return known(activation)


@probe()
def detach_leaf(mode: Mode):
    weight = weight_of_ones(2)
    mode.run(weight.detach_)
    return known(weight)


@probe()
def detach_view(mode: Mode):
    view = activation_of_ones(2).view(2, 1)
    mode.run(view.detach_)
    return known(view)


@probe()
def requires_grad_on(mode: Mode):
    tensor = torch.ones(2)
    mode.run(tensor.requires_grad_)
    return (tensor * tensor).requires_grad


@probe()
def requires_grad_off_activation(mode: Mode):
    return mode.run(activation_of_ones(2).requires_grad_, False).requires_grad


@probe()
def retain_grad(mode: Mode):
    activation = activation_of_ones(2)
    mode.run(activation.retain_grad)
    activation.sum().backward()
    return {"activation.grad": activation.grad is not None}
