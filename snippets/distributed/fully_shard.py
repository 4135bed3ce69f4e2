import os

import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.fsdp import fully_shard

torch.set_default_device("cpu")
dist.init_process_group("gloo")
x = torch.randn(8, 4)


def inference_mode(model):
    with torch.inference_mode():
        model(x)


def no_grad(model):
    with torch.no_grad():
        model(x)


def training(model):
    model(x).sum().backward()


def report(unit, *steps):
    model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
    for module in (*model, model) if unit == "layers" else (model,):  # (1)!
        fully_shard(module)
    say(unit)
    for step in steps:
        try:
            step(model)
            say(f"  {step.__name__}: works")
        except RuntimeError as error:
            say(f"  {step.__name__}: {str(error).split('.')[0]}")


def say(line):
    if dist.get_rank() == 0:
        print(line, flush=True)


say(f"processes: {dist.get_world_size()}")
report("layers", inference_mode, training)
report("whole", inference_mode, training)  # (2)!
report("layers", no_grad, inference_mode, training)  # (3)!
report("layers", training, inference_mode)
dist.barrier()
os._exit(0)  # the gloo threads sometimes abort a normal exit
