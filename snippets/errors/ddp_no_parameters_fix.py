import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

dist.init_process_group(
    "gloo", store=dist.HashStore(), rank=0, world_size=1
)
teacher = nn.Linear(4, 2).requires_grad_(False).eval()  # (1)!
student = DistributedDataParallel(nn.Linear(4, 2))

x = torch.randn(8, 4)
with torch.no_grad():
    target = teacher(x)
(student(x) - target).pow(2).mean().backward()
print("gradient arrived:", student.module.weight.grad is not None)
dist.destroy_process_group()
