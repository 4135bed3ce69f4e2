"""Views taken inside and changed outside."""

import torch

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.views.subjects import activation_of_ones, attempt, known, weight_of_ones


@probe()
def change_view_of_leaf(mode: Mode):
    mode.run(weight_of_ones(2, 3).view, 6).add_(1)
    return "changed"


@probe()
def change_view_of_leaf_value(mode: Mode):
    weight = weight_of_ones(2, 3)
    return attempt(weight, mode.run(weight.view, 6).add_, 1)


@probe()
def change_view_of_leaf_in_no_grad(mode: Mode):
    weight = weight_of_ones(2, 3)
    view = mode.run(weight.view, 6)
    with torch.no_grad():
        return attempt(weight, view.add_, 1)


@probe()
def change_view_of_leaf_in_inference_mode(mode: Mode):
    weight = weight_of_ones(2, 3)
    view = mode.run(weight.view, 6)
    with torch.inference_mode():
        return attempt(weight, view.add_, 1)


@probe()
def change_view_of_leaf_through_detach(mode: Mode):
    weight = weight_of_ones(2, 3)
    return attempt(weight, mode.run(weight.view, 6).detach().add_, 1)


@probe()
def change_view_of_activation(mode: Mode):
    mode.run(activation_of_ones(2, 3).view, 6).add_(1)
    return "changed"


@probe()
def change_view_of_activation_value(mode: Mode):
    activation = activation_of_ones(2, 3)
    return attempt(activation, mode.run(activation.view, 6).add_, 1)


@probe()
def change_view_of_input(mode: Mode):
    mode.run(torch.ones(2, 3).view, 6).add_(1)
    return "changed"


@probe()
def change_view_of_made_inside(mode: Mode):
    mode.run(torch.ones, 2, 3).view(6).add_(1)
    return "changed"


@probe()
def change_view_of_made_inside_value(mode: Mode):
    tensor = mode.run(torch.ones, 2, 3)
    return attempt(tensor, tensor.view(6).add_, 1)


@probe()
def change_unbind_of_activation(mode: Mode):
    mode.run(activation_of_ones(2, 3).unbind)[0].add_(1)
    return "changed"


@probe()
def change_unbind_of_activation_value(mode: Mode):
    activation = activation_of_ones(2, 3)
    return attempt(activation, mode.run(activation.unbind)[0].add_, 1)


@probe()
def change_chunk_of_activation(mode: Mode):
    mode.run(activation_of_ones(2, 3).chunk, 2)[0].add_(1)
    return "changed"


@probe()
def change_unsafe_chunk_of_activation(mode: Mode):
    mode.run(activation_of_ones(2, 3).unsafe_chunk, 2)[0].add_(1)
    return "changed"


@probe()
def change_unbind_of_input(mode: Mode):
    mode.run(torch.ones(2, 3).unbind)[0].add_(1)
    return "changed"


@probe()
def change_expanded(mode: Mode):
    mode.run(torch.ones(1, 3).expand, 2, 3).add_(1)
    return "changed"


@probe()
def weight_added_to_view_of_input(mode: Mode):
    view = mode.run(torch.ones(2, 3).view, 6)
    view.add_(weight_of_ones(6))
    return known(view)


@probe()
def weight_added_to_unbind_of_input(mode: Mode):
    row = mode.run(torch.ones(2, 3).unbind)[0]
    row.add_(weight_of_ones(3))
    return known(row)


@probe()
def weight_added_to_base(mode: Mode):
    tensor = torch.ones(2, 3)
    mode.run(tensor.view, 6)
    tensor.add_(weight_of_ones(2, 3))
    return known(tensor)


@probe()
def weight_added_to_base_view_read(mode: Mode):
    tensor = torch.ones(2, 3)
    view = mode.run(tensor.view, 6)
    tensor.add_(weight_of_ones(2, 3))
    return known(view)
