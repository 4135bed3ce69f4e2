import warnings

import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5)).eval()  # (1)!
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    traced = torch.jit.trace(net, torch.ones(3, 4))

tracer = torch.jit.TracerWarning
print("tracer warnings:", sum(w.category is tracer for w in caught))
x = torch.ones(3, 4)
print("same twice:", torch.equal(traced(x), traced(x)))

traced.train()
print("train(), same twice:", torch.equal(traced(x), traced(x)))
