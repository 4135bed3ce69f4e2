from datetime import timedelta

import torch.distributed as dist
import torch.multiprocessing as mp


def roll_call(name):
    try:
        dist.monitored_barrier(timeout=timedelta(seconds=1))
        return f"{name}: everyone is here"
    except RuntimeError as error:
        missing = str(error).split("\n")[0]
        return f"{name}: {missing.split(']: ')[-1][:60]}"


def work(rank):
    store = dist.FileStore("store", 2)
    dist.init_process_group("gloo", store=store, rank=rank, world_size=2)
    told = [roll_call("before the evaluation")]
    if rank == 0:  # (1)!
        told.append(roll_call("inside `if rank == 0`"))
        print("\n".join(told))
    dist.destroy_process_group()


if __name__ == "__main__":
    other = mp.get_context("spawn").Process(target=work, args=(1,))
    other.start()
    work(0)
    other.join()
