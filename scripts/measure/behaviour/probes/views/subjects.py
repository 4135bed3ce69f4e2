"""What the probes of this group are about, and how they tell it."""

from collections.abc import Callable
from typing import Any

import torch

from scripts.measure.behaviour.modes import Mode


def weight_of_ones(*shape: int) -> torch.Tensor:
    return torch.ones(*shape, requires_grad=True)


def activation_of_ones(*shape: int) -> torch.Tensor:
    """An ordinary tensor with a grad_fn."""
    return torch.zeros(*shape, requires_grad=True) + 1


def known(tensor: torch.Tensor) -> dict[str, bool]:
    """What the tensor says of its history."""
    return {"requires_grad": tensor.requires_grad, "grad_fn": tensor.grad_fn is not None}


def attempt(tensor: torch.Tensor, change: Callable[..., Any], *arguments: Any) -> str:
    """Is the change of a tensor of ones refused, and does it hold only ones afterwards?"""
    refused = ""
    try:
        change(*arguments)
    except RuntimeError:
        refused = "raises, "
    return refused + ("unchanged" if tensor.detach().eq(1).all().item() else "changed")


def gradient_after(mode: Mode, change: Callable[[torch.Tensor], Any]) -> str:
    """The gradient of weight * factor is the factor, which is kept: ones at the forward pass, twos after the change."""
    weight, factor = weight_of_ones(2), torch.ones(2)
    loss = (weight * factor).sum()
    mode.run(change, factor)
    loss.backward()
    return {1: "right gradient", 2: "wrong gradient"}[int(weight.grad[0])]
