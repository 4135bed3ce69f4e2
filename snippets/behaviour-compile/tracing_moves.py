import warnings

import torch
from torch import nn

warnings.simplefilter("ignore")  # (1)!
batch = torch.randn(8, 4)


def trace(training):
    model = nn.Sequential(nn.BatchNorm1d(4), nn.Dropout()).train(training)
    traced = torch.jit.trace(model, batch)
    counted = int(model[0].num_batches_tracked)
    traced.eval()  # (2)!
    same = bool((traced(batch) == traced(batch)).all())
    print(f"traced with training={training}: {counted} batches counted")
    print("  after eval() | training:", traced.training, end=" ")
    print("| same output twice:", same)


trace(True)
trace(False)  # (3)!
