"""What the probes of this group are about, and how they tell it."""

from collections.abc import Callable
from typing import Any

import torch
import torch._dynamo
import torch._inductor.config
import torch.utils.mkldnn  # by inductor, at its first use: here, so that no cell shows its deprecation warning
from torch import nn

from scripts.measure.behaviour.modes import by_id

WITH_EVAL = by_id(["grad", "no_grad", "inference_mode", "eval"])


def compiled(body: Callable[..., Any], backend: Any = "eager") -> Callable[..., Any]:
    """The body compiled into one graph, or an error; nothing compiled earlier is left."""
    torch._dynamo.reset()
    return torch.compile(body, backend=backend, fullgraph=True)


def told(tensor: torch.Tensor) -> dict[str, bool]:
    return {"requires grad": tensor.requires_grad, "inference tensor": tensor.is_inference()}


def parameter() -> nn.Parameter:
    return nn.Parameter(torch.ones(2))
