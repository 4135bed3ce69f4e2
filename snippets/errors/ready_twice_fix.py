import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.checkpoint import checkpoint

dist.init_process_group(
    "gloo", store=dist.HashStore(), rank=0, world_size=1
)


class Net(nn.Module):
    def __init__(self, reentrant):
        super().__init__()
        self.stem, self.block = nn.Linear(4, 4), nn.Linear(4, 4)
        self.reentrant = reentrant

    def forward(self, x):
        x = self.stem(x)
        for _ in range(2):
            x = checkpoint(self.block, x, use_reentrant=self.reentrant)
        return x


def run(name, net, **options):
    model = DistributedDataParallel(net, **options)
    for _ in range(2):
        model(torch.randn(3, 4)).sum().backward()
    print(f"{name}: two steps done")


run("use_reentrant=False", Net(False), find_unused_parameters=True)  # (1)!
run("static_graph=True", Net(True), static_graph=True)  # (2)!
dist.destroy_process_group()
