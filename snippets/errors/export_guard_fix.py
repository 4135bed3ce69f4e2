import torch
from torch import nn
from torch.export import Dim, export

net = nn.Sequential(nn.Linear(4, 4), nn.ReLU()).eval()
example = torch.randn(3, 4)  # (1)!
dynamic = ({0: Dim("batch")},)
exported = export(net, (example,), dynamic_shapes=dynamic).module()

for rows in (1, 3, 5):
    print(rows, "->", tuple(exported(torch.randn(rows, 4)).shape))
