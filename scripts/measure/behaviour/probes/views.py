"""Views, in-place operations and version counters of ordinary tensors: made outside, viewed or changed inside."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe


def weight_of_ones(*shape: int) -> torch.Tensor:
    return torch.ones(*shape, requires_grad=True)


def activation_of_ones(*shape: int) -> torch.Tensor:
    """An ordinary tensor with a grad_fn."""
    return torch.zeros(*shape, requires_grad=True) + 1


def known(tensor: torch.Tensor) -> dict[str, bool]:
    """What the tensor says of its history."""
    return {"requires_grad": tensor.requires_grad, "grad_fn": tensor.grad_fn is not None}


def attempt(tensor: torch.Tensor, change: Callable[..., Any], *arguments: Any) -> str:
    """Is the change of a tensor of ones refused, and does it hold only ones afterwards?"""
    refused = ""
    try:
        change(*arguments)
    except RuntimeError:
        refused = "raises, "
    return refused + ("unchanged" if tensor.detach().eq(1).all().item() else "changed")


def gradient_after(mode: Mode, change: Callable[[torch.Tensor], Any]) -> str:
    """The gradient of weight * factor is the factor, which is kept: ones at the forward pass, twos after the change."""
    weight, factor = weight_of_ones(2), torch.ones(2)
    loss = (weight * factor).sum()
    mode.run(change, factor)
    loss.backward()
    return {1: "right gradient", 2: "wrong gradient"}[int(weight.grad[0])]


# What a view taken inside is


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


# Views taken inside and changed outside


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


# Ordinary tensors changed inside


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


# Version counters


@probe()
def version_after_add_(mode: Mode):
    tensor = torch.ones(2)
    mode.run(tensor.add_, 1)
    return tensor._version


@probe()
def version_after_change_of_view(mode: Mode):
    tensor = torch.ones(2)
    mode.run(lambda: tensor.view(2, 1).add_(1))
    return tensor._version


@probe()
def version_after_change_of_detach(mode: Mode):
    tensor = torch.ones(2)
    mode.run(lambda: tensor.detach().add_(1))
    return tensor._version


@probe()
def version_after_change_of_data(mode: Mode):
    tensor = torch.ones(2)
    mode.run(lambda: tensor.data.add_(1))
    return tensor._version


@probe()
def version_after_write_from_made_inside(mode: Mode):
    tensor, made = torch.ones(4, 2), mode.run(torch.ones, 1, 2)
    tensor[:1] = made
    return tensor._version


@probe()
def version_of_made_inside(mode: Mode):
    return mode.run(torch.ones, 2)._version


@probe()
def version_of_clone_of_made_inside(mode: Mode):
    return mode.run(torch.ones, 2).clone()._version


@probe()
def kept_then_add_(mode: Mode):
    return gradient_after(mode, lambda factor: factor.add_(1))


@probe()
def kept_then_index(mode: Mode):
    return gradient_after(mode, lambda factor: factor.__setitem__(slice(None), 2))


@probe()
def kept_then_change_of_view(mode: Mode):
    return gradient_after(mode, lambda factor: factor.view(2, 1).add_(1))


@probe()
def kept_then_out(mode: Mode):
    return gradient_after(mode, lambda factor: torch.add(factor, 1, out=factor))


@probe()
def kept_then_foreach(mode: Mode):
    return gradient_after(mode, lambda factor: torch._foreach_add_([factor], 1))


@probe()
def kept_then_set_(mode: Mode):
    return gradient_after(mode, lambda factor: factor.set_(factor + 1))


@probe()
def kept_then_change_of_detach(mode: Mode):
    return gradient_after(mode, lambda factor: factor.detach().add_(1))


@probe()
def kept_then_change_of_data(mode: Mode):
    return gradient_after(mode, lambda factor: factor.data.add_(1))


@probe()
def kept_then_assigned_data(mode: Mode):
    return gradient_after(mode, lambda factor: setattr(factor, "data", factor + 1))


@probe()
def kept_then_numpy(mode: Mode):
    return gradient_after(mode, lambda factor: factor.cpu().numpy().fill(2))


@probe()
def kept_then_dlpack(mode: Mode):
    return gradient_after(mode, lambda factor: torch.from_dlpack(factor).fill_(2))


@probe()
def kept_then_rebound(mode: Mode):
    return gradient_after(mode, lambda factor: factor + 1)


@probe()
def kept_output_then_add_(mode: Mode):
    activation = weight_of_ones(2).exp()
    mode.run(activation.add_, 1)
    activation.sum().backward()
    return "right gradient"


@probe()
def kept_weight_then_step(mode: Mode):
    model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    loss = model(torch.ones(1, 2)).sum()
    loss.backward(retain_graph=True)
    mode.run(optimizer.step)
    loss.backward()
    return "right gradient"
