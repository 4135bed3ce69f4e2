import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

dist.init_process_group(
    "gloo", store=dist.HashStore(), rank=0, world_size=1
)
net = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 2))
model = DistributedDataParallel(net)
net[0].requires_grad_(False)  # (1)!

for step in range(2):
    try:
        model(torch.randn(3, 4)).sum().backward()
        print("step", step, "done")
    except RuntimeError as error:  # (2)!
        print(f"{type(error).__name__}: {str(error).split('. ')[0]}.")

dist.destroy_process_group()
