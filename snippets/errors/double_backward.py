import torch
from torch import nn

net = torch.compile(nn.Linear(4, 1), backend="aot_eager")  # (1)!
x = torch.randn(8, 4, requires_grad=True)

score = net(x).pow(2).sum()
(slope,) = torch.autograd.grad(score, x, create_graph=True)
try:
    slope.pow(2).sum().backward()  # (2)!
except RuntimeError as error:
    print(f"{type(error).__name__}: {error}")
