import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader, Dataset


class Samples(Dataset):
    def __init__(self, x, y, augment=False):
        self.x, self.y, self.augment = x, y, augment

    def __len__(self):
        return len(self.x)

    def __getitem__(self, row):
        x = self.x[row]
        if self.augment:  # (1)!
            x = x + 0.1 * torch.randn(8)
        return x, self.y[row], row


def predict(model, loader):
    model.eval()
    with torch.no_grad():
        parts = [(row, model(x).argmax(dim=1)) for x, _, row in loader]
    model.train()
    return map(torch.cat, zip(*parts, strict=True))


def train(evaluating):
    torch.manual_seed(0)
    x, y = torch.randn(100, 8), torch.randint(0, 3, (100,))
    training, test = Samples(x[:70], y[:70], True), Samples(x[70:], y[70:])
    loader = DataLoader(training, 16, shuffle=True, drop_last=True)  # (2)!
    test_loader = DataLoader(
        test,
        batch_size=16,
        num_workers=1,  # (3)!
        generator=torch.Generator(),  # (4)!
    )
    model = nn.Linear(8, 3)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(2):
        for inputs, labels, _ in loader:
            optimizer.zero_grad()
            cross_entropy(model(inputs), labels).backward()
            optimizer.step()
        if evaluating:
            rows, answers = predict(model, test_loader)
            print("all rows, in order:", rows.tolist() == list(range(30)))
    return model.weight


if __name__ == "__main__":  # (5)!
    torch.set_default_device("cpu")  # (6)!
    weight = train(evaluating=True)
    same = torch.equal(weight, train(evaluating=False))
    print("evaluating does not change training:", same)
