import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.algorithms.ddp_comm_hooks import default_hooks
from torch.nn.parallel import DistributedDataParallel

torch.set_default_device("cpu")
store = dist.HashStore()
dist.init_process_group("gloo", store=store, rank=0, world_size=1)
model = DistributedDataParallel(nn.Linear(4, 1))
parts = torch.randn(8, 4).split(2)
sent = []


def note(group, bucket):  # (1)!
    sent.append(bucket.index())
    return default_hooks.allreduce_hook(group, bucket)


def every_time():
    for part in parts:
        model(part).sum().backward()


def the_last_only():
    with model.no_sync():  # (2)!
        for part in parts[:-1]:
            model(part).sum().backward()
    model(parts[-1]).sum().backward()  # (3)!


def backward_alone():
    for part in parts:
        loss = model(part).sum()
        with model.no_sync():  # (4)!
            loss.backward()


model.register_comm_hook(None, note)
for way in (every_time, the_last_only, backward_alone):
    sent.clear()
    model.zero_grad()
    way()
    print(f"{way.__name__}: {len(sent)} times synchronised")
dist.destroy_process_group()
