"""Tensors."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import CORE, Mode, by_id
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.slow.processes.subjects import (
    LONGEST_S,
    Makes,
    MakesUnderNoGrad,
    Ones,
    in_a_child,
    multithreaded_forks,
    pool,
    told,
    workers,
)


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
