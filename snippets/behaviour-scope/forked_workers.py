import torch
from torch.utils.data import DataLoader, Dataset


class Asks(Dataset):
    def __len__(self):
        return 1

    def __getitem__(self, index):
        return torch.is_grad_enabled()


def main():
    for method in ("fork", "spawn"):
        loader = DataLoader(
            Asks(),
            batch_size=None,
            num_workers=1,
            persistent_workers=True,
            multiprocessing_context=method,  # (1)!
        )
        with torch.no_grad():
            inside = list(loader)  # (2)!
        outside = list(loader)
        print(f"{method} | epoch inside: {inside} | outside: {outside}")


if __name__ == "__main__":
    main()
