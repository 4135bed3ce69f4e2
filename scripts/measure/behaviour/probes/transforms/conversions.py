"""Conversions of the output."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.transforms.subjects import Tagged


@probe()
def numpy_of_the_output(mode: Mode):
    return mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).cpu().numpy().shape == (1, 2)


@probe()
def back_from_numpy(mode: Mode):
    output = mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).cpu()
    again = torch.from_numpy(output.numpy())
    return {"inference tensor": again.is_inference(), "same storage": again.data_ptr() == output.data_ptr()}


@probe()
def back_from_dlpack(mode: Mode):
    output = mode.forward(nn.Linear(2, 2), torch.ones(1, 2))
    again = torch.from_dlpack(output)
    return {"inference tensor": again.is_inference(), "same storage": again.data_ptr() == output.data_ptr()}


@probe()
def as_subclass_of_the_output(mode: Mode):
    output = mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).as_subclass(Tagged)
    return {"requires_grad": output.requires_grad, "inference tensor": output.is_inference()}


@probe()
def item_of_the_output(mode: Mode):
    return isinstance(mode.forward(nn.Linear(2, 1), torch.ones(1, 2)).item(), float)
