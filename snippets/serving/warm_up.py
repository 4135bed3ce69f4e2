import torch
from torch import nn
from torch._dynamo.testing import CompileCounter

graphs = CompileCounter()  # (1)!
model = nn.Sequential(nn.Linear(4, 4), nn.Dropout(), nn.Linear(4, 1))
compiled = torch.compile(model, backend=graphs)
x = torch.randn(8, 4)


def report(what, rows):
    before = graphs.frame_count
    compiled(rows)
    print(f"{what}: {graphs.frame_count - before} new")


report("training mode", x)
compiled.eval()  # (2)!
print("eval() reached the model:", not model.training)
report("evaluation mode", x)
with torch.no_grad():
    report("and no_grad", x)
with torch.inference_mode():
    report("and inference mode", x)  # (3)!
    report("again", x)
    made_inside = torch.randn(8, 4)
    report("input made inside", made_inside)
    report("5 rows", torch.randn(5, 4))  # (4)!
    report("6 rows", torch.randn(6, 4))
    report("1 row", torch.randn(1, 4))
