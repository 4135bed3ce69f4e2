import os
import time
from datetime import timedelta
from pathlib import Path

import torch
import torch.distributed as dist

torch.set_default_device("cpu")
dist.init_process_group("gloo", timeout=timedelta(seconds=5))  # (1)!
end = Path("end")
if dist.get_rank() == 0:
    while not end.exists():  # (2)!
        time.sleep(0.05)
else:
    try:
        dist.all_reduce(torch.ones(1))
    except RuntimeError as error:
        print("process 1 timed out:", "Timed out" in str(error), flush=True)
    end.touch()
os._exit(0)
