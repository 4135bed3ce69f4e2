"""What holds inside."""

import torch

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.graph.subjects import TENSORS, history


@probe()
def grad_mode_inside(mode: Mode):
    return mode.run(torch.is_grad_enabled)


@probe()
def inference_mode_inside(mode: Mode):
    return mode.run(torch.is_inference_mode_enabled)


@probe()
def recorded_inside(mode: Mode):
    weight = torch.ones(2, requires_grad=True)
    return history(mode.run(lambda: weight * 2))


@probe()
def new_tensors_inside(mode: Mode):
    return mode.run(torch.ones, 2).is_inference()


@probe(TENSORS)
def recorded_inside_from_an_inference_tensor(mode: Mode):
    with torch.inference_mode():
        features = torch.ones(2)
    weight = torch.ones(2, requires_grad=True)
    return history(mode.run(lambda: weight + features))


@probe(TENSORS)
def saved_inside_from_an_inference_tensor(mode: Mode):
    with torch.inference_mode():
        features = torch.ones(2)
    weight = torch.ones(2, requires_grad=True)
    return history(mode.run(lambda: weight * features))


@probe(TENSORS)
def leaf_in_place_inside(mode: Mode):
    weight = torch.ones(2, requires_grad=True)
    mode.run(weight.mul_, 2)
    return weight.tolist() == [2, 2]
