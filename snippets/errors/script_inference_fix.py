import warnings

import torch
from torch import nn

warnings.simplefilter("ignore", DeprecationWarning)


class NoGrad(nn.Linear):
    def forward(self, x):
        with torch.no_grad():  # (1)!
            return x @ self.weight.T


x = torch.ones(1, 4)
print("no_grad:", torch.jit.script(NoGrad(4, 2))(x).requires_grad)

scripted = torch.jit.script(nn.Linear(4, 2))
with torch.inference_mode():  # (2)!
    print("inference_mode outside:", scripted(x).is_inference())
