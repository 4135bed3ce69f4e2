import os
import time
from pathlib import Path
from threading import Thread

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

torch.set_default_device("cpu")
dist.init_process_group("gloo")


def wrapped(norm):
    return DistributedDataParallel(nn.Sequential(nn.Linear(4, 4), norm))


def evaluate(net):
    with torch.no_grad():
        net.eval()(torch.ones(8, 4))


def answer(net):
    thread = Thread(target=evaluate, args=(net,), daemon=True)  # (1)!
    thread.start()
    thread.join(timeout=2)
    return "still waiting" if thread.is_alive() else "done"


def wait_for(path):
    while not path.exists():
        time.sleep(0.05)


buffers, no_buffers = wrapped(nn.BatchNorm1d(4)), wrapped(nn.LayerNorm(4))
waiting, end = Path("waiting"), Path("end")
if dist.get_rank() == 0:
    print("process 0 alone")
    print("  model.module:", answer(buffers.module))
    print("  wrapper, no buffers:", answer(no_buffers))
    print("  wrapper, BatchNorm:", answer(buffers), flush=True)  # (2)!
    waiting.touch()
    wait_for(end)
else:
    wait_for(waiting)
    numbers = torch.zeros(8)
    dist.broadcast(numbers, src=0)  # (3)!
    print("process 1 receives", numbers.int().tolist(), flush=True)
    end.touch()
os._exit(0)
