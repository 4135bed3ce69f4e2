"""Where a device's records lie: a GPU's in a folder named after it, like nvidia-h200.

The folder's name is for humans: which device was measured is what the record itself says.
"""

import re
from pathlib import Path

from scripts import records


def slug(name: str) -> str:
    """`NVIDIA H200` -> `nvidia-h200`."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def folder(device: str) -> Path:
    """build/records/cpu for the CPU, docs/records/<slug> for the GPU. Raises RecordError without a GPU."""
    return records.BUILT if device == "cpu" else records.COMMITTED / slug(gpu_name())


def gpu_name() -> str:
    """What CUDA calls it. Raises RecordError without one."""
    import torch

    if not torch.cuda.is_available():
        raise records.RecordError(
            "no CUDA device that this torch can use; see `nvidia-smi` and torch.cuda.is_available()"
        )
    return torch.cuda.get_device_name()
