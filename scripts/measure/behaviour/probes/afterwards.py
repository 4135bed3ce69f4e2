"""Used afterwards: what can be done outside with a tensor that was made inside."""

import copy
import io
import pickle
from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.nn import functional
from torch.utils.checkpoint import checkpoint

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe


def attempt(tensor: torch.Tensor, change: Callable[..., Any], *arguments: Any) -> str:
    """Is the change of a tensor [1, 1] refused, and is it still [1, 1] afterwards?"""
    refused = ""
    try:
        change(*arguments)
    except RuntimeError:
        refused = "raises, "
    return refused + ("unchanged" if tensor.tolist() == [1, 1] else "changed")


def is_counted(tensor: torch.Tensor) -> bool:
    """Does the tensor have a version counter?"""
    try:
        return tensor._version >= 0
    except RuntimeError:
        return False


def kind(result: torch.Tensor, of: torch.Tensor) -> str:
    """The same tensor, or another one: an inference tensor? with a version counter? in the same memory?"""
    if result is of:
        return "same tensor"
    made = "inference" if result.is_inference() else "ordinary"
    counter = "counted" if is_counted(result) else "not counted"
    shared = result.untyped_storage().data_ptr() == of.untyped_storage().data_ptr()
    return f"{made}, {counter}, {'same' if shared else 'own'} memory"


def weight_of_ones(*shape: int) -> torch.Tensor:
    return torch.ones(*shape, requires_grad=True)


def leaf_made_inside(mode: Mode, *shape: int) -> torch.Tensor:
    return mode.run(lambda: torch.ones(*shape, requires_grad=True))


def trained(result: torch.Tensor, weight: torch.Tensor) -> dict[str, bool]:
    """Does the weight get a gradient when the result is run backwards?"""
    result.sum().backward()
    return {"weight.grad": weight.grad is not None}


class Scale(torch.autograd.Function):
    """weight * factor, which keeps the factor for its backward pass."""

    @staticmethod
    def forward(ctx, weight, factor):
        ctx.save_for_backward(factor)
        return weight * factor

    @staticmethod
    def backward(ctx, gradient):
        (factor,) = ctx.saved_tensors
        return gradient * factor, None


# Changed outside


