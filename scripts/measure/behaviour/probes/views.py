"""Views, in-place operations and version counters: tensors made outside, viewed or written inside, and the other way round."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe


def weight_of_ones(*shape: int) -> torch.Tensor:
    return torch.ones(*shape, requires_grad=True)


def activation_of_ones(*shape: int) -> torch.Tensor:
    """An ordinary tensor with a grad_fn."""
    return torch.zeros(*shape, requires_grad=True) + 1


def known(view: torch.Tensor) -> dict[str, bool]:
    return {"requires_grad": view.requires_grad, "grad_fn": view.grad_fn is not None}


def attempt(tensor: torch.Tensor, change: Callable[..., Any], *arguments: Any) -> str:
    """Is the change of a tensor of ones refused, and does it hold only ones afterwards?"""
    refused = ""
    try:
        change(*arguments)
    except RuntimeError:
        refused = "raises, "
    return refused + ("unchanged" if bool(tensor.detach().eq(1).all()) else "changed")


# What a view taken inside is


@probe()
def view_of_a_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).view, 6))


@probe()
def view_of_an_activation(mode: Mode):
    return known(mode.run(activation_of_ones(2, 3).view, 6))


@probe()
def view_of_an_input(mode: Mode):
    return known(mode.run(torch.ones(2, 3).view, 6))


@probe()
def view_of_one_made_inside(mode: Mode):
    return known(mode.run(torch.ones, 2, 3).view(6))


@probe()
def view_is_inference(mode: Mode):
    return mode.run(torch.ones(2, 3).view, 6).is_inference()


@probe()
def view_is_view(mode: Mode):
    tensor = torch.ones(2, 3)
    view = mode.run(tensor.view, 6)
    return {"_is_view()": view._is_view(), "_base": view._base is tensor}


@probe()
def view_inside_of_one_made_inside_is_view(mode: Mode):
    return mode.run(lambda: torch.ones(2, 3).view(6))._is_view()


@probe()
def view_outside_of_one_made_inside_is_view(mode: Mode):
    return mode.run(torch.ones, 2, 3).view(6)._is_view()


@probe()
def view_of_a_view(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).view, 6)[0])


@probe()
def index_of_a_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).__getitem__, 0))


@probe()
def list_index_of_a_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).__getitem__, [0]))


@probe()
def unbind_of_a_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).unbind)[0])


@probe()
def split_of_a_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).split, 1)[0])


@probe()
def unsafe_split_of_a_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).unsafe_split, 1)[0])


@probe()
def expand_of_a_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(1, 3).expand, 2, 3))


@probe()
def as_strided_of_a_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).as_strided, (2,), (1,)))


@probe()
def narrow_of_a_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).narrow, 0, 0, 1))


@probe()
def reshape_that_copies(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).t().reshape, 6))


@probe()
def contiguous_of_a_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).contiguous))

@probe()
def contiguous_that_copies(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).t().contiguous))


@probe()
def detach_of_a_leaf(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).detach))


@probe()
def complex_real(mode: Mode):
    return known(mode.run(torch.real, torch.ones(2, dtype=torch.complex64, requires_grad=True)))


@probe()
def to_sparse_values(mode: Mode):
    return known(mode.run(weight_of_ones(2, 3).diagonal))


@probe()
def gradient_through_a_view(mode: Mode):
    weight = weight_of_ones(2, 3)
    view = mode.run(weight.view, 6)
    loss = (view * 3).sum()
    loss.backward()
    return {"loss.requires_grad": loss.requires_grad, "weight.grad": weight.grad is not None}


@probe()
def gradient_through_a_view_kept(mode: Mode):
    weight, other = weight_of_ones(2, 3), weight_of_ones(6)
    (mode.run(weight.view, 6) * other).sum().backward()
    return {"weight.grad": weight.grad is not None, "other.grad": other.grad is not None}


@probe()
def grad_of_a_view(mode: Mode):
    view = mode.run(weight_of_ones(2, 3).view, 6)
    (view * 3).sum().backward()
    return view.grad is not None

@probe()
def is_leaf_view(mode: Mode):
    return mode.run(weight_of_ones(2, 3).view, 6).is_leaf


@probe()
def requires_grad_false_of_a_view(mode: Mode):
    return mode.run(weight_of_ones(2, 3).view, 6).requires_grad_(False).requires_grad


@probe()
def requires_grad_of_a_view(mode: Mode):
    tensor = torch.ones(2, 3)
    view = mode.run(tensor.view, 6).requires_grad_()
    return {"view": view.requires_grad, "base": tensor.requires_grad}


@probe()
def requires_grad_of_a_view_inside(mode: Mode):
    tensor = torch.ones(2, 3)
    view = mode.run(lambda: tensor.view(6).requires_grad_())
    return {"view": view.requires_grad, "base": tensor.requires_grad}

@probe()
def requires_grad_of_a_base(mode: Mode):
    tensor = torch.ones(2, 3)
    view = mode.run(tensor.view, 6)
    tensor.requires_grad_()
    return {"view": view.requires_grad, "base": tensor.requires_grad}

@probe()
def detach_view_inplace(mode: Mode):
    return known(mode.run(lambda: weight_of_ones(2, 3).view(6).detach_()))

@probe()
def detach_view_inplace_inside(mode: Mode):
    view = activation_of_ones(2, 3).view(6)
    mode.run(view.detach_)
    return known(view)


# Views written to

def write(mode, tensor, view):
    return attempt(tensor, mode.run(view).add_, 1)


@probe()
def add_to_a_view_of_a_leaf_(mode: Mode):
    mode.run(weight_of_ones(2, 3).view, 6).add_(1)
    return "changed"


@probe()
def add_to_a_view_of_an_activation(mode: Mode):
    mode.run(activation_of_ones(2, 3).view, 6).add_(1)
    return "changed"


@probe()
def add_to_a_view_of_an_input(mode: Mode):
    mode.run(torch.ones(2, 3).view, 6).add_(1)
    return "changed"


@probe()
def add_to_a_view_of_one_made_inside(mode: Mode):
    mode.run(torch.ones, 2, 3).view(6).add_(1)
    return "changed"


@probe()
def add_inside_to_a_view_of_a_leaf(mode: Mode):
    weight = weight_of_ones(2, 3)
    mode.run(lambda: weight.view(6).add_(1))
    return {"leaf": weight.is_leaf, "version": weight._version}


@probe()
def value_view_of_a_leaf(mode: Mode):
    weight = weight_of_ones(2, 3)
    return attempt(weight, mode.run(weight.view, 6).add_, 1)


@probe()
def value_view_of_an_activation(mode: Mode):
    activation = activation_of_ones(2, 3)
    return attempt(activation, mode.run(activation.view, 6).add_, 1)


@probe()
def value_view_of_one_made_inside(mode: Mode):
    tensor = mode.run(torch.ones, 2, 3)
    return attempt(tensor, tensor.view(6).add_, 1)


@probe()
def value_view_of_a_leaf_in_no_grad(mode: Mode):
    weight = weight_of_ones(2, 3)
    view = mode.run(weight.view, 6)
    with torch.no_grad():
        return attempt(weight, view.add_, 1)


@probe()
def add_a_weight_to_a_view_of_an_input(mode: Mode):
    view = mode.run(torch.ones(2, 3).view, 6)
    view.add_(weight_of_ones(6))
    return known(view)


@probe()
def add_a_weight_to_the_base(mode: Mode):
    tensor = torch.ones(2, 3)
    view = mode.run(tensor.view, 6)
    tensor.add_(weight_of_ones(2, 3))
    return known(view)


@probe()
def unbind_activation_add(mode: Mode):
    mode.run(activation_of_ones(2, 3).unbind)[0].add_(1)
    return "changed"


@probe()
def unbind_leaf_add(mode: Mode):
    mode.run(weight_of_ones(2, 3).unbind)[0].add_(1)
    return "changed"


@probe()
def unbind_input_add(mode: Mode):
    mode.run(torch.ones(2, 3).unbind)[0].add_(1)
    return "changed"


@probe()
def unbind_input_add_weight(mode: Mode):
    mode.run(torch.ones(2, 3).unbind)[0].add_(weight_of_ones(3))
    return "changed"


@probe()
def chunk_activation_add(mode: Mode):
    mode.run(activation_of_ones(2, 3).chunk, 2)[0].add_(1)
    return "changed"


@probe()
def split_activation_add(mode: Mode):
    mode.run(activation_of_ones(2, 3).split, 1)[0].add_(1)
    return "changed"


@probe()
def unsafe_chunk_activation_add(mode: Mode):
    mode.run(activation_of_ones(2, 3).unsafe_chunk, 2)[0].add_(1)
    return "changed"


@probe()
def unsafe_chunk_writes(mode: Mode):
    activation = activation_of_ones(2, 3)
    return attempt(activation, mode.run(activation.unsafe_chunk, 2)[0].add_, 1)


@probe()
def unbind_activation_value(mode: Mode):
    activation = activation_of_ones(2, 3)
    return attempt(activation, mode.run(activation.unbind)[0].add_, 1)


@probe()
def unbind_add_inside(mode: Mode):
    activation = activation_of_ones(2, 3)
    mode.run(lambda: activation.unbind()[0].add_(1))
    return "changed"


@probe()
def unbind_outside_add_inside(mode: Mode):
    part = activation_of_ones(2, 3).unbind()[0]
    mode.run(part.add_, 1)
    return "changed"


@probe()
def view_outside_add_inside(mode: Mode):
    activation = activation_of_ones(2, 3)
    view = activation.view(6)
    mode.run(view.add_, 1)
    return {"view": view.grad_fn.name(), "version": activation._version}

@probe()
def index_put_on_expanded(mode: Mode):
    tensor = torch.ones(1,3).expand(2,3)
    mode.run(tensor.add_, 1)
    return "changed"


# In-place on leaves


@probe()
def add_to_a_leaf_inside(mode: Mode):
    mode.run(weight_of_ones(2).add_, 1)
    return "changed"


@probe()
def value_leaf_inside(mode: Mode):
    weight = weight_of_ones(2)
    return attempt(weight, mode.run, weight.add_, 1)


@probe()
def leaf_then_trained(mode: Mode):
    weight = weight_of_ones(2)
    mode.run(weight.mul_, 3)
    (weight * weight).sum().backward()
    return "gradient of the new value" if bool(weight.grad.eq(6).all()) else "other"


@probe()
def leaf_set_index(mode: Mode):
    mode.run(weight_of_ones(2).__setitem__, 0, 5)
    return "changed"


@probe()
def leaf_plus_equals_view(mode: Mode):
    weight = weight_of_ones(2)
    row = weight[:1]
    mode.run(row.add_, 1)
    return "changed"


@probe()
def leaf_out(mode: Mode):
    weight = weight_of_ones(2)
    mode.run(lambda: torch.zeros(2, out=weight))
    return "changed"


@probe()
def leaf_add_out(mode: Mode):
    weight = weight_of_ones(2)
    mode.run(lambda: torch.add(torch.ones(2), 1, out=weight))
    return "changed"


@probe()
def leaf_set_(mode: Mode):
    weight = weight_of_ones(2)
    mode.run(weight.set_, torch.zeros(2))
    return {"requires_grad": weight.requires_grad, "is_leaf": weight.is_leaf, "version": weight._version}

@probe()
def leaf_set_made_inside(mode: Mode):
    weight = weight_of_ones(2)
    mode.run(lambda: weight.set_(torch.zeros(2)))
    return {"requires_grad": weight.requires_grad, "is_leaf": weight.is_leaf, "is_inference": weight.is_inference()}


@probe()
def leaf_resize_(mode: Mode):
    weight = weight_of_ones(2)
    mode.run(weight.resize_, 1)
    return tuple(weight.shape)


@probe()
def leaf_t_(mode: Mode):
    weight = weight_of_ones(2, 3)
    mode.run(weight.t_)
    return tuple(weight.shape)


@probe()
def leaf_data_inside(mode: Mode):
    weight = weight_of_ones(2)
    mode.run(lambda: weight.data.add_(1))
    return {"version": weight._version}


@probe()
def leaf_assign_data_inside(mode: Mode):
    weight = weight_of_ones(2)
    mode.run(lambda: setattr(weight, "data", torch.zeros(2)))
    return {"version": weight._version, "is_inference": weight.is_inference()}


@probe()
def leaf_copy_weight_into_buffer(mode: Mode):
    buffer = torch.zeros(2)
    mode.run(buffer.copy_, weight_of_ones(2))
    return known(buffer)


@probe()
def relu_inplace_leaf(mode: Mode):
    mode.run(nn.ReLU(inplace=True), weight_of_ones(2))
    return "changed"


# Non-leaves


@probe()
def activation_mul_gradient(mode: Mode):
    weight = weight_of_ones(2)
    activation = weight * 2
    mode.run(activation.mul_, 3)
    activation.sum().backward()
    return int(weight.grad[0])


@probe()
def activation_mul_grad_fn(mode: Mode):
    activation = weight_of_ones(2) * 2
    mode.run(activation.mul_, 3)
    return activation.grad_fn.name()


@probe()
def activation_zero_gradient(mode: Mode):
    weight = weight_of_ones(2)
    activation = weight * 2
    mode.run(activation.zero_)
    activation.sum().backward()
    return int(weight.grad[0])


@probe()
def detach_inside(mode: Mode):
    activation = activation_of_ones(2)
    mode.run(activation.detach_)
    return known(activation)


@probe()
def detach_inside_returned(mode: Mode):
    activation = activation_of_ones(2)
    return mode.run(activation.detach_) is activation


@probe()
def requires_grad_inside(mode: Mode):
    tensor = torch.ones(2)
    mode.run(tensor.requires_grad_)
    return (tensor * tensor).requires_grad


@probe()
def requires_grad_false_nonleaf(mode: Mode):
    return mode.run(activation_of_ones(2).requires_grad_, False).requires_grad


@probe()
def retain_grad_inside(mode: Mode):
    activation = activation_of_ones(2)
    mode.run(activation.retain_grad)
    activation.sum().backward()
    return activation.grad is not None


# Version counters


@probe()
def version_after_add_inside(mode: Mode):
    tensor = torch.ones(2)
    mode.run(tensor.add_, 1)
    return tensor._version


@probe()
def version_after_view_add_inside(mode: Mode):
    tensor = torch.ones(2)
    mode.run(lambda: tensor.view(2, 1).add_(1))
    return tensor._version


@probe()
def version_after_detach_add_inside(mode: Mode):
    tensor = torch.ones(2)
    mode.run(lambda: tensor.detach().add_(1))
    return tensor._version


@probe()
def version_after_data_add_inside(mode: Mode):
    tensor = torch.ones(2)
    mode.run(lambda: tensor.data.add_(1))
    return tensor._version


@probe()
def version_of_made_inside(mode: Mode):
    return mode.run(torch.ones, 2)._version


@probe()
def version_of_clone(mode: Mode):
    return mode.run(torch.ones, 2).clone()._version


def backward_after(mode: Mode, change: Callable[[torch.Tensor], Any]) -> str:
    """The gradient of weight * factor is the factor: which one, when the factor is changed between forward and backward?"""
    weight, factor = weight_of_ones(2), torch.ones(2)
    loss = (weight * factor).sum()
    mode.run(change, factor)
    loss.backward()
    return "gradient of the old value" if bool(weight.grad.eq(1).all()) else "gradient of the new value"


@probe()
def saved_add(mode: Mode):
    return backward_after(mode, lambda factor: factor.add_(1))


@probe()
def saved_view_add(mode: Mode):
    return backward_after(mode, lambda factor: factor.view(2, 1).add_(1))


@probe()
def saved_index(mode: Mode):
    return backward_after(mode, lambda factor: factor.__setitem__(slice(None), 2))


@probe()
def saved_detach_add(mode: Mode):
    return backward_after(mode, lambda factor: factor.detach().add_(1))


@probe()
def saved_data_add(mode: Mode):
    return backward_after(mode, lambda factor: factor.data.add_(1))


@probe()
def saved_numpy(mode: Mode):
    return backward_after(mode, lambda factor: factor.cpu().numpy().fill(2))


@probe()
def saved_dlpack(mode: Mode):
    return backward_after(mode, lambda factor: torch.from_dlpack(factor).fill_(2))


@probe()
def saved_assign_data(mode: Mode):
    return backward_after(mode, lambda factor: setattr(factor, "data", factor + 1))


@probe()
def saved_set(mode: Mode):
    return backward_after(mode, lambda factor: factor.set_(factor + 1))


@probe()
def saved_out(mode: Mode):
    return backward_after(mode, lambda factor: torch.add(factor, 1, out=factor))


@probe()
def saved_foreach(mode: Mode):
    return backward_after(mode, lambda factor: torch._foreach_add_([factor], 1))


@probe()
def saved_storage(mode: Mode):
    return backward_after(mode, lambda factor: factor.untyped_storage().copy_((factor + 1).untyped_storage()))


@probe()
def saved_rebind(mode: Mode):
    return backward_after(mode, lambda factor: factor + 1)


@probe()
def saved_swap(mode: Mode):
    return backward_after(mode, lambda factor: torch.utils.swap_tensors(factor, factor + 1))


@probe()
def saved_detached_view_taken_inside(mode: Mode):
    weight, factor = weight_of_ones(2), torch.ones(2)
    alias = mode.run(factor.detach)
    loss = (weight * factor).sum()
    alias.add_(1)
    loss.backward()
    return "gradient of the old value" if bool(weight.grad.eq(1).all()) else "gradient of the new value"


@probe()
def saved_data_alias_taken_inside(mode: Mode):
    weight, factor = weight_of_ones(2), torch.ones(2)
    alias = mode.run(lambda: factor.data)
    loss = (weight * factor).sum()
    alias.add_(1)
    loss.backward()
    return "gradient of the old value" if bool(weight.grad.eq(1).all()) else "gradient of the new value"


@probe()
def saved_output_of_exp(mode: Mode):
    weight = torch.zeros(2, requires_grad=True)
    activation = weight.exp()
    mode.run(activation.add_, 1)
    activation.sum().backward()
    return int(weight.grad[0])


@probe()
def saved_weight_optimizer(mode: Mode):
    layers = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
    optimizer = torch.optim.SGD(layers.parameters(), lr=0.5)
    loss = layers(torch.ones(1, 2)).sum()
    loss.backward(retain_graph=True)
    mode.run(optimizer.step)
    loss.backward()
    return "runs"


@probe()
def saved_clamp(mode: Mode):
    layers = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
    loss = layers(torch.ones(1, 2)).sum()
    mode.run(layers[1].weight.clamp_, -1, 1)
    loss.backward()
    return "runs"

@probe()
def saved_preserved(mode: Mode):
    return backward_after(mode, preserved)

def preserved(factor):
    with torch.autograd._unsafe_preserve_version_counter(factor):
        factor.add_(1)

@probe()
def saved_dropped_batch_norm(mode: Mode):
    norm = nn.BatchNorm1d(2).eval()
    loss = norm(torch.ones(2, 2)).sum()
    mode.run(norm.running_mean.add_, 1)
    loss.backward()
    return "runs"
