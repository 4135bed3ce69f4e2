import torch
from torch import nn

body, head = nn.Linear(4, 4), nn.Linear(4, 1)


@torch.compile(backend="aot_eager")
def score(x):
    with torch.no_grad():  # (1)!
        features = body(x)
    return head(features)


score(torch.randn(8, 4)).sum().backward()
print("head:", head.weight.grad is not None)
print("body:", body.weight.grad is not None)

with torch.inference_mode():  # (2)!
    print("whole call inside:", score(torch.randn(8, 4)).is_inference())
