"""What the probes of this group are about, and how they tell it."""

import warnings

import torch
from torch import nn

with warnings.catch_warnings():
    # Loaded by the first dual tensor of a process, with a warning that would end up in whichever cell comes first.
    warnings.simplefilter("ignore")
    import torch._decomp.decompositions_for_jvp


class Double(torch.autograd.Function):
    """Twice the input; `seen` holds what forward and backward found, in the order in which they ran."""

    seen: list[str]

    @staticmethod
    def forward(_ctx, x):
        Double.seen.append(f"forward {torch.is_grad_enabled()}")
        return x * 2

    @staticmethod
    def backward(_ctx, gradient):
        Double.seen.append(f"backward {torch.is_grad_enabled()}")
        return gradient * 2


class Needs(torch.autograd.Function):
    """The result is 1 where ctx.needs_input_grad says that the input needs a gradient."""

    @staticmethod
    def forward(ctx, x):
        return torch.full_like(x, float(ctx.needs_input_grad[0]))


class Tagged(torch.Tensor):
    """A subclass that adds nothing."""


class Halved(nn.Module):
    """A parametrization."""

    def forward(self, weight):
        return weight / 2


def cube(x):
    return (x**3).sum()


def judged(result, expected):
    """`right`, `zeros` or `wrong`."""
    if torch.allclose(result, torch.as_tensor(expected, dtype=result.dtype)):
        return "right"
    return "zeros" if not result.any() else "wrong"
