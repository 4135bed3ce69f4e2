import torch
from torch import nn

net = nn.Linear(4, 1)


@torch.compile(backend="eager", fullgraph=True)
def step(x):
    loss = net(x).pow(2).mean()
    loss.backward()  # (1)!
    return loss.detach()


@torch.compile(backend="eager", fullgraph=True)
def freeze(x):
    net.weight.requires_grad_(False)
    return net(x)


for function in (step, freeze):
    try:
        function(torch.randn(8, 4))
    except Exception as error:
        print(f"{type(error).__name__}: {str(error).splitlines()[0]}")
