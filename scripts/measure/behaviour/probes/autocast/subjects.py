"""What the probes of this group are about, and how they tell it."""

import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode

from scripts.measure.behaviour.modes import AUTOCAST, CORE

BOTH = (*CORE, *AUTOCAST)


class Casts(TorchDispatchMode):
    """Counts the conversions to another dtype. `aten::to` reaches it whole in inference mode, as `_to_copy` otherwise."""

    count = 0

    def __torch_dispatch__(self, operator, types, arguments=(), options=None):
        self.count += operator in (torch.ops.aten._to_copy.default, torch.ops.aten.to.dtype)
        return operator(*arguments, **(options or {}))


class Matmul(torch.autograd.Function):
    """A matrix product; `seen` holds what its forward and backward found."""

    seen: dict[str, object]

    @staticmethod
    def forward(ctx, x, weight):
        ctx.save_for_backward(weight)
        Matmul.seen = {"input in forward": x.dtype}
        return x @ weight

    @staticmethod
    def backward(ctx, gradient):
        Matmul.seen = {"autocast in backward": torch.is_autocast_enabled(gradient.device.type)}
        return gradient @ ctx.saved_tensors[0].t(), None


class Matmul32(torch.autograd.Function):
    """The same with torch.amp's decorators: in float32, forward and backward, whatever the block around says."""

    @staticmethod
    def forward(ctx, x, weight):
        decorate = torch.amp.custom_fwd(device_type=x.device.type, cast_inputs=torch.float32)
        return decorate(Matmul.forward)(ctx, x, weight)

    @staticmethod
    def backward(ctx, gradient):
        return torch.amp.custom_bwd(device_type=gradient.device.type)(Matmul.backward)(ctx, gradient)


class Recording(nn.Linear):
    """A linear layer that keeps its last output in a buffer."""

    def __init__(self):
        super().__init__(2, 2)
        self.register_buffer("last", None)
        self.register_buffer("zeros", None)

    def forward(self, x):
        self.last, self.zeros = super().forward(x), torch.zeros(2)
        return self.last


def autocast(**options):
    return torch.autocast(torch.get_default_device().type, torch.bfloat16, **options)


def low(*shape):
    return torch.ones(*shape, dtype=torch.bfloat16)
