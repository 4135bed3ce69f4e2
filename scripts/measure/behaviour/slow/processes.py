"""What crosses into another process: the mode where it is forked, and what becomes of tensors on their way.

Nothing here waits for ever: a child that does not answer within LONGEST_S ends the probe with an error.
"""

import multiprocessing
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

from scripts.measure.behaviour.modes import CORE, Mode, by_id
from scripts.measure.behaviour.probe import probe

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


# The mode


@probe(CORE)
def forked_inside(mode: Mode):
    with mode.context():
        return in_a_child("fork", mode_now)


@probe(CORE)
def spawned_inside(mode: Mode):
    with mode.context():
        return in_a_child("spawn", mode_now)


@probe(CORE)
def fork_server_inside(mode: Mode):
    with mode.context():
        return in_a_child("forkserver", mode_now)


@probe(CORE)
def pool_that_forks_first_used_inside(mode: Mode):
    with pool("fork") as workers, mode.context():
        return workers.submit(mode_now).result(LONGEST_S)


@probe(CORE)
def pool_that_forks_used_again_outside(mode: Mode):
    with pool("fork") as workers:
        with mode.context():
            workers.submit(mode_now).result(LONGEST_S)
        return workers.submit(mode_now).result(LONGEST_S)


@probe(CORE)
def pool_that_forks_first_used_outside(mode: Mode):
    with pool("fork") as workers:
        workers.submit(mode_now).result(LONGEST_S)
        with mode.context():
            return workers.submit(mode_now).result(LONGEST_S)


@probe(CORE)
def forked_workers_of_a_data_loader(mode: Mode):
    with multithreaded_forks(), mode.context():
        return next(iter(workers(Asks())))[0]


@probe(CORE)
def spawned_workers_of_a_data_loader(mode: Mode):
    with mode.context():
        return next(iter(workers(Asks(), "spawn")))[0]


@probe(CORE)
def iterator_made_inside_used_outside(mode: Mode):
    with multithreaded_forks():
        with mode.context():
            batches = iter(workers(Asks()))
        return next(batches)[0]


@probe(CORE)
def iterator_made_outside_used_inside(mode: Mode):
    with multithreaded_forks():
        batches = iter(workers(Asks()))
        with mode.context():
            return next(batches)[0]


@probe(CORE)
def persistent_workers_first_epoch_inside_second_outside(mode: Mode):
    loader = workers(Asks(), persistent_workers=True)
    with multithreaded_forks():
        with mode.context():
            (batch,) = loader
        (batch,) = loader
        return batch[0]


@probe(CORE)
def persistent_workers_first_epoch_outside_second_inside(mode: Mode):
    loader = workers(Asks(), persistent_workers=True)
    with multithreaded_forks():
        (batch,) = loader
        with mode.context():
            (batch,) = loader
        return batch[0]


# Tensors


@probe(CORE)
def batch_of_forked_workers(mode: Mode):
    with multithreaded_forks(), mode.context():
        return told(next(iter(workers(Ones()))))


@probe(CORE)
def batch_fetched_after_the_block(mode: Mode):
    with multithreaded_forks():
        with mode.context():
            batches = iter(workers(Ones()))
        return told(next(batches))


@probe(CORE)
def recorded_items_stacked_by_the_worker(mode: Mode):
    with multithreaded_forks(), mode.context():
        try:
            return told(next(iter(workers(Makes()))))
        except RuntimeError as error:
            return str(error).strip().splitlines()[-1]


@probe(CORE)
def recorded_items_sent_as_they_are(mode: Mode):
    with multithreaded_forks(), mode.context():
        return told(next(iter(workers(Makes(), batch_size=None, timeout=5))))


@probe(CORE)
def items_made_under_no_grad_in_the_worker(mode: Mode):
    with multithreaded_forks(), mode.context():
        return told(next(iter(workers(MakesUnderNoGrad(), batch_size=None))))


@probe(CORE)
def output_sent_to_a_process(mode: Mode):
    return in_a_child("fork", told, mode.forward(nn.Linear(2, 2), torch.ones(1, 2)))


@probe(CORE)
def output_sent_detached(mode: Mode):
    return in_a_child("fork", told, mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).detach())


@probe(CORE)
def output_returned_by_a_process(mode: Mode):
    with pool("fork") as workers:
        return told(workers.submit(forward_in, mode.id).result(LONGEST_S))


def forward_in(name: str) -> torch.Tensor:
    (mode,) = by_id([name])
    return mode.forward(nn.Linear(2, 2), torch.ones(1, 2))


@probe(CORE)
def parameter_made_inside_and_sent(mode: Mode):
    return in_a_child("fork", told, mode.run(nn.Linear, 2, 2).weight)


@probe(CORE)
def gradient_of_a_parameter_that_is_sent(mode: Mode):
    weight = nn.Parameter(torch.ones(2))
    weight.sum().backward()
    with mode.context():
        return in_a_child("fork", has_gradient, weight)


def has_gradient(tensor: torch.Tensor) -> bool:
    return tensor.grad is not None


@probe(CORE)
def write_of_a_child_is_seen(mode: Mode):
    tensor = mode.run(torch.zeros, 2)
    in_a_child("fork", add_one, tensor)
    return int(tensor[0]) == 1


@probe(CORE)
def write_of_a_child_is_counted(mode: Mode):
    tensor = mode.run(torch.zeros, 2)
    in_a_child("fork", add_one, tensor)
    return tensor._version


@probe(CORE)
def write_of_a_child_into_a_saved_tensor(mode: Mode):
    weight, batch = torch.ones(1, requires_grad=True), torch.zeros(1)
    output = weight * batch
    with mode.context():
        in_a_child("fork", add_one, batch)
    output.backward()
    return "gradient of the new value" if int(weight.grad) == 1 else "gradient of the old value"


def add_one(tensor: torch.Tensor) -> None:
    tensor.add_(1)


@probe(CORE)
def training_step_in_a_forked_child(mode: Mode):
    with mode.context():
        return in_a_child("fork", gets_gradients)


@probe(CORE)
def training_step_in_a_forked_child_with_enable_grad(mode: Mode):
    with mode.context():
        return in_a_child("fork", torch.enable_grad()(gets_gradients))


@probe(CORE)
def training_step_in_a_forked_child_outside_inference_mode(mode: Mode):
    with mode.context():
        return in_a_child("fork", torch.inference_mode(False)(gets_gradients))


def gets_gradients() -> bool:
    model = nn.Linear(2, 2)
    model(torch.ones(1, 2)).sum().backward()
    return model.weight.grad is not None
