import warnings

import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 4), nn.Dropout(), nn.Linear(4, 2))
x = torch.randn(3, 4)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    scripted = torch.jit.script(model)
    print("training:", model.training, scripted.training)
    optimized = torch.jit.optimize_for_inference(scripted)
    torch.jit.trace(nn.Linear(4, 2), x)
for name in ("script", "trace", "freeze", "optimize_for_inference"):
    told = [w for w in caught if f"jit.{name}`" in str(w.message)]
    print(name, "warns:", {w.category.__name__ for w in told})

print("training:", model.training, scripted.training)  # (1)!
y = optimized(x)
print("same numbers:", torch.allclose(y, model.eval()(x)))
print("inference tensor:", y.is_inference())  # (2)!
with torch.inference_mode():
    print("called in inference mode:", optimized(x).is_inference())
