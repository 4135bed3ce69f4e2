"""torch.jit.script."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import CORE, Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.slow.trace.subjects import (
    TRAINING_OR_NOT,
    Decorated,
    UnderNoGrad,
    drops,
    frozen,
    scripted,
    told,
    traced,
    two_operators,
    under_enable_grad,
    under_inference_mode,
    under_set_grad_enabled,
    without_deprecation,
)


@probe(TRAINING_OR_NOT)
def scripted_dropout_after_eval(mode: Mode):
    return drops(scripted(mode.model(nn.Dropout())).eval())


@probe(TRAINING_OR_NOT)
def scripted_dropout_after_train(mode: Mode):
    return drops(scripted(mode.model(nn.Dropout())).train())


@probe(CORE)
def scripted_called_inside(mode: Mode):
    return told(mode.run(scripted(nn.Linear(2, 2)), torch.ones(1, 2)))


@probe(CORE)
def no_grad_in_scripted_forward(mode: Mode):
    return told(mode.run(scripted(UnderNoGrad()), torch.ones(2)))


@probe(CORE)
def scripted_function_called_inside_at_once(mode: Mode):
    return told(mode.run(scripted(two_operators), torch.ones(2, requires_grad=True)))


@probe(CORE)
def scripted_function_called_inside_after_two_default_calls(mode: Mode):
    function, leaf = scripted(two_operators), torch.ones(2, requires_grad=True)
    for _ in range(2):
        function(leaf)
    return told(mode.run(function, leaf))


@probe(CORE)
def scripted_function_called_by_default_after_two_calls_inside(mode: Mode):
    function, leaf = scripted(two_operators), torch.ones(2, requires_grad=True)
    for _ in range(2):
        mode.run(function, leaf)
    return told(function(leaf))


@probe(CORE)
def scripted_model_called_inside_after_two_default_calls(mode: Mode):
    model = scripted(nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1)))
    for _ in range(2):
        model(torch.ones(1, 2))
    return told(mode.run(model, torch.ones(1, 2)))


@probe(CORE)
def traced_model_called_inside_after_two_default_calls(mode: Mode):
    model = traced(nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1)), torch.ones(1, 2))
    for _ in range(2):
        model(torch.ones(1, 2))
    return told(mode.run(model, torch.ones(1, 2)))


@probe(CORE)
def traced_model_in_eval_called_inside_after_two_default_calls(mode: Mode):
    model = traced(nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1)).eval(), torch.ones(1, 2))
    for _ in range(2):
        model(torch.ones(1, 2))
    return told(mode.run(model.eval(), torch.ones(1, 2)))


@probe(CORE)
def enable_grad_in_a_scripted_function(mode: Mode):
    return told(mode.run(scripted(under_enable_grad), torch.ones(2)))


@probe(CORE)
def inference_mode_in_a_scripted_function(mode: Mode):
    return told(mode.run(scripted(under_inference_mode), torch.ones(2)))


@probe(CORE)
def set_grad_enabled_in_a_scripted_function(mode: Mode):
    return told(mode.run(scripted(under_set_grad_enabled), torch.ones(2)))


@probe(CORE)
def no_grad_decorates_scripted_forward(mode: Mode):
    return told(mode.run(scripted(Decorated()), torch.ones(2)))


@probe(CORE)
def forked_task_of_a_scripted_function(mode: Mode):
    model = scripted(nn.Linear(2, 2))
    with without_deprecation(), mode.context():
        return told(torch.jit.wait(torch.jit.fork(model, torch.ones(1, 2))))


@probe(TRAINING_OR_NOT)
def freeze(mode: Mode):
    return drops(frozen(mode.model(nn.Dropout())))


@probe(TRAINING_OR_NOT)
def parameters_after_freeze(mode: Mode):
    return len(list(frozen(mode.model(nn.Linear(2, 2))).parameters()))


@probe(TRAINING_OR_NOT)
def train_after_freeze(mode: Mode):
    return drops(frozen(mode.model(nn.Dropout())).train())


@probe(CORE)
def output_after_freeze(mode: Mode):
    return told(mode.run(frozen(nn.Linear(2, 2).eval()), torch.ones(1, 2)))


@probe(TRAINING_OR_NOT)
def optimize_for_inference(mode: Mode):
    with without_deprecation():
        return drops(torch.jit.optimize_for_inference(torch.jit.script(mode.model(nn.Dropout()))))
