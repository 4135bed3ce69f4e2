import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.checkpoint import checkpoint

dist.init_process_group(
    "gloo", store=dist.HashStore(), rank=0, world_size=1
)


class Net(nn.Module):
    def __init__(self, times=1):
        super().__init__()
        self.stem, self.block = nn.Linear(4, 4), nn.Linear(4, 4)
        self.extra = nn.Linear(4, 4)
        self.times = times

    def forward(self, x):
        x = self.stem(x)
        for _ in range(self.times):
            x = checkpoint(self.block, x, use_reentrant=True)  # (1)!
        return x


def step(name, net, outside=False, **options):
    model = DistributedDataParallel(net, **options)
    loss = model(torch.randn(3, 4)).sum()
    if outside:
        loss = loss + net.extra.weight.pow(2).sum()
    try:
        loss.backward()
        print(f"{name}: one step done")
    except RuntimeError as error:
        message = str(error).split(". ")[0]
        print(f"{name} |\n  {type(error).__name__}: {message}.")


find = {"find_unused_parameters": True}
step("plain DDP", Net())
step("find_unused_parameters", Net(), **find)
step("block used twice", Net(times=2))
step("used outside forward()", Net(times=0), outside=True, **find)  # (2)!
dist.destroy_process_group()
