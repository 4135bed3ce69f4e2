import os
import sys

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.functional import cross_entropy
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, Subset, TensorDataset
from torch.utils.data.distributed import DistributedSampler


def evaluate(model, data, same_buffers=True):
    if same_buffers:  # (1)!
        for buffer in model.buffers():
            dist.broadcast(buffer, src=0)
    rank, world = dist.get_rank(), dist.get_world_size()
    share = Subset(data, range(rank, len(data), world))  # (2)!
    sums = torch.zeros(3, dtype=torch.float64)
    model.eval()
    with torch.no_grad():
        for x, y in DataLoader(share, batch_size=16):
            logits = model.module(x)  # (3)!
            sums[0] += cross_entropy(logits, y, reduction="sum")
            sums[1] += (logits.argmax(dim=1) == y).sum()
            sums[2] += len(y)
    model.train()
    dist.all_reduce(sums)  # (4)!
    return (sums[:2] / sums[2]).tolist()


torch.set_default_device("cpu")
dist.init_process_group("gloo")  # (5)!
torch.manual_seed(0)
x, y = torch.randn(101, 8), torch.randint(0, 3, (101,))
data = TensorDataset(x, y)
net = nn.Sequential(nn.Linear(8, 9), nn.BatchNorm1d(9), nn.Linear(9, 3))
model = DistributedDataParallel(net)  # (6)!
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
sampler = DistributedSampler(data)
loader = DataLoader(data, batch_size=16, sampler=sampler)
for epoch in range(2):
    sampler.set_epoch(epoch)  # (7)!
    for inputs, labels in loader:
        optimizer.zero_grad()
        cross_entropy(model(inputs), labels).backward()
        optimizer.step()

own, _ = evaluate(model, data, same_buffers=False)
loss, accuracy = evaluate(model, data)
if dist.get_rank() == 0:  # (8)!
    with torch.no_grad():
        logits = net.eval()(x)
    right = (logits.argmax(dim=1) == y).sum().item()
    whole = cross_entropy(logits, y).item()
    print("processes:", dist.get_world_size())
    print("answers as in one process:", round(accuracy * 101) == right)
    print("loss as in one process:", abs(loss - whole) < 1e-6)
    print("with statistics of their own:", abs(own - whole) < 1e-6)
dist.barrier()
sys.stdout.flush()
os._exit(0)  # the gloo threads sometimes abort a normal exit
