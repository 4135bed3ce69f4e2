"""What makes a model that was built inside an ordinary one."""

import copy
import io

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.made_inside.subjects import PLACES, counts_versions, trained_outside


@probe(PLACES)
def repaired_by_load_state_dict(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    model.load_state_dict(nn.Linear(2, 1).state_dict())
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def repaired_by_assign(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    model.load_state_dict(nn.Linear(2, 1).state_dict(), assign=True)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def repaired_by_assigning_its_own_state(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    model.load_state_dict(model.state_dict(), assign=True)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def repaired_by_assigning_clones(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    model.load_state_dict({name: tensor.clone() for name, tensor in model.state_dict().items()}, assign=True)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def repaired_by_deepcopy(mode: Mode):
    return trained_outside(copy.deepcopy(mode.run(nn.Linear, 2, 1)), torch.ones(3, 2))


@probe(PLACES)
def repaired_by_saving_and_loading(mode: Mode):
    model, file = mode.run(nn.Linear, 2, 1), io.BytesIO()
    torch.save(model.state_dict(), file)
    file.seek(0)
    model.load_state_dict(torch.load(file), assign=True)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def repaired_by_double(mode: Mode):
    model = mode.run(nn.Linear, 2, 1).double()
    return trained_outside(model, torch.ones(3, 2, dtype=torch.float64))


@probe(PLACES)
def after_double(mode: Mode):
    weight = mode.run(nn.Linear, 2, 1).double().weight
    return {"inference": weight.is_inference(), "counts versions": counts_versions(weight)}


@probe(PLACES)
def step_after_double(mode: Mode):
    model = mode.run(nn.Linear, 2, 1).double()
    model.weight.grad = torch.ones(1, 2, dtype=torch.float64)
    torch.optim.SGD(model.parameters(), lr=1.0).step()
    return "goes on"


@probe(PLACES)
def repaired_by_deepcopy_after_double(mode: Mode):
    model = copy.deepcopy(mode.run(nn.Linear, 2, 1).double())
    return trained_outside(model, torch.ones(3, 2, dtype=torch.float64))


@probe(PLACES)
def repaired_by_float(mode: Mode):
    return trained_outside(mode.run(nn.Linear, 2, 1).float(), torch.ones(3, 2))


@probe(PLACES)
def repaired_by_data(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    for parameter in model.parameters():
        parameter.data = parameter.data.clone()
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def repaired_by_to_empty(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    model.to_empty(device=model.weight.device)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def repaired_by_new_parameters(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    for name, parameter in list(model.named_parameters()):
        setattr(model, name, nn.Parameter(parameter.detach().clone()))
    return trained_outside(model, torch.ones(3, 2))
