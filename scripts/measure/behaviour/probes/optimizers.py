"""What changes parameters: optimizers, averages, updates by hand, and what a mode leaves behind for the next step."""

import contextlib
import copy
import io

import torch
from torch import nn
from torch.nn.utils import clip_grad_norm_, parameters_to_vector, vector_to_parameters
from torch.optim import SGD, Adagrad, Adam
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn, update_bn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe


class ByHand(torch.optim.Optimizer):
    """An optimizer as many write their first one, without @torch.no_grad() on step."""

    def __init__(self, parameters):
        super().__init__(parameters, {})

    def step(self):
        for parameter in self.param_groups[0]["params"]:
            parameter.sub_(parameter.grad)


def parameter_with_gradient():
    parameter = nn.Parameter(torch.ones(2))
    parameter.grad = torch.ones(2)
    return parameter


def moved(parameter):
    return {"moved": bool((parameter != 1).all()), "still requires grad": parameter.requires_grad}


def step_inside_then_outside(mode, optimizer, parameter):
    mode.run(optimizer.step)
    optimizer.step()
    return moved(parameter)


def judged(gradient):
    """Of the sum of squares, computed where the parameter was 1."""
    return "right" if bool((gradient == 2).all()) else "wrong, no error"


def read_in(mode, state):
    """What torch.load makes of a saved state in the mode."""
    file = io.BytesIO()
    torch.save(state, file)
    file.seek(0)
    return mode.run(torch.load, file)


# optimizer.step() inside


@probe()
def step_inside(mode: Mode):
    parameter = parameter_with_gradient()
    mode.run(SGD([parameter], lr=0.1).step)
    return moved(parameter) | {"inference tensor": parameter.is_inference()}


@probe()
def sgd_first_step_inside(mode: Mode):
    parameter = parameter_with_gradient()
    return step_inside_then_outside(mode, SGD([parameter], lr=0.1), parameter)


@probe()
def momentum_first_step_inside(mode: Mode):
    parameter = parameter_with_gradient()
    return step_inside_then_outside(mode, SGD([parameter], lr=0.1, momentum=0.9), parameter)


@probe()
def adam_first_step_inside(mode: Mode):
    parameter = parameter_with_gradient()
    return step_inside_then_outside(mode, Adam([parameter], lr=0.1), parameter)


@probe()
def adam_foreach_first_step_inside(mode: Mode):
    parameter = parameter_with_gradient()
    return step_inside_then_outside(mode, Adam([parameter], lr=0.1, foreach=True), parameter)


@probe()
def adam_fused_first_step_inside(mode: Mode):
    parameter = parameter_with_gradient()
    return step_inside_then_outside(mode, Adam([parameter], lr=0.1, fused=True), parameter)


@probe()
def adam_later_step_inside(mode: Mode):
    parameter = parameter_with_gradient()
    optimizer = Adam([parameter], lr=0.1)
    optimizer.step()
    return step_inside_then_outside(mode, optimizer, parameter)


@probe()
def what_a_failed_step_leaves(mode: Mode):
    parameter = parameter_with_gradient()
    optimizer = Adam([parameter], lr=0.1)
    mode.run(optimizer.step)
    before = parameter.detach().clone()
    with contextlib.suppress(RuntimeError):
        optimizer.step()
    return {"steps counted": int(optimizer.state[parameter]["step"]), "moved": not torch.equal(before, parameter)}


@probe()
def adam_state_made_inside(mode: Mode):
    parameter = parameter_with_gradient()
    optimizer = Adam([parameter], lr=0.1)
    mode.run(optimizer.step)
    return {"inference tensor": optimizer.state[parameter]["exp_avg"].is_inference()}


@probe()
def adam_built_inside(mode: Mode):
    parameter = parameter_with_gradient()
    optimizer = mode.run(Adam, [parameter], 0.1)
    optimizer.step()
    return moved(parameter)


