import warnings

import torch
from torch import nn

warnings.simplefilter("ignore", DeprecationWarning)  # (1)!
net = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5))
try:
    torch.jit.freeze(torch.jit.script(net))
except RuntimeError as error:
    print(f"{type(error).__name__}: {error}")
