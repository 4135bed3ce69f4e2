import torch
from torch import nn
from torch.export import Dim

net = nn.Sequential(nn.Linear(8, 16), nn.Dropout(), nn.Linear(16, 3))
x = torch.randn(4, 8)
batch = ({0: Dim("batch")},)  # (1)!

for mode in ("train", "eval"):
    getattr(net, mode)()
    program = torch.export.export(net, (x,), dynamic_shapes=batch)
    torch.export.save(program, f"{mode}.pt2")

for mode in ("train", "eval"):
    served = torch.export.load(f"{mode}.pt2").module()  # (2)!
    with torch.inference_mode():
        same = torch.equal(served(x), served(x))
    print(f"exported in {mode} mode: repeatable {same}")

net.eval()
with torch.inference_mode():
    print("as the model:", torch.allclose(served(x), net(x)))
    print("another batch size:", len(served(torch.randn(7, 8))))
print("outside inference mode, requires grad:", served(x).requires_grad)
with torch.no_grad():
    inside = torch.export.export(net, (x,), dynamic_shapes=batch).module()
print("exported under no_grad, too:", inside(x).requires_grad)  # (3)!
try:
    served.train()
except NotImplementedError as error:
    print(f"{type(error).__name__}: {error}")
