"""Models built inside: what an ordinary training step does."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.made_inside.subjects import PLACES, First, trained_outside


@probe(PLACES)
def linear(mode: Mode):
    return trained_outside(mode.run(nn.Linear, 2, 1), torch.ones(3, 2))


@probe(PLACES)
def linear_without_bias(mode: Mode):
    model = mode.run(lambda: nn.Linear(2, 1, bias=False))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def linear_on_an_input_that_requires_grad(mode: Mode):
    return trained_outside(mode.run(nn.Linear, 2, 1), torch.ones(3, 2, requires_grad=True))


@probe(PLACES)
def linear_on_a_sequence(mode: Mode):
    return trained_outside(mode.run(nn.Linear, 2, 1), torch.ones(3, 4, 2))


@probe(PLACES)
def two_layers(mode: Mode):
    model = mode.run(lambda: nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1)))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def two_layers_the_second_from_outside(mode: Mode):
    model = nn.Sequential(mode.run(nn.Linear, 2, 2), nn.Linear(2, 1))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def two_layers_the_first_from_outside(mode: Mode):
    model = nn.Sequential(nn.Linear(2, 2), mode.run(nn.Linear, 2, 1))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def conv2d(mode: Mode):
    return trained_outside(mode.run(nn.Conv2d, 1, 1, 3), torch.ones(1, 1, 4, 4))


@probe(PLACES)
def embedding(mode: Mode):
    return trained_outside(mode.run(nn.Embedding, 4, 2), torch.arange(3))


@probe(PLACES)
def layer_norm(mode: Mode):
    return trained_outside(mode.run(nn.LayerNorm, 2), torch.ones(3, 2))


@probe(PLACES)
def batch_norm(mode: Mode):
    return trained_outside(mode.run(nn.BatchNorm1d, 2), torch.randn(3, 2))


@probe(PLACES)
def batch_norm_in_eval(mode: Mode):
    return trained_outside(mode.run(nn.BatchNorm1d, 2).eval(), torch.randn(3, 2))


@probe(PLACES)
def prelu(mode: Mode):
    return trained_outside(mode.run(nn.PReLU), torch.randn(3, 2))


@probe(PLACES)
def lstm_cell(mode: Mode):
    return trained_outside(First(mode.run(nn.LSTMCell, 2, 2)), torch.randn(3, 2))


@probe(PLACES)
def lstm(mode: Mode):
    return trained_outside(First(mode.run(nn.LSTM, 2, 2)), torch.randn(3, 2))


@probe(PLACES)
def a_bare_parameter_added(mode: Mode):
    class Shift(nn.Module):
        def __init__(self):
            super().__init__()
            self.shift = nn.Parameter(torch.zeros(2))

        def forward(self, x):
            return x + self.shift

    return trained_outside(mode.run(Shift), torch.ones(3, 2))


@probe(PLACES)
def evaluated_outside(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    with torch.no_grad():
        return tuple(model(torch.ones(3, 2)).shape) == (3, 1)


@probe(PLACES)
def step_of_sgd(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    before = model.bias.tolist()
    model(torch.ones(3, 2)).sum().backward()
    try:
        torch.optim.SGD(model.parameters(), lr=1.0).step()
    except RuntimeError as error:
        return {"raises": type(error).__name__, "moved": model.bias.tolist() != before}
    return {"raises": None, "moved": model.bias.tolist() != before}


@probe(PLACES)
def reinitialised_outside(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    nn.init.zeros_(model.weight)
    return model.weight.tolist() == [[0, 0]]


@probe(PLACES)
def frozen_outside(mode: Mode):
    model = mode.run(nn.Linear, 2, 2).requires_grad_(False)
    return trained_outside(nn.Sequential(model, nn.Linear(2, 1)), torch.ones(3, 2))


@probe(PLACES)
def frozen_and_unfrozen_outside(mode: Mode):
    model = mode.run(nn.Linear, 2, 1).requires_grad_(False).requires_grad_(True)
    return model.weight.requires_grad