@probe()
def adagrad_built_inside(mode: Mode):
    parameter = parameter_with_gradient()
    optimizer = mode.run(Adagrad, [parameter], 0.1)
    optimizer.step()
    return moved(parameter)


@probe()
def own_optimizer_without_no_grad(mode: Mode):
    parameter = parameter_with_gradient()
    mode.run(ByHand([parameter]).step)
    return moved(parameter)


@probe()
def grad_mode_in_a_step_hook(mode: Mode):
    optimizer, seen = SGD([parameter_with_gradient()], lr=0.1), []
    optimizer.register_step_pre_hook(lambda *_: seen.append(torch.is_grad_enabled()))
    mode.run(optimizer.step)
    return seen[0]


@probe()
def closure_of_step(mode: Mode):
    def closure():
        optimizer.zero_grad()
        loss = parameter.square().sum()
        loss.backward()
        return loss

    parameter = nn.Parameter(torch.ones(2))
    optimizer = SGD([parameter], lr=0.1)
    mode.run(optimizer.step, closure)
    return moved(parameter)


@probe()
def closure_of_step_outside_inference_mode(mode: Mode):
    def closure():
        with torch.inference_mode(False):
            optimizer.zero_grad()
            loss = parameter.square().sum()
            loss.backward()
            return loss

    parameter = nn.Parameter(torch.ones(2))
    optimizer = SGD([parameter], lr=0.1)
    mode.run(optimizer.step, closure)
    return moved(parameter)


@probe()
def lbfgs(mode: Mode):
    def closure():
        optimizer.zero_grad()
        loss = parameter.square().sum()
        loss.backward()
        return loss

    parameter = nn.Parameter(torch.ones(2))
    optimizer = torch.optim.LBFGS([parameter])
    mode.run(optimizer.step, closure)
    return moved(parameter)


@probe()
def step_in_a_gradient_hook(mode: Mode):
    def hook(_):
        optimizer.step()
        optimizer.zero_grad()

    parameter = nn.Parameter(torch.ones(2))
    optimizer = SGD([parameter], lr=0.1, momentum=0.9)
    parameter.register_post_accumulate_grad_hook(hook)
    mode.run(parameter.sum().backward)
    parameter.sum().backward()
    return moved(parameter)


# Gradients made inside


@probe()
def gradient_of_a_backward_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    mode.run(parameter.sum().backward)
    return {"p.grad is an inference tensor": parameter.grad.is_inference()}


@probe()
def step_with_a_gradient_made_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    mode.run(parameter.sum().backward)
    SGD([parameter], lr=0.1).step()
    return moved(parameter)


@probe()
def adam_step_with_a_gradient_made_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    mode.run(parameter.sum().backward)
    Adam([parameter], lr=0.1).step()
    return moved(parameter)


@probe()
def accumulation_onto_a_gradient_made_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    mode.run(parameter.sum().backward)
    parameter.sum().backward()
    return {"sum of both": bool((parameter.grad == 2).all())}


@probe()
def accumulation_inside_onto_a_gradient_from_outside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    parameter.sum().backward()
    mode.run(parameter.sum().backward)
    parameter.sum().backward()
    return {"sum of all three": bool((parameter.grad == 3).all())}


@probe()
def zero_grad_to_none_after_a_gradient_made_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    mode.run(parameter.sum().backward)
    SGD([parameter], lr=0.1).zero_grad()
    parameter.sum().backward()
    return {"p.grad is an inference tensor": parameter.grad.is_inference()}


@probe()
def zero_grad_in_place_after_a_gradient_made_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    mode.run(parameter.sum().backward)
    SGD([parameter], lr=0.1).zero_grad(set_to_none=False)
    return {"zero": not parameter.grad.any()}


@probe()
def zero_grad_in_place_inside(mode: Mode):
    parameter = parameter_with_gradient()
    mode.run(lambda: SGD([parameter], lr=0.1).zero_grad(set_to_none=False))
    parameter.sum().backward()
    return {"one": bool((parameter.grad == 1).all())}


