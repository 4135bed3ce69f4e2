import warnings

import torch
from torch import nn

warnings.simplefilter("ignore", DeprecationWarning)


class WithBlock(nn.Linear):
    def forward(self, x):
        with torch.inference_mode():
            return super().forward(x)


class Again(nn.Linear):
    def forward(self, x):
        with torch.enable_grad():
            return x @ self.weight.T


class Decorated(nn.Linear):
    @torch.no_grad()
    def forward(self, x):
        return x @ self.weight.T


for cls in (WithBlock, Again, Decorated):
    net = cls(4, 2)
    try:
        out = torch.jit.script(net)(torch.ones(1, 4))
        print(f"{cls.__name__}: recorded:", out.requires_grad)  # (1)!
    except RuntimeError as error:
        reason = str(error).strip().splitlines()[0]
        print(f"{cls.__name__}: {type(error).__name__}: {reason}")
