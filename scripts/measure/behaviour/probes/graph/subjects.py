"""What the probes of this group are about, and how they tell it."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import CORE, EVALUATING, FORMS, MODEL, NESTED

TENSORS = (*CORE, *FORMS, *NESTED)
MODELS = (*TENSORS, *EVALUATING, *MODEL)


def layers() -> nn.Sequential:
    return nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))


def history(tensor: torch.Tensor) -> str:
    """`recorded`, `none`, or `flag only`: requires_grad is True, and no graph leads from it to anything."""
    if tensor.grad_fn is not None:
        return "recorded"
    return "flag only" if tensor.requires_grad else "none"


def nodes(tensor: torch.Tensor) -> int:
    """How many nodes of a graph hang behind a tensor."""
    found, ahead = set(), [tensor.grad_fn]
    while ahead:
        node = ahead.pop()
        if node is not None and node not in found:
            found.add(node)
            ahead += [source for source, _ in node.next_functions]
    return len(found)
