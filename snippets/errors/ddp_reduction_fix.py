import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

dist.init_process_group(
    "gloo", store=dist.HashStore(), rank=0, world_size=1
)


def run(name, net, **options):
    model = DistributedDataParallel(net, **options)
    for _ in range(2):
        model(torch.randn(3, 4)).sum().backward()
    print(name, "two steps done")


net = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 2))
net[0].requires_grad_(False)  # (1)!
run("frozen before wrapping:", net)


class Half(nn.Sequential):
    def forward(self, x):
        return self[0](x)  # (2)!


half = Half(nn.Linear(4, 4), nn.Linear(4, 2))
run("unused layer:", half, find_unused_parameters=True)
dist.destroy_process_group()
