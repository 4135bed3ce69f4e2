"""Used as an index, a mask or a source of values, in a forward pass that is recorded."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.afterwards.subjects import trained, weight_of_ones


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
