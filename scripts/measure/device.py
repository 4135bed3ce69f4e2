"""Where a device's records lie. `python -m scripts.measure.device --slug` prints the GPU's folder name: nvidia-h200.

The folder's name is for humans: which device was measured is what the record itself says.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts import records


def slug(name: str) -> str:
    """`NVIDIA H200` -> `nvidia-h200`."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def folder(device: str) -> Path:
    """build/records/cpu for the CPU, docs/records/<slug> for the GPU. Raises RecordError without a GPU."""
    return records.BUILT if device == "cpu" else records.COMMITTED / slug(gpu_name())


def gpu_name() -> str:
    import torch

    if not torch.cuda.is_available():
        raise records.RecordError(
            "no CUDA device that this torch can use; see `nvidia-smi` and torch.cuda.is_available()"
        )
    return torch.cuda.get_device_name()


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.measure.device", description=__doc__)
    parser.add_argument("--slug", action="store_true", help="only the folder's name, not its path")
    options = parser.parse_args(argv)
    try:
        print(slug(gpu_name()) if options.slug else folder("cuda"))
    except records.RecordError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
