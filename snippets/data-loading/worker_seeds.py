import random

import numpy
import torch
from torch.utils.data import DataLoader, Dataset, get_worker_info

torch.set_default_device("cpu")


class Noise(Dataset):
    augment = True

    def __init__(self):
        self.own = random.Random(0)  # (1)!

    def __len__(self):
        return 2

    def __getitem__(self, row):
        seeded = torch.rand(()).item(), random.random(), numpy.random.rand()
        return self.own.random(), seeded, self.augment


def seed_own(_):  # (2)!
    get_worker_info().dataset.own.seed(torch.initial_seed())


def epochs(loader):
    for _ in range(2):
        yield from loader
        loader.dataset.augment = False  # (3)!


def report(title, **options):
    loader = DataLoader(Noise(), batch_size=None, num_workers=2, **options)
    own, seeded, augment = zip(*epochs(loader))
    print(title)
    print("  own generator, different numbers:", len(set(own)), "of 4")
    for name, numbers in zip(("torch", "random", "NumPy"), zip(*seeded)):
        print(f"  {name}, different numbers:", len(set(numbers)), "of 4")
    print("  augments in the second epoch:", any(augment[2:]))


if __name__ == "__main__":
    report("default")
    report("worker_init_fn", worker_init_fn=seed_own)
    report("persistent_workers", persistent_workers=True)
