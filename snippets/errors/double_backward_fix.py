import torch
from torch import nn

net = nn.Linear(4, 1)
compiled = torch.compile(net, backend="aot_eager")
x = torch.randn(8, 4, requires_grad=True)

print("compiled:", tuple(compiled(x).shape))
score = net(x).pow(2).sum()  # (1)!
(slope,) = torch.autograd.grad(score, x, create_graph=True)
slope.pow(2).sum().backward()
print("gradient arrived:", net.weight.grad is not None)
