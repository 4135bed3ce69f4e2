"""Imported by every Python that a snippet starts on CUDA (PYTHONPATH): it gets the same default device."""

import torch

torch.set_default_device("cuda")
