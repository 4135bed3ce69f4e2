"""What the probes of this group are about, and how they tell it."""

import torch
from torch import nn

from scripts.measure.behaviour import modes
from scripts.measure.behaviour.modes import MODEL

# What is detached or frozen makes no layer another; those modes belong to the page about graphs.
MODES = [mode for mode in modes.MODES if mode not in MODEL]


class Calling(nn.Module):
    """A module whose forward calls a function, without or with its own flag."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(self, x)


class First(nn.Module):
    """The first of several outputs."""

    def forward(self, outputs):
        return outputs[0]


def repeats(mode, module, x):
    """Whether the same call gives the same output twice."""
    return torch.allclose(mode.forward(module, x), mode.forward(module, x))


def draws(mode, module, x):
    """Whether a call takes random numbers: the next one is then another."""
    torch.manual_seed(1)
    untouched = torch.rand(4)
    torch.manual_seed(1)
    mode.forward(module, x)
    return not torch.equal(torch.rand(4), untouched)


def written(mode, module, x):
    """The parameters and buffers that a call changes."""
    before = {name: tensor.clone() for name, tensor in module.state_dict().items()}
    mode.forward(module, x)
    now = module.state_dict()
    return tuple(name for name in before if not torch.equal(before[name], now[name])) or "nothing"


def statistics(mode, module, x):
    """Which statistics it normalises with: with the input's own, the output has mean 0."""
    own = mode.forward(module, x).mean().abs() < 0.1
    return "of the input" if own else "stored"


def trains(module, x):
    """One step of training outside the mode, without an optimizer."""
    module.train()
    module(x).sum().backward()
    return "trains"
