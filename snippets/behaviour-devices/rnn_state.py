import sys

import torch
from torch import nn

x = torch.randn(5, 2, 4)


def train(when):
    lstm = nn.LSTM(4, 8)
    try:
        lstm(x)[0].sum().backward()
        print(f"{when}: trained")
    except RuntimeError as error:
        print(f"{when}: {str(error).split('.')[0]}")


print("device:", x.device.type)
train("at first")
if "warmed" in sys.argv:  # (1)!
    nn.LSTM(4, 8, num_layers=2, dropout=0.5)(x)
with torch.inference_mode():
    nn.LSTM(4, 8, num_layers=2, dropout=0.5).eval()(x)  # (2)!
train("after one in eval()")
with torch.inference_mode():
    nn.LSTM(4, 8, num_layers=2, dropout=0.5)(x)  # (3)!
train("after one in train()")
with torch.backends.cudnn.flags(enabled=False):
    train("without cuDNN")
