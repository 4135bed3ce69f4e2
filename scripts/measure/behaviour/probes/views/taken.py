"""What a view taken inside is."""

import torch

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.views.subjects import activation_of_ones, known, weight_of_ones


@probe()
def view_of_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).view, 6))


@probe()
def view_of_activation(mode: Mode):
    return known(mode.run(activation_of_ones(2, 3).view, 6))


@probe()
def view_of_input(mode: Mode):
    return known(mode.run(torch.ones(2, 3).view, 6))


@probe()
def index_of_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).__getitem__, 0))


@probe()
def list_index_of_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).__getitem__, [0]))


@probe()
def narrow_of_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).narrow, 0, 0, 1))


@probe()
def expand_of_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(1, 3).expand, 2, 3))


@probe()
def as_strided_of_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).as_strided, (2,), (1,)))


@probe()
def unbind_of_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).unbind)[0])


@probe()
def split_of_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).split, 1)[0])


@probe()
def unsafe_split_of_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).unsafe_split, 1)[0])


@probe()
def reshape_that_copies(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).t().reshape, 6))


@probe()
def contiguous_of_leaf(mode: Mode):
    weight = weight_of_ones(2, 3)
    return mode.run(weight.contiguous) is weight


@probe()
def detach_of_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).detach))


@probe()
def view_is_leaf(mode: Mode):
    return mode.run(weight_of_ones(2, 3).view, 6).is_leaf


@probe()
def view_is_inference(mode: Mode):
    return mode.run(weight_of_ones(2, 3).view, 6).is_inference()


@probe()
def view_knows_its_base(mode: Mode):
    weight = weight_of_ones(2, 3)
    view = mode.run(weight.view, 6)
    return {"_is_view()": view._is_view(), "_base": view._base is weight}


@probe()
def view_outside_of_view_inside(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).view, 6)[0])


@probe()
def view_inside_of_made_inside(mode: Mode):
    return {"_is_view()": mode.run(lambda: torch.ones(2, 3).view(6))._is_view()}


@probe()
def view_outside_of_made_inside(mode: Mode):
    return {"_is_view()": mode.run(torch.ones, 2, 3).view(6)._is_view()}


@probe()
def gradient_through_view(mode: Mode):
    weight = weight_of_ones(2, 3)
    view = mode.run(weight.view, 6)
    (view * 3).sum().backward()
    return {"weight.grad": weight.grad is not None}


@probe()
def gradient_through_view_beside_another(mode: Mode):
    weight, other = weight_of_ones(2, 3), weight_of_ones(6)
    view = mode.run(weight.view, 6)
    (view * other).sum().backward()
    return {"weight.grad": weight.grad is not None, "other.grad": other.grad is not None}


@probe()
def view_requires_grad_off(mode: Mode):
    return mode.run(weight_of_ones(2, 3).view, 6).requires_grad_(False).requires_grad


@probe()
def view_requires_grad_on(mode: Mode):
    tensor = torch.ones(2, 3)
    view = mode.run(tensor.view, 6).requires_grad_()
    return {"view": view.requires_grad, "base": tensor.requires_grad}


@probe()
def base_requires_grad_later(mode: Mode):
    tensor = torch.ones(2, 3)
    view = mode.run(tensor.view, 6)
    tensor.requires_grad_()
    return {"view": view.requires_grad, "base": tensor.requires_grad}
