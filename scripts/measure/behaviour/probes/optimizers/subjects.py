"""What the probes of this group are about, and how they tell it."""

import io

import torch
from torch import nn


class ByHand(torch.optim.Optimizer):
    """An optimizer as many write their first one, without @torch.no_grad() on step."""

    def __init__(self, parameters):
        super().__init__(parameters, {})

    def step(self):
        for parameter in self.param_groups[0]["params"]:
            parameter.sub_(parameter.grad)


def parameter_with_gradient():
    parameter = nn.Parameter(torch.ones(2))
    parameter.grad = torch.ones(2)
    return parameter


def moved(parameter):
    return {"moved": bool((parameter != 1).all()), "still requires grad": parameter.requires_grad}


def step_inside_then_outside(mode, optimizer, parameter):
    mode.run(optimizer.step)
    optimizer.step()
    return moved(parameter)


def judged(gradient):
    """Of the sum of squares, computed where the parameter was 1."""
    return "right" if bool((gradient == 2).all()) else "wrong, no error"


def read_in(mode, state):
    """What torch.load makes of a saved state in the mode."""
    file = io.BytesIO()
    torch.save(state, file)
    file.seek(0)
    return mode.run(torch.load, file)
