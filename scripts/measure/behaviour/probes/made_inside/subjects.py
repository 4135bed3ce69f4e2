"""What the probes of this group are about, and how they tell it."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import CORE, FORMS, NESTED

PLACES = (*CORE, *FORMS, *NESTED)


def kind(tensor: torch.Tensor) -> str:
    return "inference tensor" if tensor.is_inference() else "ordinary tensor"


def counts_versions(tensor: torch.Tensor) -> bool:
    """Whether autograd can watch in-place operations on it; reading the counter raises where there is none."""
    try:
        return tensor._version >= 0
    except RuntimeError:
        return False


def trained_outside(model: nn.Module, batch: torch.Tensor) -> str:
    """Which parameters have a gradient after an ordinary forward and backward pass."""
    model(batch).sum().backward()
    without = [name for name, parameter in model.named_parameters() if parameter.grad is None]
    with_one = [name for name, parameter in model.named_parameters() if parameter.grad is not None]
    return ", ".join(with_one) if without else "all"


class First(nn.Module):
    """The first output of a layer that has several."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x)[0]
