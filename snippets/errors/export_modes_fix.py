import torch
from torch import nn
from torch.export import export

net = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5))
x = torch.ones(3, 4)

for mode in (False, True):
    net.train(mode)  # (1)!
    exported = export(net, (x,)).module()
    same = torch.equal(exported(x), exported(x))
    print(f"exported in train({mode}): same twice: {same}")
