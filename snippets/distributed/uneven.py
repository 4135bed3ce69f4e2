from datetime import timedelta

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

torch.set_default_device("cpu")
dist.init_process_group("gloo", timeout=timedelta(seconds=30))
rank = dist.get_rank()
model = DistributedDataParallel(nn.Linear(4, 1))
batches = [torch.randn(8, 4) for _ in range(3 - rank)]  # (1)!


def report(what):
    count = torch.tensor(len(batches))
    dist.all_reduce(count)
    if rank == 0:
        print(f"{what}: {count} batches", flush=True)


with model.join():  # (2)!
    for x in batches:
        model.zero_grad()
        model(x).pow(2).mean().backward()
report("trained under join")

model.eval()
with torch.no_grad():
    outputs = [model.module(x) for x in batches]  # (3)!
report("evaluated through model.module")

with torch.no_grad(), model.join():
    outputs = [model(x) for x in batches]  # (4)!
report("evaluated under join")
