import torch
from torch import nn


class Centred(nn.Module):
    def forward(self, x):
        with torch.no_grad():  # (1)!
            mean = x.mean()
        return x - mean


class Detached(nn.Module):
    def forward(self, x):
        return x - x.mean().detach()  # (2)!


def gradient(module):
    x = torch.arange(2.0, requires_grad=True)
    module(x)[0].backward()
    return x.grad.tolist()


example = (torch.zeros(2),)
for model in (Centred(), Detached()):
    print(f"{type(model).__name__}: {gradient(model)}")
    print("  symbolic_trace:", gradient(torch.fx.symbolic_trace(model)))
    exported = torch.export.export(model, example).module()
    print("  exported:", gradient(exported))
    with torch.no_grad():
        exported = torch.export.export(model, example).module()
    print("  exported in no_grad:", gradient(exported))  # (3)!
