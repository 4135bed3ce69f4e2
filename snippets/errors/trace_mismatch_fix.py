import warnings

import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Linear):
    def forward(self, x):
        return F.dropout(super().forward(x), training=self.training)


net = Net(4, 4).eval()  # (1)!
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    traced = torch.jit.trace(net, torch.ones(3, 4))

tracer = torch.jit.TracerWarning
print("tracer warnings:", sum(w.category is tracer for w in caught))
x = torch.ones(3, 4)
print("same twice:", torch.equal(traced(x), traced(x)))

traced.train()  # (2)!
print("train(), same twice:", torch.equal(traced(x), traced(x)))
