"""torch.fx."""

import torch
from torch import nn
from torch.fx.experimental.proxy_tensor import make_fx

from scripts.measure.behaviour.modes import CORE, Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.slow.trace.subjects import (
    TRAINING_OR_NOT,
    Branch,
    Decorated,
    Detached,
    Functional,
    UnderInferenceMode,
    UnderNoGrad,
    drops,
    told,
)


@probe(TRAINING_OR_NOT)
def symbolic_dropout_layer_after_eval(mode: Mode):
    return drops(torch.fx.symbolic_trace(nn.Sequential(mode.model(nn.Dropout()))).eval())


@probe(TRAINING_OR_NOT)
def symbolic_dropout_layer_after_train(mode: Mode):
    return drops(torch.fx.symbolic_trace(nn.Sequential(mode.model(nn.Dropout()))).train())


@probe(TRAINING_OR_NOT)
def symbolic_functional_dropout_after_eval(mode: Mode):
    return drops(torch.fx.symbolic_trace(mode.model(Functional())).eval())


@probe(TRAINING_OR_NOT)
def symbolic_functional_dropout_after_train(mode: Mode):
    return drops(torch.fx.symbolic_trace(mode.model(Functional())).train())


@probe(TRAINING_OR_NOT)
def symbolic_branch_after_eval(mode: Mode):
    module = torch.fx.symbolic_trace(mode.model(Branch())).eval()
    return "the branch for training" if module(torch.zeros(1)) > 0 else "the branch for evaluation"


@probe(TRAINING_OR_NOT)
def training_flag_of_the_graph_module(mode: Mode):
    return torch.fx.symbolic_trace(mode.model(Functional())).training


@probe(CORE)
def no_grad_in_symbolic_forward(mode: Mode):
    return told(mode.run(torch.fx.symbolic_trace(UnderNoGrad()), torch.ones(2)))


@probe(CORE)
def no_grad_decorates_symbolic_forward(mode: Mode):
    return told(mode.run(torch.fx.symbolic_trace(Decorated()), torch.ones(2)))


@probe(CORE)
def inference_mode_in_symbolic_forward(mode: Mode):
    return told(mode.run(torch.fx.symbolic_trace(UnderInferenceMode()), torch.ones(2)))


@probe(CORE)
def no_grad_in_make_fx(mode: Mode):
    model = UnderNoGrad()
    return told(mode.run(make_fx(model), torch.ones(2))(torch.ones(2)))


@probe(CORE)
def detach_in_make_fx(mode: Mode):
    return told(mode.run(make_fx(Detached()), torch.ones(2))(torch.ones(2)))


@probe(TRAINING_OR_NOT)
def make_fx_of_dropout(mode: Mode):
    return drops(make_fx(mode.model(nn.Dropout()))(torch.ones(100)))
