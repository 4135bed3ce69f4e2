import warnings

import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5))  # (1)!
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    traced = torch.jit.trace(net, torch.ones(3, 4))

for warning in caught:
    if issubclass(warning.category, torch.jit.TracerWarning):
        print(f"{warning.category.__name__}:")
        print(" ", str(warning.message).split(" Detailed")[0])

traced.eval()
x = torch.ones(3, 4)
print("after eval(), same twice:", torch.equal(traced(x), traced(x)))
