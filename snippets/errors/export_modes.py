import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5))
x = torch.ones(3, 4)
exported = torch.export.export(net, (x,)).module()  # (1)!

for name in ("eval", "train"):
    try:
        getattr(exported, name)()
    except NotImplementedError as error:
        print(f"{type(error).__name__}: {error}")

print("training:", exported.training)
exported.training = False
print("still drops:", not torch.equal(exported(x), exported(x)))
