import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4), nn.Dropout())
batch = torch.ones(8, 4)

programs = {}
for training in (True, False):
    model.train(training)
    programs[training] = torch.export.export(model, (batch,))  # (1)!

for training, program in programs.items():
    module = program.module()
    before = int(model[1].num_batches_tracked)
    dropped = bool((module(batch) == 0).any())
    counted = int(model[1].num_batches_tracked) - before  # (2)!
    print(f"exported with training={training}")
    print("  module.training:", module.training)  # (3)!
    print("  drops:", dropped, "| batches counted:", counted)