@probe()
def clip_grad_norm_inside(mode: Mode):
    parameter = parameter_with_gradient()
    norm = mode.run(clip_grad_norm_, [parameter], 0.5)
    return {"clipped": bool((parameter.grad < 1).all()), "norm requires grad": norm.requires_grad}


@probe()
def clip_grad_norm_of_a_gradient_made_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    mode.run(parameter.sum().backward)
    clip_grad_norm_([parameter], 0.5)
    return {"clipped": bool((parameter.grad < 1).all())}


# Updates by hand


@probe()
def inplace_update(mode: Mode):
    def inside():
        parameter.sub_(0.1 * parameter.grad)

    parameter = parameter_with_gradient()
    mode.run(inside)
    return moved(parameter)


@probe()
def inplace_update_of_data(mode: Mode):
    def inside():
        parameter.data.sub_(0.1 * parameter.grad)

    parameter = parameter_with_gradient()
    mode.run(inside)
    return moved(parameter)


@probe()
def inplace_update_of_detach(mode: Mode):
    def inside():
        parameter.detach().sub_(0.1 * parameter.grad)

    parameter = parameter_with_gradient()
    mode.run(inside)
    return moved(parameter)


@probe()
def copy_into_a_parameter(mode: Mode):
    def inside():
        parameter.copy_(torch.zeros(2))

    parameter = parameter_with_gradient()
    mode.run(inside)
    return moved(parameter)


@probe()
def update_that_makes_a_new_tensor(mode: Mode):
    parameter = parameter_with_gradient()
    updated = mode.run(lambda: parameter - 0.1 * parameter.grad)
    return {"requires_grad": updated.requires_grad, "leaf": updated.is_leaf}


@probe()
def data_replaced_inside(mode: Mode):
    def inside():
        parameter.data = torch.zeros(2)

    parameter = parameter_with_gradient()
    mode.run(inside)
    return moved(parameter) | {"inference tensor": parameter.is_inference()}


@probe()
def training_after_data_replaced_inside(mode: Mode):
    def inside():
        for parameter in model.parameters():
            parameter.data = parameter * 2

    model = nn.Linear(2, 1)
    mode.run(inside)
    model(torch.ones(1, 2)).sum().backward()
    return {name: one.grad is not None for name, one in model.named_parameters()}


@probe()
def inplace_outside_after_data_replaced_inside(mode: Mode):
    def inside():
        parameter.data = torch.ones(2) * 1

    parameter = parameter_with_gradient()
    mode.run(inside)
    SGD([parameter], lr=0.1).step()
    return moved(parameter)


