"""Used in a forward pass that is recorded."""

import torch
from torch import nn
from torch.nn import functional
from torch.utils.checkpoint import checkpoint

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.afterwards.subjects import Scale, trained, weight_of_ones


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