@probe()
def add_(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    tensor.add_(1)
    return "changed"


@probe()
def version(mode: Mode):
    return mode.run(torch.ones, 2)._version


@probe()
def change_by_add_(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.add_, 1)


@probe()
def change_by_copy_(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.copy_, torch.zeros(2))


@probe()
def change_by_index(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.__setitem__, 0, 5)


@probe()
def change_by_mask(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.__setitem__, tensor > 0, 5)


@probe()
def change_by_out(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, lambda: torch.add(tensor, 1, out=tensor))


@probe()
def change_by_foreach(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, torch._foreach_add_, [tensor], 1)


@probe()
def change_by_init(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, nn.init.zeros_, tensor)


@probe()
def change_by_inplace_module(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, nn.Threshold(3, 0, inplace=True), tensor)


@probe()
def change_by_optimizer(mode: Mode):
    leaf = leaf_made_inside(mode, 2)
    leaf.grad = torch.ones(2)
    return attempt(leaf, torch.optim.SGD([leaf], lr=0.5).step)


@probe()
def change_by_load_state_dict(mode: Mode):
    norm = mode.run(nn.BatchNorm1d, 2)
    zeros = {name: torch.zeros_like(value) for name, value in norm.state_dict().items()}
    return attempt(norm.weight, norm.load_state_dict, zeros)


@probe()
def change_by_set_(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.set_, torch.zeros(2))


@probe()
def change_by_resize_(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.resize_, 1)


@probe()
def change_by_unsqueeze_(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.unsqueeze_, 0)


@probe()
def change_through_view(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.view(2, 1).add_, 1)


@probe()
def change_in_no_grad(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    with torch.no_grad():
        return attempt(tensor, tensor.add_, 1)


@probe()
def change_in_inference_mode(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    with torch.inference_mode():
        return attempt(tensor, tensor.add_, 1)


@probe()
def change_through_detach(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.detach().add_, 1)


@probe()
def change_through_detach_inside(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, mode.run(tensor.detach).add_, 1)


@probe()
def change_through_view_of_detach(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.detach().view(2, 1).add_, 1)


@probe()
def change_through_data(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.data.add_, 1)


@probe()
def change_through_numpy(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.cpu().numpy().fill, 0)


@probe()
def change_through_dlpack(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, torch.from_dlpack(tensor).zero_)


@probe()
def change_through_storage(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.untyped_storage().fill_, 0)


@probe()
def change_by_assigning_data(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, setattr, tensor, "data", torch.zeros(2))


@probe()
def change_by_swap_tensors(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, torch.utils.swap_tensors, tensor, torch.zeros(2))


@probe()
def cache_written_to(mode: Mode):
    cache = mode.run(torch.zeros, 4, 2)
    cache[:1] = torch.ones(1, 2)
    return "changed"


@probe()
def loss_written_into_it(mode: Mode):
    losses = mode.run(torch.zeros, 2)
    losses[0] = weight_of_ones(2).sum()
    return {"requires_grad": losses.requires_grad}


@probe()
def gradient_accumulated_onto_it(mode: Mode):
    weight, gradient = weight_of_ones(2), mode.run(torch.ones, 2)
    weight.grad = gradient
    return attempt(gradient, (weight * 2).sum().backward)


# What it becomes


@probe()
def kind_of_clone(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.clone(), tensor)


@probe()
def kind_of_clone_inside(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(mode.run(tensor.clone), tensor)


@probe()
def kind_of_detach(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.detach(), tensor)


@probe()
def kind_of_data(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.data, tensor)


@probe()
def kind_of_view(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.view(2, 1), tensor)


@probe()
def kind_of_slice(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor[:1], tensor)


@probe()
def kind_of_contiguous(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.contiguous(), tensor)


@probe()
def kind_of_float(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.float(), tensor)


@probe()
def kind_of_double(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.double(), tensor)


@probe()
def kind_of_to_device(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.to(tensor.device), tensor)


@probe()
def kind_of_eval_dropout(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(nn.Dropout().eval()(tensor), tensor)


@probe()
def kind_of_identity(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(nn.Identity()(tensor), tensor)


@probe()
def kind_of_as_tensor(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(torch.as_tensor(tensor), tensor)


@probe()
def kind_of_arithmetic(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor + 0, tensor)


@probe()
def kind_of_stack(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(torch.stack([tensor]), tensor)


@probe()
def kind_of_frozen_layer(mode: Mode):
    tensor = mode.run(torch.ones, 1, 2)
    return kind(nn.Linear(2, 2).requires_grad_(False)(tensor), tensor)


@probe()
def kind_of_cache_extended(mode: Mode):
    cache = mode.run(torch.zeros, 4, 2)
    return kind(torch.cat([cache, torch.ones(1, 2)]), cache)


@probe()
def kind_of_sum_over_batches(mode: Mode):
    total, loss = 0, mode.run(torch.ones, 2)
    total += loss
    total += loss
    return kind(total, loss)


@probe()
def kind_of_dlpack(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(torch.from_dlpack(tensor), tensor)


@probe()
def kind_of_copy(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(copy.copy(tensor), tensor)


@probe()
def kind_of_deepcopy(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(copy.deepcopy(tensor), tensor)


@probe()
def kind_of_deepcopy_inside(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(mode.run(copy.deepcopy, tensor), tensor)


@probe()
def kind_of_pickle(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(pickle.loads(pickle.dumps(tensor)), tensor)


@probe()
def kind_of_save_and_load(mode: Mode):
    tensor, file = mode.run(torch.ones, 2), io.BytesIO()
    torch.save(tensor, file)
    file.seek(0)
    return kind(torch.load(file), tensor)


@probe()
def kind_of_share_memory_(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.share_memory_(), tensor)


@probe()
def kind_of_buffer(mode: Mode):
    module, tensor = nn.Module(), mode.run(torch.ones, 2)
    module.register_buffer("tensor", tensor)
    return kind(module.state_dict()["tensor"], tensor)


@probe()
def kind_of_buffer_loaded(mode: Mode):
    norm, tensor = nn.BatchNorm1d(2), mode.run(torch.ones, 2)
    norm.load_state_dict(norm.state_dict() | {"running_mean": tensor})
    return kind(norm.running_mean, tensor)


@probe()
def kind_of_frozen_parameter(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(nn.Parameter(tensor, requires_grad=False), tensor)


@probe()
def kind_of_one_copied_into(mode: Mode):
    tensor, ordinary = mode.run(torch.ones, 2), torch.zeros(2)
    return kind(ordinary.copy_(tensor), tensor)


@probe()
def kind_after_assigning_data(mode: Mode):
    tensor, ordinary = mode.run(torch.ones, 2), torch.zeros(2)
    tensor.data = ordinary
    return kind(tensor, ordinary)


@probe()
def kind_after_swap_tensors(mode: Mode):
    tensor, ordinary = mode.run(torch.ones, 2), torch.zeros(2)
    torch.utils.swap_tensors(tensor, ordinary)
    return kind(tensor, ordinary)


@probe()
def requires_grad_(mode: Mode):
    return mode.run(torch.ones, 2).requires_grad_().requires_grad


@probe()
def requires_grad_attribute(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    tensor.requires_grad = True
    return tensor.requires_grad


@probe()
def requires_grad_of_detach(mode: Mode):
    return mode.run(torch.ones, 2).detach().requires_grad_().requires_grad


@probe()
def requires_grad_of_clone(mode: Mode):
    return mode.run(torch.ones, 2).clone().requires_grad_().requires_grad


@probe()
def parameter(mode: Mode):
    return nn.Parameter(mode.run(torch.ones, 2)).requires_grad


@probe()
def reading(mode: Mode):
    tensor = mode.run(torch.ones, 1)
    read = (tensor.item(), tensor.tolist(), tensor.cpu().numpy(), repr(tensor))
    return tuple(type(one).__name__ for one in read)


# Used in a forward pass that is recorded


@probe()
def use_in_add(mode: Mode):
    weight, made = weight_of_ones(2), mode.run(torch.ones, 2)
    return trained(weight + made, weight)


@probe()
def use_in_cat(mode: Mode):
    weight, made = weight_of_ones(2), mode.run(torch.ones, 2)
    return trained(torch.cat([weight, made]), weight)


@probe()
def use_in_mul(mode: Mode):
    weight, made = weight_of_ones(2), mode.run(torch.ones, 2)
    return trained(weight * made, weight)


@probe()
def use_of_scalar(mode: Mode):
    weight, made = weight_of_ones(2), mode.run(torch.tensor, 2.0)
    return trained(weight * made, weight)


@probe()
def use_of_item(mode: Mode):
    weight, made = weight_of_ones(2), mode.run(torch.tensor, 2.0)
    return trained(weight * made.item(), weight)


@probe()
def use_in_matmul(mode: Mode):
    weight, made = weight_of_ones(2, 2), mode.run(torch.ones, 2, 2)
    return trained(made @ weight, weight)


@probe()
def use_in_linear(mode: Mode):
    layer, made = nn.Linear(2, 1), mode.run(torch.ones, 1, 2)
    return trained(layer(made), layer.weight)


@probe()
def use_of_detach_in_linear(mode: Mode):
    layer, made = nn.Linear(2, 1), mode.run(torch.ones, 1, 2)
    return trained(layer(made.detach()), layer.weight)


@probe()
def use_of_slice_in_linear(mode: Mode):
    layer, made = nn.Linear(2, 1), mode.run(torch.ones, 4, 2)
    return trained(layer(made[:2]), layer.weight)


@probe()
def use_of_clone_in_linear(mode: Mode):
    layer, made = nn.Linear(2, 1), mode.run(torch.ones, 1, 2)
    return trained(layer(made.clone()), layer.weight)


@probe()
def use_of_relu_in_linear(mode: Mode):
    layer, made = nn.Linear(2, 1), mode.run(torch.ones, 1, 2)
    return trained(layer(made.relu()), layer.weight)


@probe()
def use_of_list_index_in_linear(mode: Mode):
    layer, made = nn.Linear(2, 1), mode.run(torch.ones, 4, 2)
    return trained(layer(made[[0, 1]]), layer.weight)


@probe()
def use_in_linear_with_autocast(mode: Mode):
    layer, made = nn.Linear(2, 1), mode.run(torch.ones, 1, 2)
    with torch.autocast(made.device.type, dtype=torch.bfloat16):
        output = layer(made)
    return trained(output, layer.weight)


@probe()
def use_in_linear_with_frozen_weight(mode: Mode):
    layer, made = nn.Linear(2, 1), mode.run(torch.ones, 1, 2)
    layer.weight.requires_grad_(False)
    return trained(layer(made), layer.bias)


@probe()
def use_as_weight(mode: Mode):
    inputs, made = weight_of_ones(1, 2), mode.run(torch.ones, 1, 2)
    return trained(functional.linear(inputs, made), inputs)


@probe()
def use_in_conv(mode: Mode):
    layer, made = nn.Conv1d(1, 1, 1), mode.run(torch.ones, 1, 1, 2)
    return trained(layer(made), layer.weight)


@probe()
def use_in_batch_norm(mode: Mode):
    layer, made = nn.BatchNorm1d(2), mode.run(torch.ones, 2, 2)
    return trained(layer(made), layer.weight)


@probe()
def use_as_running_mean(mode: Mode):
    layer = nn.BatchNorm1d(2).eval()
    layer.running_mean = mode.run(torch.zeros, 2)
    return trained(layer(torch.ones(2, 2)), layer.weight)


@probe()
def use_as_lstm_state(mode: Mode):
    layer, made = nn.LSTM(2, 2), mode.run(torch.zeros, 1, 1, 2)
    output, _ = layer(torch.ones(1, 1, 2), (made, made))
    return trained(output, layer.weight_ih_l0)


@probe()
def use_as_keys(mode: Mode):
    query, made = weight_of_ones(1, 1, 2, 4), mode.run(torch.ones, 1, 1, 2, 4)
    return trained(functional.scaled_dot_product_attention(query, made, made), query)


@probe()
def use_as_keys_extended(mode: Mode):
    query, made = weight_of_ones(1, 1, 2, 4), mode.run(torch.ones, 1, 1, 2, 4)
    keys = torch.cat([made, query], dim=2)
    return trained(functional.scaled_dot_product_attention(query, keys, keys), query)


@probe()
def use_as_attention_mask(mode: Mode):
    query, made = weight_of_ones(1, 1, 2, 4), mode.run(torch.zeros, 2, 2)
    return trained(functional.scaled_dot_product_attention(query, query, query, made), query)


@probe()
def use_in_embedding(mode: Mode):
    table, made = nn.Embedding(3, 2), mode.run(torch.arange, 2)
    return trained(table(made), table.weight)


@probe()
def use_as_index(mode: Mode):
    weight, made = weight_of_ones(3), mode.run(torch.arange, 2)
    return trained(weight[made], weight)


@probe()
def use_as_scalar_index(mode: Mode):
    weight, made = weight_of_ones(3), mode.run(torch.tensor, 2)
    return trained(weight[made], weight)


@probe()
def use_in_gather(mode: Mode):
    weight, made = weight_of_ones(3), mode.run(torch.arange, 2)
    return trained(weight.gather(0, made), weight)


@probe()
def use_in_index_select(mode: Mode):
    weight, made = weight_of_ones(3), mode.run(torch.arange, 2)
    return trained(weight.index_select(0, made), weight)


@probe()
def use_in_scatter_add(mode: Mode):
    weight, made = weight_of_ones(3), mode.run(torch.ones, 3)
    return trained(weight.scatter_add(0, torch.arange(3), made), weight)


@probe()
def use_in_masked_fill(mode: Mode):
    weight, made = weight_of_ones(3), mode.run(torch.eye(1, 3).bool)
    return trained(weight.masked_fill(made, 0), weight)


@probe()
def use_as_condition_of_where(mode: Mode):
    weight, made = weight_of_ones(3), mode.run(torch.eye(1, 3).bool)
    return trained(torch.where(made, weight, 0), weight)


@probe()
def use_as_value_of_where(mode: Mode):
    weight, made = weight_of_ones(3), mode.run(torch.ones, 3)
    return trained(torch.where(torch.eye(1, 3).bool(), weight, made), weight)


@probe()
def use_in_cross_entropy(mode: Mode):
    logits, made = weight_of_ones(2, 3), mode.run(torch.arange, 2)
    return trained(functional.cross_entropy(logits, made), logits)


@probe()
def use_in_mse_loss(mode: Mode):
    prediction, made = weight_of_ones(2), mode.run(torch.zeros, 2)
    return trained(functional.mse_loss(prediction, made), prediction)


@probe()
def use_in_l1_loss(mode: Mode):
    prediction, made = weight_of_ones(2), mode.run(torch.zeros, 2)
    return trained(functional.l1_loss(prediction, made), prediction)


@probe()
def use_in_squared_difference(mode: Mode):
    prediction, made = weight_of_ones(2), mode.run(torch.zeros, 2)
    return trained((prediction - made) ** 2, prediction)


@probe()
def use_in_bce_loss(mode: Mode):
    prediction, made = weight_of_ones(2), mode.run(torch.zeros, 2)
    return trained(functional.binary_cross_entropy_with_logits(prediction, made), prediction)


@probe()
def use_as_dropout_mask(mode: Mode):
    weight, made = weight_of_ones(8), mode.run(functional.dropout, torch.ones(8))
    return trained(weight * made, weight)


@probe()
def use_in_checkpoint(mode: Mode):
    weight, made = weight_of_ones(2), mode.run(torch.ones, 2)
    return trained(checkpoint(torch.mul, weight, made, use_reentrant=False), weight)


@probe()
def use_in_function(mode: Mode):
    weight, made = weight_of_ones(2), mode.run(torch.ones, 2)
    return trained(Scale.apply(weight, made), weight)


@probe()
def use_in_func_grad(mode: Mode):
    made = mode.run(torch.ones, 2)
    slope = torch.func.grad(lambda weight: (weight * made).sum())(torch.ones(2))
    return "correct gradient" if slope.tolist() == [1, 1] else "wrong gradient"


@probe()
def use_as_incoming_gradient(mode: Mode):
    weight = weight_of_ones(2)
    (weight * 2).backward(mode.run(torch.ones, 2))
    return {"weight.grad": weight.grad is not None}


# A leaf that requires grad, made inside


@probe()
def leaf_(mode: Mode):
    leaf = leaf_made_inside(mode, 2)
    return {"requires_grad": leaf.requires_grad, "is_inference": leaf.is_inference()}


@probe()
def leaf_exp(mode: Mode):
    return leaf_made_inside(mode, 2).exp().requires_grad


@probe()
def leaf_squared(mode: Mode):
    leaf = leaf_made_inside(mode, 2)
    return (leaf * leaf).requires_grad


@probe()
def leaf_sum(mode: Mode):
    return leaf_made_inside(mode, 2).sum().requires_grad


@probe()
def leaf_mean(mode: Mode):
    return leaf_made_inside(mode, 2).mean().requires_grad


@probe()
def leaf_view(mode: Mode):
    return leaf_made_inside(mode, 2).view(2, 1).requires_grad


@probe()
def leaf_stacked(mode: Mode):
    return torch.stack([leaf_made_inside(mode, 2)]).requires_grad


@probe()
def leaf_times_number(mode: Mode):
    return (leaf_made_inside(mode, 2) * 2).requires_grad


@probe()
def leaf_plus_ordinary(mode: Mode):
    return (leaf_made_inside(mode, 2) + torch.ones(2)).requires_grad


@probe()
def leaf_times_weight(mode: Mode):
    return (leaf_made_inside(mode, 2) * weight_of_ones(2)).requires_grad


@probe()
def leaf_list_index(mode: Mode):
    return leaf_made_inside(mode, 2)[[0]].requires_grad


@probe()
def leaf_clone(mode: Mode):
    leaf = leaf_made_inside(mode, 2)
    return trained(leaf.clone(), leaf)


@probe()
def leaf_double(mode: Mode):
    return leaf_made_inside(mode, 2).double().requires_grad


@probe()
def leaf_deepcopy(mode: Mode):
    weight = copy.deepcopy(leaf_made_inside(mode, 2))
    return trained(weight * weight, weight)


@probe()
def leaf_in_frozen_linear(mode: Mode):
    layer = nn.Linear(2, 1).requires_grad_(False)
    return layer(leaf_made_inside(mode, 4, 2)).requires_grad


@probe()
def leaf_in_frozen_linear_3d(mode: Mode):
    layer = nn.Linear(2, 1).requires_grad_(False)
    return layer(leaf_made_inside(mode, 1, 4, 2)).requires_grad


@probe()
def leaf_in_linear(mode: Mode):
    return nn.Linear(2, 1)(leaf_made_inside(mode, 4, 2)).requires_grad


@probe()
def leaf_in_function(mode: Mode):
    return Scale.apply(leaf_made_inside(mode, 2), torch.ones(2)).requires_grad


@probe()
def leaf_requires_grad_again(mode: Mode):
    return leaf_made_inside(mode, 2).requires_grad_().requires_grad


@probe()
def leaf_requires_grad_off(mode: Mode):
    return leaf_made_inside(mode, 2).requires_grad_(False).requires_grad


@probe()
def leaf_by_data(mode: Mode):
    weight = weight_of_ones(2)
    weight.data = mode.run(torch.ones, 2)
    return {"requires_grad": weight.requires_grad, "is_inference": weight.is_inference()}


@probe()
def leaf_by_data_times_number(mode: Mode):
    weight = weight_of_ones(2)
    weight.data = mode.run(torch.ones, 2)
    return trained(weight * 2, weight)


@probe()
def leaf_by_data_squared(mode: Mode):
    weight = weight_of_ones(2)
    weight.data = mode.run(torch.ones, 2)
    return trained(weight * weight, weight)


@probe()
def leaf_by_data_stepped(mode: Mode):
    weight = weight_of_ones(2)
    weight.data = mode.run(torch.ones, 2)
    weight.grad = torch.ones(2)
    return attempt(weight, torch.optim.SGD([weight], lr=0.5).step)


@probe()
def leaf_by_data_and_back(mode: Mode):
    weight = weight_of_ones(2)
    weight.data = mode.run(torch.ones, 2)
    weight.data = torch.ones(2)
    return trained(weight * weight, weight)
