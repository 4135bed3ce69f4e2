import warnings

import torch
from torch import nn

warnings.simplefilter("ignore", DeprecationWarning)
net = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5)).eval()  # (1)!
frozen = torch.jit.freeze(torch.jit.script(net))
x = torch.ones(3, 4)
print("same twice:", torch.equal(frozen(x), frozen(x)))

frozen.train()  # (2)!
print("train(), same twice:", torch.equal(frozen(x), frozen(x)))
print("parameters left:", len(list(frozen.parameters())))
