"""dtypes."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.autocast.subjects import BOTH, Recording, autocast, low


@probe(BOTH)
def output_dtype(mode: Mode):
    return mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).dtype


@probe(BOTH)
def parameter_dtype(mode: Mode):
    model = nn.Linear(2, 2)
    mode.forward(model, torch.ones(1, 2))
    return model.weight.dtype


@probe(BOTH)
def gradient_dtype(mode: Mode):
    model = nn.Linear(2, 2)
    mode.forward(model, torch.ones(1, 2)).sum().backward()
    return model.weight.grad.dtype


@probe(BOTH)
def sum_of_float32_and_bfloat16(mode: Mode):
    return mode.run(torch.add, torch.ones(2), low(2)).dtype


@probe(BOTH)
def mse_loss_dtype(mode: Mode):
    return mode.run(nn.functional.mse_loss, low(2), low(2)).dtype


@probe(BOTH)
def inplace_result_dtype(mode: Mode):
    total = torch.zeros(2, 2)
    return mode.run(total.addmm_, torch.ones(2, 2), torch.ones(2, 2)).dtype


@probe(BOTH)
def factory_dtype(mode: Mode):
    return mode.run(torch.zeros, 2).dtype


@probe(BOTH)
def buffers_assigned_in_forward(mode: Mode):
    model = Recording()
    mode.forward(model, torch.ones(1, 2))
    return {"result": model.last.dtype, "zeros": model.zeros.dtype}


@probe(BOTH)
def batch_norm_statistics_dtype(mode: Mode):
    model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
    mode.forward(model, torch.rand(4, 2))
    return model[1].running_mean.dtype


@probe(BOTH)
def output_into_a_float32_layer_outside(mode: Mode):
    return nn.Linear(2, 2)(mode.forward(nn.Linear(2, 2), torch.ones(1, 2))).dtype


@probe(BOTH)
def nested_block_switched_off(mode: Mode):
    def inside(x):
        with autocast(enabled=False):
            return model(x)

    model = nn.Linear(2, 2)
    return mode.run(inside, torch.ones(1, 2)).dtype


@probe(BOTH)
def result_into_a_nested_block_switched_off(mode: Mode):
    def inside(x):
        result = model(x)
        with autocast(enabled=False):
            return model(result)

    model = nn.Linear(2, 2)
    return mode.run(inside, torch.ones(1, 2)).dtype
