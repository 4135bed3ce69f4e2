import torch
from torch.utils.data import DataLoader, Dataset, get_worker_info


class Asks(Dataset):
    def __len__(self):
        return 1

    def __getitem__(self, index):
        here = "worker" if get_worker_info() else "main process"
        return f"{here}, grad mode {torch.is_grad_enabled()}"


def first(workers):
    loader = DataLoader(
        Asks(),
        batch_size=None,
        num_workers=workers,
        multiprocessing_context="fork" if workers else None,
    )
    return next(iter(loader))


if __name__ == "__main__":
    with torch.no_grad():
        print("started in no_grad:", first(0), "|", first(1))
    print("started outside:", first(0), "|", first(1))
