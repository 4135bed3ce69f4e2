"""What comes out."""

from unittest import mock

import torch
import torch._inductor.config
from torch import nn

from scripts.measure.behaviour.modes import CORE, Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.slow.compile.subjects import compiled, parameter, told


@probe(CORE)
def output_of_eager(mode: Mode):
    return told(mode.run(compiled(nn.Linear(2, 2)), torch.ones(1, 2)))


@probe(CORE)
def output_of_aot_eager(mode: Mode):
    return told(mode.run(compiled(nn.Linear(2, 2), "aot_eager"), torch.ones(1, 2)))


@probe(CORE)
def output_of_inductor(mode: Mode):
    with mock.patch.dict("os.environ"), torch._inductor.config.patch(compile_threads=1):
        return told(mode.run(compiled(nn.ReLU(), "inductor"), torch.ones(1, 2, requires_grad=True)))


@probe(CORE)
def view_out_of_eager(mode: Mode):
    batch = torch.ones(2, requires_grad=True)
    return told(mode.run(compiled(lambda x: x.view(2, 1)), batch))


@probe(CORE)
def view_out_of_aot_eager(mode: Mode):
    batch = torch.ones(2, requires_grad=True)
    return told(mode.run(compiled(lambda x: x.view(2, 1), "aot_eager"), batch))


@probe(CORE)
def trained_after_a_first_call_inside(mode: Mode):
    model = nn.Linear(2, 2)
    call = compiled(model, "aot_eager")
    mode.run(call, torch.ones(1, 2))
    call(torch.ones(1, 2)).sum().backward()
    return model.weight.grad is not None


@probe(CORE)
def built_inside_then_trained_not_compiled(mode: Mode):
    model = mode.run(nn.Linear, 2, 2)
    model(torch.ones(1, 2)).sum().backward()
    return {"weight": model.weight.grad is not None, "bias": model.bias.grad is not None}


@probe(CORE)
def built_and_called_inside_then_trained(mode: Mode):
    model = mode.run(nn.Linear, 2, 2)
    call = compiled(model, "aot_eager")
    mode.run(call, torch.ones(1, 2))
    call(torch.ones(1, 2)).sum().backward()
    return {"weight": model.weight.grad is not None, "bias": model.bias.grad is not None}


@probe(CORE)
def input_made_inside_and_saved_not_compiled(mode: Mode):
    weight, batch = parameter(), mode.run(torch.ones, 2)
    (weight * batch).sum().backward()
    return weight.grad is not None


@probe(CORE)
def input_made_inside_and_saved_backend_eager(mode: Mode):
    weight, batch = parameter(), mode.run(torch.ones, 2)
    compiled(lambda x: weight * x)(batch).sum().backward()
    return weight.grad is not None


@probe(CORE)
def input_made_inside_and_saved_backend_aot_eager(mode: Mode):
    weight, batch = parameter(), mode.run(torch.ones, 2)
    compiled(lambda x: weight * x, "aot_eager")(batch).sum().backward()
    return weight.grad is not None
