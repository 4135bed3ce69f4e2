"""Which torch is pinned: the one of requirements-torch.txt. Tables and records may be another's while a new one is pinned."""

import re

from scripts.records import ROOT

PATH = ROOT / "requirements-torch.txt"


def release() -> str | None:
    """The release, like 2.13.0; None where the file names none."""
    found = re.search(r"^torch==([\d.]+)", PATH.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else None


def runs_here() -> bool:
    """Whether the torch that runs is that release, whatever its build; also where none is named."""
    import torch

    return release() in (None, torch.__version__.split("+")[0])
