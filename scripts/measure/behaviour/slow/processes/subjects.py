"""What the probes of this group are about, and how they tell it."""

import multiprocessing
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset

LONGEST_S = 60


def mode_now() -> str:
    """Which mode holds here, in this thread of this process."""
    if torch.is_inference_mode_enabled():
        return "inference_mode"
    return "grad" if torch.is_grad_enabled() else "no_grad"


def told(tensor: torch.Tensor) -> dict[str, bool]:
    return {"requires grad": tensor.requires_grad, "inference tensor": tensor.is_inference()}


def in_a_child(method: str, function: Callable[..., Any], *arguments: Any) -> Any:
    """What the function returns in a new process, which gets the arguments through a pipe. Raises what it raises there."""
    context = torch.multiprocessing.get_context(method)
    here, there = context.Pipe()
    child = context.Process(target=answer, args=(there, function), daemon=True)
    with multithreaded_forks():
        child.start()
    try:
        here.send(arguments)
        if not here.poll(LONGEST_S):
            raise TimeoutError(f"no answer from a child started by {method}")
        result = here.recv()
    finally:
        child.kill()
        child.join(LONGEST_S)
    if isinstance(result, Exception):
        raise result
    return result


def answer(there: Any, function: Callable[..., Any]) -> None:
    torch.set_num_threads(1)
    try:
        there.send(function(*there.recv()))
    except Exception as error:
        there.send(error)


@contextmanager
def multithreaded_forks() -> Iterator[None]:
    """Python 3.12 and later warn of every fork of a process with several threads; the text names the process."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*multi-threaded.*", DeprecationWarning)
        yield


@contextmanager
def pool(method: str) -> Iterator[ProcessPoolExecutor]:
    with multithreaded_forks(), ProcessPoolExecutor(1, multiprocessing.get_context(method)) as workers:
        yield workers


class Asks(Dataset):
    """A data set whose items are the mode in which they are fetched."""

    def __len__(self):
        return 1

    def __getitem__(self, index):
        return mode_now()


class Makes(Dataset):
    """A data set whose items are computed in the worker, with a weight that requires grad."""

    def __len__(self):
        return 1

    def __getitem__(self, index):
        return torch.ones(2, requires_grad=True) * 2


class Ones(Makes):
    def __getitem__(self, index):
        return torch.ones(2)


class MakesUnderNoGrad(Makes):
    @torch.no_grad()
    def __getitem__(self, index):
        return super().__getitem__(index)


def workers(items: Dataset, method: str = "fork", timeout: int = LONGEST_S, **options: Any) -> DataLoader:
    return DataLoader(items, num_workers=1, multiprocessing_context=method, timeout=timeout, **options)
