import torch
from torch import nn

body, head = nn.Linear(4, 4), nn.Linear(4, 1)


@torch.compile(backend="aot_eager")
def score(x):
    with torch.inference_mode():
        features = body(x)
    return head(features)  # (1)!


try:
    score(torch.randn(8, 4))
except Exception as error:
    print(f"{type(error).__name__}: {str(error).splitlines()[0]}")
    inner = error.inner_exception  # (2)!
    print(f"{type(inner).__name__}: {' '.join(str(inner).split()[:2])}")
