import torch
import torch.distributed as dist
from torch import nn

dist.init_process_group(
    "gloo", store=dist.HashStore(), rank=0, world_size=1
)
device = torch.device("cpu")
net = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4)).to(device)
if device.type != "cpu":  # (1)!
    net = nn.SyncBatchNorm.convert_sync_batchnorm(net)

print("layer:", type(net[1]).__name__)
print("training:", tuple(net(torch.randn(8, 4, device=device)).shape))
dist.destroy_process_group()
