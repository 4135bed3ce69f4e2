import warnings

import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Linear):
    def forward(self, x):
        return F.dropout(super().forward(x), training=self.training)


net = Net(4, 4)  # (1)!
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    traced = torch.jit.trace(net, torch.ones(3, 4))

for warning in caught:
    if issubclass(warning.category, torch.jit.TracerWarning):
        message = str(warning.message).splitlines()[0]
        print(f"{warning.category.__name__}: {message}")

traced.eval()
x = torch.ones(3, 4)
print("after eval(), same twice:", torch.equal(traced(x), traced(x)))
