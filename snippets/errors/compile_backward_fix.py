import torch
from torch import nn

net = nn.Linear(4, 1)
net.bias.requires_grad_(False)  # (1)!


@torch.compile(backend="eager", fullgraph=True)
def loss_of(x):
    return net(x).pow(2).mean()


loss = loss_of(torch.randn(8, 4))
loss.backward()  # (2)!
print("weight:", net.weight.grad is not None)
print("bias:", net.bias.grad is not None)
