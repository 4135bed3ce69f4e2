import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch import nn
from torch.nn.parallel import DistributedDataParallel

parts = (
    torch.tensor([[-1.0], [1.0], [-1.0], [1.0]]),
    torch.tensor([[9.0], [11.0]]),
)


def gathered(value):
    values = [torch.empty_like(value) for _ in parts]
    dist.all_gather(values, value)
    return torch.stack(values)


def work(rank):
    store = dist.FileStore("store", 2)
    dist.init_process_group("gloo", store=store, rank=rank, world_size=2)
    model = DistributedDataParallel(nn.BatchNorm1d(1, momentum=1.0))  # (1)!
    x = parts[rank]
    outputs = gathered(model(x).mean().round())
    trained = gathered(model.module.running_mean)
    model.eval()
    model(x)  # (2)!
    evaluated = gathered(model.module.running_mean)
    with torch.no_grad():
        model(x)
        model.module.running_mean.fill_(rank)
        model(x)  # (3)!
    kept = gathered(model.module.running_mean)
    mine = [torch.tensor(float(len(x))), x.mean(), x.var(correction=0)]
    count, mean, var = gathered(torch.stack(mine)).T
    dist.destroy_process_group()
    if rank == 0:
        print("mean of each output:", outputs.abs().flatten().tolist())
        print("running_mean after training:", trained.flatten().tolist())
        print("after a forward in eval():", evaluated.flatten().tolist())
        print("the second under no_grad:", kept.flatten().tolist())
        every = torch.cat(parts)
        pooled = (count * mean).sum() / count.sum()  # (4)!
        spread = (count * (var + (mean - pooled) ** 2)).sum() / count.sum()
        print(
            "pooled mean is all rows':",
            torch.allclose(pooled, every.mean()),
        )
        whole = every.var(correction=0)
        print("pooled variance too:", torch.allclose(spread, whole))


if __name__ == "__main__":
    other = mp.get_context("spawn").Process(target=work, args=(1,))
    other.start()
    work(0)
    other.join()
