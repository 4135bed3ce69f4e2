"""Gradients and optimizer state made inside."""

import io

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.made_inside.subjects import PLACES, trained_outside


def step(model: nn.Module, optimizer: torch.optim.Optimizer) -> str:
    optimizer.zero_grad()
    model(torch.ones(3, 2)).sum().backward()
    optimizer.step()
    return "goes on"


@probe(PLACES)
def backward_inside(mode: Mode):
    model = nn.Linear(2, 1)
    loss = model(torch.ones(3, 2)).sum()
    mode.run(loss.backward)
    return model.weight.grad.is_inference()


@probe(PLACES)
def backward_inside_then_another(mode: Mode):
    model = nn.Linear(2, 1)
    loss = model(torch.ones(3, 2)).sum()
    mode.run(loss.backward)
    model(torch.ones(3, 2)).sum().backward()
    return model.weight.grad.tolist() == [[6, 6]]


@probe(PLACES)
def backward_inside_after_one_outside(mode: Mode):
    model = nn.Linear(2, 1)
    model(torch.ones(3, 2)).sum().backward()
    loss = model(torch.ones(3, 2)).sum()
    mode.run(loss.backward)
    return {"inference": model.weight.grad.is_inference(), "added up": model.weight.grad.tolist() == [[6, 6]]}


@probe(PLACES)
def step_with_gradients_of_inside(mode: Mode):
    model = nn.Linear(2, 1)
    loss, optimizer = model(torch.ones(3, 2)).sum(), torch.optim.Adam(model.parameters())
    mode.run(loss.backward)
    optimizer.step()
    return step(model, optimizer)


@probe(PLACES)
def clipping_gradients_of_inside(mode: Mode):
    model = nn.Linear(2, 1)
    loss = model(torch.ones(3, 2)).sum()
    mode.run(loss.backward)
    nn.utils.clip_grad_norm_(model.parameters(), 0.1)
    return "goes on"


@probe(PLACES)
def grad_assigned_inside(mode: Mode):
    model = nn.Linear(2, 1)

    def assign():
        model.weight.grad = torch.zeros(1, 2)

    mode.run(assign)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def zero_grad_inside(mode: Mode):
    model = nn.Linear(2, 1)
    trained_outside(model, torch.ones(3, 2))
    mode.run(lambda: model.zero_grad(set_to_none=False))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def optimizer_built_inside(mode: Mode):
    model = nn.Linear(2, 1)
    optimizer = mode.run(torch.optim.Adam, model.parameters())
    return step(model, optimizer)


@probe(PLACES)
def first_step_of_sgd_inside(mode: Mode):
    model = nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    trained_outside(model, torch.ones(3, 2))
    mode.run(optimizer.step)
    return step(model, optimizer)


@probe(PLACES)
def first_step_of_sgd_with_momentum_inside(mode: Mode):
    model = nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    trained_outside(model, torch.ones(3, 2))
    mode.run(optimizer.step)
    return step(model, optimizer)


@probe(PLACES)
def first_step_of_adam_inside(mode: Mode):
    model = nn.Linear(2, 1)
    optimizer = torch.optim.Adam(model.parameters())
    trained_outside(model, torch.ones(3, 2))
    mode.run(optimizer.step)
    return step(model, optimizer)


@probe(PLACES)
def second_step_of_adam_inside(mode: Mode):
    model = nn.Linear(2, 1)
    optimizer = torch.optim.Adam(model.parameters())
    step(model, optimizer)
    mode.run(optimizer.step)
    return step(model, optimizer)


@probe(PLACES)
def optimizer_checkpoint_read_inside(mode: Mode):
    model, file = nn.Linear(2, 1), io.BytesIO()
    optimizer, resumed = torch.optim.Adam(model.parameters()), torch.optim.Adam(model.parameters())
    step(model, optimizer)
    torch.save(optimizer.state_dict(), file)
    file.seek(0)
    resumed.load_state_dict(mode.run(torch.load, file))
    return step(model, resumed)


@probe(PLACES)
def optimizer_loaded_inside(mode: Mode):
    model = nn.Linear(2, 1)
    optimizer, resumed = torch.optim.Adam(model.parameters()), torch.optim.Adam(model.parameters())
    step(model, optimizer)
    mode.run(resumed.load_state_dict, optimizer.state_dict())
    return step(model, resumed)
