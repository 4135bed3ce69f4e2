"""An ordinary model, changed inside."""

import copy
import io

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.made_inside.subjects import PLACES, counts_versions, trained_outside


@probe(PLACES)
def converted_inside(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(model.double)
    return trained_outside(model, torch.ones(3, 2, dtype=torch.float64))


@probe(PLACES)
def converted_inside_with_nothing_to_do(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(model.float)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def moved_inside_to_its_own_device(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(model.to, model.weight.device)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def after_double_inside(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(model.double)
    return {"inference": model.weight.is_inference(), "counts versions": counts_versions(model.weight)}


@probe(PLACES)
def step_after_double_inside(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(model.double)
    model.weight.grad = torch.ones(1, 2, dtype=torch.float64)
    torch.optim.SGD(model.parameters(), lr=1.0).step()
    return "goes on"


@probe(PLACES)
def converted_there_and_back(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(model.double)
    return trained_outside(model.float(), torch.ones(3, 2))


@probe(PLACES)
def materialised_inside(mode: Mode):
    with torch.device("meta"):
        model = nn.Linear(2, 1)
    mode.run(lambda: model.to_empty(device=torch.empty(0).device))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def loaded_inside(mode: Mode):
    model, state = nn.Linear(2, 1), nn.Linear(2, 1).state_dict()
    mode.run(model.load_state_dict, state)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def assigned_inside(mode: Mode):
    model, state = nn.Linear(2, 1), nn.Linear(2, 1).state_dict()
    mode.run(lambda: model.load_state_dict(state, assign=True) and None)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def state_of_inside_loaded_outside(mode: Mode):
    model, state = nn.Linear(2, 1), mode.run(nn.Linear, 2, 1).state_dict()
    model.load_state_dict(state)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def state_of_inside_assigned_outside(mode: Mode):
    model, state = nn.Linear(2, 1), mode.run(nn.Linear, 2, 1).state_dict()
    model.load_state_dict(state, assign=True)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def checkpoint_read_inside_assigned_outside(mode: Mode):
    model, file = nn.Linear(2, 1), io.BytesIO()
    torch.save(model.state_dict(), file)
    file.seek(0)
    model.load_state_dict(mode.run(torch.load, file), assign=True)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def state_dict_taken_inside(mode: Mode):
    state = mode.run(nn.Linear(2, 1).state_dict)
    return {name: tensor.is_inference() for name, tensor in state.items()}


@probe(PLACES)
def deepcopied_inside(mode: Mode):
    return trained_outside(mode.run(copy.deepcopy, nn.Linear(2, 1)), torch.ones(3, 2))


@probe(PLACES)
def initialised_inside(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(nn.init.zeros_, model.weight)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def frozen_inside(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(lambda: model.requires_grad_(False))
    return trained_outside(model.requires_grad_(True), torch.ones(3, 2))


@probe(PLACES)
def data_replaced_inside(mode: Mode):
    model = nn.Linear(2, 1)

    def replace():
        model.weight.data = torch.ones(1, 2)

    mode.run(replace)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def data_replaced_outside_by_inside_data(mode: Mode):
    model = nn.Linear(2, 1)
    model.weight.data = mode.run(torch.ones, 1, 2)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def lazy_layer_materialised_inside(mode: Mode):
    model = nn.LazyLinear(1)
    mode.run(model, torch.ones(3, 2))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def lazy_layer_built_inside(mode: Mode):
    model = mode.run(nn.LazyLinear, 1)
    model(torch.ones(3, 2))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def cache_filled_inside(mode: Mode):
    class Scaled(nn.Linear):
        scale = None

        def forward(self, x):
            if self.scale is None:
                self.scale = torch.full((1,), 2.0)
            return super().forward(x) * self.scale

    model = Scaled(2, 1)
    mode.run(model, torch.ones(3, 2))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def buffer_written_inside(mode: Mode):
    class Scaled(nn.Linear):
        def __init__(self):
            super().__init__(2, 1)
            self.register_buffer("scale", torch.zeros(1))

        def forward(self, x):
            self.scale.copy_(torch.full((1,), 2.0))
            return super().forward(x) * self.scale

    model = Scaled()
    mode.run(model, torch.ones(3, 2))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def running_statistics_updated_inside(mode: Mode):
    model = nn.BatchNorm1d(2)
    mode.run(model, torch.randn(3, 2))
    return trained_outside(model, torch.randn(3, 2))


@probe(PLACES)
def spectral_norm_called_inside(mode: Mode):
    model = nn.utils.parametrizations.spectral_norm(nn.Linear(2, 2))
    mode.run(model, torch.randn(3, 2))
    return trained_outside(model, torch.randn(3, 2))


@probe(PLACES)
def spectral_norm_added_inside(mode: Mode):
    model = nn.Linear(2, 2)
    mode.run(nn.utils.parametrizations.spectral_norm, model)
    return trained_outside(model, torch.randn(3, 2))


@probe(PLACES)
def weight_norm_added_inside(mode: Mode):
    model = nn.Linear(2, 2)
    mode.run(nn.utils.parametrizations.weight_norm, model)
    return trained_outside(model, torch.randn(3, 2))
