import warnings

import torch
from torch import nn

warnings.simplefilter("ignore")  # (1)!
batch = torch.randn(8, 4)


def train_then_validate(wrap):
    net = wrap(nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 1)))
    for _ in range(2):
        net(batch).sum().backward()
    with torch.no_grad():
        return net(batch).requires_grad


def compiled(model):
    return torch.compile(model, backend="aot_eager")


print("plain, requires grad:", train_then_validate(lambda model: model))
print("scripted:", train_then_validate(torch.jit.script))  # (2)!
print("compiled:", train_then_validate(compiled))  # (3)!
