"""Loading an optimizer."""

import copy

from torch import nn
from torch.optim import Adam

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.optimizers.subjects import moved, parameter_with_gradient, read_in


@probe()
def optimizer_loaded_inside(mode: Mode):
    parameter = parameter_with_gradient()
    old, new = Adam([parameter], lr=0.1), Adam([parameter], lr=0.1)
    old.step()
    mode.run(new.load_state_dict, copy.deepcopy(old.state_dict()))
    new.step()
    return moved(parameter)


@probe()
def optimizer_state_read_inside(mode: Mode):
    parameter = parameter_with_gradient()
    old, new = Adam([parameter], lr=0.1), Adam([parameter], lr=0.1)
    old.step()
    new.load_state_dict(read_in(mode, old.state_dict()))
    new.step()
    return moved(parameter)


@probe()
def model_state_read_inside(mode: Mode):
    model = nn.Linear(2, 2)
    model.load_state_dict(read_in(mode, model.state_dict()))
    return {"inference tensor": model.weight.is_inference()}
