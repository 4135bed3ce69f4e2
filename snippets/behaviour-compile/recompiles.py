import torch
from torch import nn
from torch._dynamo.testing import CompileCounter

graphs = CompileCounter()  # (1)!
model = nn.Sequential(nn.Linear(4, 4), nn.Dropout(), nn.Linear(4, 1))
compiled = torch.compile(model, backend=graphs)
batch = torch.randn(8, 4)


def validate():
    model.eval()
    with torch.inference_mode():
        compiled(batch)
    model.train()


for epoch in range(3):
    compiled(batch).sum().backward()
    validate()
    print(f"epoch {epoch}: {graphs.frame_count} graphs")  # (2)!

model.eval()
compiled(batch)  # (3)!
print("eval() with grad mode on:", graphs.frame_count, "graphs")
