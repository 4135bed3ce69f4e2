"""Averages and target networks."""

import copy

import torch
from torch import nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn, update_bn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.optimizers.subjects import moved


@probe()
def ema_copy_made_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    average = mode.run(parameter.clone)
    with torch.no_grad():
        average.mul_(0.9).add_(parameter, alpha=0.1)
    return "updated"


@probe()
def ema_inplace(mode: Mode):
    def inside():
        average.mul_(0.9).add_(parameter, alpha=0.1)

    parameter = nn.Parameter(torch.zeros(2))
    average = parameter.detach().clone()
    mode.run(inside)
    return {"requires_grad": average.requires_grad, "inference tensor": average.is_inference()}


@probe()
def ema_inplace_under_a_parameter(mode: Mode):
    def inside():
        average.mul_(0.9).add_(parameter, alpha=0.1)

    parameter, average = nn.Parameter(torch.zeros(2)), nn.Parameter(torch.ones(2))
    mode.run(inside)
    return moved(average)


@probe()
def ema_reassigned(mode: Mode):
    parameter, average = nn.Parameter(torch.zeros(2)), torch.ones(2)
    average = mode.run(lambda: 0.9 * average + 0.1 * parameter)
    return {"requires_grad": average.requires_grad, "inference tensor": average.is_inference()}


@probe()
def ema_reassigned_then_updated_outside(mode: Mode):
    parameter, average = nn.Parameter(torch.zeros(2)), torch.ones(2)
    average = mode.run(lambda: 0.9 * average + 0.1 * parameter)
    with torch.no_grad():
        average.mul_(0.9).add_(parameter, alpha=0.1)
    return "updated"


@probe()
def averaged_model_built_inside(mode: Mode):
    model = nn.Linear(2, 2)
    averaged = mode.run(AveragedModel, model)
    averaged.update_parameters(model)
    return {"inference tensor": averaged.module.weight.is_inference()}


@probe()
def averaged_model_updated_inside(mode: Mode):
    model = nn.Linear(2, 2)
    averaged = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.9))
    for _ in range(2):
        mode.run(averaged.update_parameters, model)
    averaged.update_parameters(model)
    return {"updates": int(averaged.n_averaged), "inference tensor": averaged.module.weight.is_inference()}


@probe()
def update_bn_inside(mode: Mode):
    model = mode.model(nn.Sequential(nn.BatchNorm1d(2)))
    mode.run(update_bn, [torch.rand(4, 2), torch.rand(4, 2)], model)
    return {"batches": int(model[0].num_batches_tracked), "training": model.training == mode.training}


@probe()
def soft_update(mode: Mode):
    def inside():
        for old, new in zip(target.parameters(), model.parameters(), strict=True):
            old.lerp_(new, 0.5)

    model, target = nn.Linear(2, 2), nn.Linear(2, 2)
    before = target.weight.detach().clone()
    mode.run(inside)
    return {"moved": not torch.equal(target.weight, before), "inference tensor": target.weight.is_inference()}


@probe()
def target_by_deepcopy_inside(mode: Mode):
    target = mode.run(copy.deepcopy, nn.Linear(2, 2))
    return {"requires_grad": target.weight.requires_grad, "inference tensor": target.weight.is_inference()}


@probe()
def target_by_load_state_dict_inside(mode: Mode):
    model, target = nn.Linear(2, 2), nn.Linear(2, 2)
    mode.run(target.load_state_dict, model.state_dict())
    return {"equal": torch.equal(model.weight, target.weight), "inference tensor": target.weight.is_inference()}


@probe()
def parameters_to_vector_inside(mode: Mode):
    vector = mode.run(parameters_to_vector, nn.Linear(2, 2).parameters())
    return {"requires_grad": vector.requires_grad, "inference tensor": vector.is_inference()}


@probe()
def vector_to_parameters_inside(mode: Mode):
    model = nn.Linear(2, 2)
    mode.run(lambda: vector_to_parameters(torch.zeros(6), model.parameters()))
    return {"zero": not model.weight.any(), "inference tensor": model.weight.is_inference()}


@probe()
def training_after_vector_to_parameters_inside(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(lambda: vector_to_parameters(torch.zeros(3), model.parameters()))
    model(torch.ones(1, 2)).sum().backward()
    return {name: one.grad is not None for name, one in model.named_parameters()}
