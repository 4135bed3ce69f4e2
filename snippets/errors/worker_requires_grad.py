import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset


class Embedded(Dataset):
    def __init__(self):
        self.table = nn.Embedding(8, 4, device="cpu")

    def __len__(self):
        return 8

    def __getitem__(self, index):
        return self.table(torch.tensor(index, device="cpu"))  # (1)!


def first_batch(workers):
    return next(iter(DataLoader(Embedded(), 4, num_workers=workers)))


if __name__ == "__main__":
    print("no workers:", first_batch(0).requires_grad)
    try:
        first_batch(1)
    except RuntimeError as error:
        first, *_, last = str(error).strip().splitlines()
        print(f"{type(error).__name__}: {first}")
        print(last.split(" functions")[0])  # (2)!
