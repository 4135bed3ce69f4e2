"""train() and eval()."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import CORE, Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.slow.compile.subjects import WITH_EVAL, compiled


@probe(CORE)
def dropout_after_eval_of_the_model(mode: Mode):
    model = nn.Dropout()
    call = compiled(model)
    mode.run(call, torch.ones(100))
    model.eval()
    return bool((mode.run(call, torch.ones(100)) == 1).all())


@probe(CORE)
def dropout_after_eval_of_the_compiled(mode: Mode):
    call = compiled(nn.Dropout())
    mode.run(call, torch.ones(100))
    call.eval()
    return bool((mode.run(call, torch.ones(100)) == 1).all())


@probe(CORE)
def eval_of_the_compiled_reaches_the_model(mode: Mode):
    model = nn.Dropout()
    mode.run(compiled(model).eval)
    return not model.training


@probe(CORE)
def eval_of_the_model_shows_on_the_compiled(mode: Mode):
    model = nn.Dropout()
    call = compiled(model)
    mode.run(model.eval)
    return not call.training


@probe(WITH_EVAL)
def batch_norm_counts(mode: Mode):
    model = nn.BatchNorm1d(2)
    call = compiled(mode.model(model), "aot_eager")
    mode.run(call, torch.ones(2, 2))
    return int(model.num_batches_tracked)


@probe(WITH_EVAL)
def batch_norm_moves_its_mean(mode: Mode):
    model = nn.BatchNorm1d(2)
    call = compiled(mode.model(model), "aot_eager")
    mode.run(call, torch.ones(2, 2))
    return bool((model.running_mean != 0).all())
