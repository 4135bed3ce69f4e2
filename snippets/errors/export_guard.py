import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 4), nn.ReLU()).eval()
exported = torch.export.export(net, (torch.randn(3, 4),)).module()  # (1)!

print("three rows:", tuple(exported(torch.randn(3, 4)).shape))
try:
    exported(torch.randn(5, 4))
except AssertionError as error:
    print(f"{type(error).__name__}: {error}")
