import torch
import torch.distributed as dist
from torch import nn

net = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4))
net = nn.SyncBatchNorm.convert_sync_batchnorm(net).to("cpu")
x = torch.randn(8, 4, device="cpu")
print("without a process group:", tuple(net(x).shape))  # (1)!

dist.init_process_group(
    "gloo", store=dist.HashStore(), rank=0, world_size=1
)
for mode in (False, True):
    net.train(mode)
    try:
        print(f"train({mode}):", tuple(net(x).shape))
    except ValueError as error:
        print(f"train({mode}): {type(error).__name__}: {error}")
dist.destroy_process_group()
