"""How often it compiles."""

import torch
from torch import nn
from torch._dynamo.testing import CompileCounter

from scripts.measure.behaviour.modes import CORE, Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.slow.compile.subjects import compiled


@probe(CORE)
def graphs_for_a_default_call_and_one_inside(mode: Mode):
    graphs, model = CompileCounter(), nn.Linear(2, 2)
    call = compiled(model, graphs)
    call(torch.ones(1, 2))
    mode.run(call, torch.ones(1, 2))
    return graphs.frame_count


@probe(CORE)
def graphs_when_the_mode_alternates(mode: Mode):
    graphs, model = CompileCounter(), nn.Linear(2, 2)
    call = compiled(model, graphs)
    for _ in range(5):
        call(torch.ones(1, 2))
        mode.run(call, torch.ones(1, 2))
    return graphs.frame_count


@probe(CORE)
def graphs_for_train_and_eval(mode: Mode):
    graphs, model = CompileCounter(), nn.Sequential(nn.Linear(2, 2), nn.Dropout())
    call = compiled(model, graphs)
    for training in (True, False, True, False):
        model.train(training)
        mode.run(call, torch.ones(1, 2))
    return graphs.frame_count


@probe(CORE)
def graphs_for_train_and_eval_without_such_layers(mode: Mode):
    graphs, model = CompileCounter(), nn.Linear(2, 2)
    call = compiled(model, graphs)
    for training in (True, False, True, False):
        model.train(training)
        mode.run(call, torch.ones(1, 2))
    return graphs.frame_count


@probe(CORE)
def graphs_before_and_after_freezing(mode: Mode):
    graphs, model = CompileCounter(), nn.Linear(2, 2)
    call = compiled(model, graphs)
    mode.run(call, torch.ones(1, 2))
    model.requires_grad_(False)
    mode.run(call, torch.ones(1, 2))
    return graphs.frame_count


@probe(CORE)
def graphs_for_an_ordinary_and_an_inference_tensor(mode: Mode):
    graphs, model = CompileCounter(), nn.Linear(2, 2)
    call = compiled(model, graphs)
    with torch.no_grad():
        call(torch.ones(1, 2))
        call(mode.run(torch.ones, 1, 2))
    return graphs.frame_count


@probe(CORE)
def compile_called_inside_used_outside(mode: Mode):
    call = mode.run(compiled, nn.Linear(2, 2))
    return call(torch.ones(1, 2)).requires_grad
