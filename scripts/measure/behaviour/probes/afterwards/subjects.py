"""What the probes of this group are about, and how they tell it."""

from collections.abc import Callable
from typing import Any

import torch

from scripts.measure.behaviour.modes import Mode


def attempt(tensor: torch.Tensor, change: Callable[..., Any], *arguments: Any) -> str:
    """Is the change of a tensor [1, 1] refused, and is it still [1, 1] afterwards?"""
    refused = ""
    try:
        change(*arguments)
    except RuntimeError:
        refused = "raises, "
    return refused + ("unchanged" if tensor.tolist() == [1, 1] else "changed")


def is_counted(tensor: torch.Tensor) -> bool:
    """Does the tensor have a version counter?"""
    try:
        return tensor._version >= 0
    except RuntimeError:
        return False


def kind(result: torch.Tensor, of: torch.Tensor) -> str:
    """The same tensor, or another one: an inference tensor? with a version counter? in the same memory?"""
    if result is of:
        return "same tensor"
    made = "inference" if result.is_inference() else "ordinary"
    counter = "counted" if is_counted(result) else "not counted"
    shared = result.untyped_storage().data_ptr() == of.untyped_storage().data_ptr()
    return f"{made}, {counter}, {'same' if shared else 'own'} memory"


def weight_of_ones(*shape: int) -> torch.Tensor:
    return torch.ones(*shape, requires_grad=True)


def leaf_made_inside(mode: Mode, *shape: int) -> torch.Tensor:
    return mode.run(lambda: torch.ones(*shape, requires_grad=True))


def trained(result: torch.Tensor, weight: torch.Tensor) -> dict[str, bool]:
    """Does the weight get a gradient when the result is run backwards?"""
    result.sum().backward()
    return {"weight.grad": weight.grad is not None}


class Scale(torch.autograd.Function):
    """weight * factor, which keeps the factor for its backward pass."""

    @staticmethod
    def forward(ctx, weight, factor):
        ctx.save_for_backward(factor)
        return weight * factor

    @staticmethod
    def backward(ctx, gradient):
        (factor,) = ctx.saved_tensors
        return gradient * factor, None