@probe()
def init_inside(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    mode.run(nn.init.zeros_, parameter)
    return moved(parameter) | {"inference tensor": parameter.is_inference()}


# An update between forward and backward: is it caught?


@probe()
def update_before_backward_inplace(mode: Mode):
    def inside():
        parameter.mul_(2)

    parameter = nn.Parameter(torch.ones(2))
    loss = parameter.square().sum()
    mode.run(inside)
    loss.backward()
    return judged(parameter.grad)


@probe()
def update_before_backward_by_data(mode: Mode):
    def inside():
        parameter.data.mul_(2)

    parameter = nn.Parameter(torch.ones(2))
    loss = parameter.square().sum()
    mode.run(inside)
    loss.backward()
    return judged(parameter.grad)


@probe()
def update_before_backward_by_detach(mode: Mode):
    def inside():
        parameter.detach().mul_(2)

    parameter = nn.Parameter(torch.ones(2))
    loss = parameter.square().sum()
    mode.run(inside)
    loss.backward()
    return judged(parameter.grad)


@probe()
def step_before_backward(mode: Mode):
    parameter = parameter_with_gradient()
    loss = parameter.square().sum()
    mode.run(SGD([parameter], lr=0.5).step)
    parameter.grad = None
    loss.backward()
    return judged(parameter.grad)


@probe()
def foreach_step_before_backward(mode: Mode):
    parameter = parameter_with_gradient()
    loss = parameter.square().sum()
    mode.run(SGD([parameter], lr=0.5, foreach=True).step)
    parameter.grad = None
    loss.backward()
    return judged(parameter.grad)


@probe()
def fused_step_before_backward(mode: Mode):
    parameter = parameter_with_gradient()
    loss = parameter.square().sum()
    mode.run(SGD([parameter], lr=0.5, fused=True).step)
    parameter.grad = None
    loss.backward()
    return judged(parameter.grad)


@probe()
def version_counter_after_a_step(mode: Mode):
    parameter, counted = parameter_with_gradient(), {}
    for name, options in (("default", {}), ("foreach", {"foreach": True}), ("fused", {"fused": True})):
        before = parameter._version
        mode.run(SGD([parameter], lr=0.1, **options).step)
        counted[name] = parameter._version - before
    return counted


@probe()
def vector_to_parameters_before_backward(mode: Mode):
    parameter = nn.Parameter(torch.ones(2))
    loss = parameter.square().sum()
    mode.run(vector_to_parameters, torch.full((2,), 2.0), [parameter])
    loss.backward()
    return judged(parameter.grad)


# Averages and target networks


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


# Loading an optimizer


@probe()
def optimizer_loaded_inside(mode: Mode):
    parameter = parameter_with_gradient()
    old, new = Adam([parameter], lr=0.1), Adam([parameter], lr=0.1)
    old.step()
    mode.run(new.load_state_dict, copy.deepcopy(old.state_dict()))
    new.step()
    return moved(parameter)


@probe()
def optimizer_state_read_inside(mode: Mode):
    parameter = parameter_with_gradient()
    old, new = Adam([parameter], lr=0.1), Adam([parameter], lr=0.1)
    old.step()
    new.load_state_dict(read_in(mode, old.state_dict()))
    new.step()
    return moved(parameter)


@probe()
def model_state_read_inside(mode: Mode):
    model = nn.Linear(2, 2)
    model.load_state_dict(read_in(mode, model.state_dict()))
    return {"inference tensor": model.weight.is_inference()}


# Frozen, and moving all the same: nothing of it depends on the mode


@probe()
def frozen_after_backward(mode: Mode):
    parameter = parameter_with_gradient().requires_grad_(False)
    mode.run(SGD([parameter], lr=0.1).step)
    return {"moved": bool((parameter != 1).all())}


@probe()
def frozen_with_zero_gradient(mode: Mode):
    parameter = parameter_with_gradient().requires_grad_(False)
    parameter.grad.zero_()
    mode.run(SGD([parameter], lr=0.1).step)
    return {"moved": bool((parameter != 1).all())}


@probe()
def frozen_with_zero_gradient_and_weight_decay(mode: Mode):
    parameter = parameter_with_gradient().requires_grad_(False)
    parameter.grad.zero_()
    mode.run(SGD([parameter], lr=0.1, weight_decay=0.1).step)
    return {"moved": bool((parameter != 1).all())}


@probe()
def frozen_with_zero_gradient_and_momentum(mode: Mode):
    parameter = parameter_with_gradient()
    optimizer = SGD([parameter], lr=0.1, momentum=0.9)
    optimizer.step()
    before = parameter.requires_grad_(False).clone()
    optimizer.zero_grad(set_to_none=False)
    mode.run(optimizer.step)
    return {"moved": not torch.equal(parameter, before)}


@probe()
def frozen_without_gradient_and_weight_decay(mode: Mode):
    parameter = parameter_with_gradient().requires_grad_(False)
    parameter.grad = None
    mode.run(SGD([parameter], lr=0.1, weight_decay=0.1, momentum=0.9).step)
    return {"moved": bool((parameter != 1).all())}
