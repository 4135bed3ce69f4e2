import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset


class Embedded(Dataset):
    def __init__(self):
        self.table = nn.Embedding(8, 4, device="cpu")

    def __len__(self):
        return 8

    @torch.no_grad()  # (1)!
    def __getitem__(self, index):
        return self.table(torch.tensor(index, device="cpu"))


if __name__ == "__main__":
    batch = next(iter(DataLoader(Embedded(), 4, num_workers=1)))
    print("batch:", tuple(batch.shape), batch.requires_grad)
