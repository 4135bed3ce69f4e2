"""What the probes of this group are about, and how they tell it."""

import threading
from collections.abc import Callable
from typing import Any

import torch
from torch.utils.data import Dataset

from scripts.measure.behaviour.modes import AUTOCAST, CORE, FORMS, NESTED, by_id

# Without the training flag and frozen parameters, which belong to the model and have no scope.
SCOPES = (*CORE, *(form for form in FORMS if "called" not in form.id and not form.decorates), *NESTED, *AUTOCAST)
# One context manager each: where the probe needs the object itself.
OBJECTS = by_id(
    ["no_grad", "inference_mode", "enable_grad", "set_grad_enabled(False)", "inference_mode(False)", "autocast"]
)


def mode_now() -> str:
    """Which mode holds here, in this thread."""
    recording = "grad" if torch.is_grad_enabled() else "no_grad"
    held = "inference_mode" if torch.is_inference_mode_enabled() else recording
    if not any(map(torch.is_autocast_enabled, ("cpu", "cuda"))):
        return held
    return "autocast" if held == "grad" else f"autocast + {held}"


def in_a_thread(function: Callable[..., Any], *arguments: Any) -> Any:
    """What the function returns in a new thread, which is over afterwards."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(function(*arguments)))
    thread.start()
    thread.join()
    return answers[0]


class Asks(Dataset):
    """A data set whose only item is the mode in which it is fetched."""

    def __len__(self):
        return 1

    def __getitem__(self, index):
        return mode_now()
