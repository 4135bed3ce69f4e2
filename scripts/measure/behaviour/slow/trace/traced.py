"""torch.jit.trace."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import CORE, GRAD, Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.slow.trace.subjects import (
    TRAINING_OR_NOT,
    Branch,
    Decorated,
    Detached,
    UnderInferenceMode,
    UnderNoGrad,
    drops,
    told,
    traced,
    without_deprecation,
)


@probe(TRAINING_OR_NOT)
def traced_dropout(mode: Mode):
    return drops(traced(mode.model(nn.Dropout()), torch.ones(100)))


@probe(TRAINING_OR_NOT)
def traced_dropout_after_eval(mode: Mode):
    return drops(traced(mode.model(nn.Dropout()), torch.ones(100)).eval())


@probe(TRAINING_OR_NOT)
def traced_dropout_after_train(mode: Mode):
    return drops(traced(mode.model(nn.Dropout()), torch.ones(100)).train())


@probe(TRAINING_OR_NOT)
def training_flag_of_the_trace_after_eval(mode: Mode):
    return traced(mode.model(nn.Linear(2, 2)), torch.ones(1, 2)).eval().training


@probe(TRAINING_OR_NOT)
def traced_batch_norm_after_eval(mode: Mode):
    module = traced(mode.model(nn.BatchNorm1d(2)), torch.ones(2, 2)).eval()
    before = module.running_mean.clone()
    module(torch.ones(2, 2) * 3)
    return bool((module.running_mean != before).any())


@probe(TRAINING_OR_NOT)
def tracing_moves_the_statistics_of_the_model(mode: Mode):
    model = mode.model(nn.BatchNorm1d(2))
    traced(model, torch.ones(2, 2))
    return int(model.num_batches_tracked)


@probe(TRAINING_OR_NOT)
def tracing_without_check_moves_the_statistics(mode: Mode):
    model = mode.model(nn.BatchNorm1d(2))
    with without_deprecation():
        torch.jit.trace(model, torch.ones(2, 2), check_trace=False)
    return int(model.num_batches_tracked)


@probe(TRAINING_OR_NOT)
def traced_branch_after_eval(mode: Mode):
    module = traced(mode.model(Branch()), torch.zeros(1)).eval()
    return "the branch for training" if module(torch.zeros(1)) > 0 else "the branch for evaluation"


@probe((GRAD,))
def trace_is_deprecated(mode: Mode):
    return mode.run(torch.jit.trace, nn.Linear(2, 2), torch.ones(1, 2)).training


@probe((GRAD,))
def script_is_deprecated(mode: Mode):
    return mode.run(torch.jit.script, nn.Linear(2, 2)).training


@probe(CORE)
def traced_inside_called_outside(mode: Mode):
    module = mode.run(traced, nn.Linear(2, 2), torch.ones(1, 2))
    return told(module(torch.ones(1, 2)))


@probe(CORE)
def traced_outside_called_inside(mode: Mode):
    module = traced(nn.Linear(2, 2), torch.ones(1, 2))
    return told(mode.run(module, torch.ones(1, 2)))


@probe(CORE)
def no_grad_in_traced_forward(mode: Mode):
    module = mode.run(traced, UnderNoGrad(), torch.ones(2))
    return told(module(torch.ones(2)))


@probe(CORE)
def no_grad_decorates_traced_forward(mode: Mode):
    module = mode.run(traced, Decorated(), torch.ones(2))
    return told(module(torch.ones(2)))


@probe(CORE)
def inference_mode_in_traced_forward(mode: Mode):
    module = mode.run(traced, UnderInferenceMode(), torch.ones(2))
    return told(module(torch.ones(2)))


@probe(CORE)
def detach_in_traced_forward(mode: Mode):
    module = mode.run(traced, Detached(), torch.ones(2))
    return told(module(torch.ones(2)))
