import logging

import torch
from torch import nn

torch._logging.set_logs(dynamo=logging.ERROR)  # (1)!
made, ran = [], []


def backend(graph, _inputs):
    made.append(graph)
    return lambda *args: ran.append(graph) or graph(*args)


model = nn.Sequential(*(nn.Linear(4, 4) for _ in range(12)))
model.requires_grad_(False)
compiled, batch = torch.compile(model, backend=backend), torch.randn(8, 4)

counts = []
for layer in reversed(model):  # (2)!
    layer.requires_grad_(True)
    compiled(batch).sum().backward()
    counts.append(len(made))
print("limit:", torch._dynamo.config.recompile_limit)
print("graphs, step by step:", counts)
print("steps that ran compiled:", len(ran), "of", len(model))  # (3)!

model[:-1].requires_grad_(False)  # (4)!
before = len(ran)
compiled(batch)
print("back in the first combination, compiled:", len(ran) > before)
