"""Threads."""

import contextvars
import threading
from concurrent.futures import ThreadPoolExecutor

import torch
from torch import nn
from torch.utils.data import DataLoader

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.scope.subjects import SCOPES, Asks, in_a_thread, mode_now


@probe(SCOPES)
def thread_started_inside(mode: Mode):
    with mode.context():
        return in_a_thread(mode_now)


@probe(SCOPES)
def pool_used_inside(mode: Mode):
    with ThreadPoolExecutor(1) as pool, mode.context():
        return pool.submit(mode_now).result()


@probe(SCOPES)
def map_of_a_pool_inside(mode: Mode):
    with mode.context(), ThreadPoolExecutor(1) as pool:
        return next(pool.map(lambda _: mode_now(), range(1)))


@probe(SCOPES)
def thread_with_copied_contextvars(mode: Mode):
    with mode.context():
        copied = contextvars.copy_context()
        return in_a_thread(copied.run, mode_now)


@probe(SCOPES)
def function_decorated_and_run_in_a_thread(mode: Mode):
    return in_a_thread(mode.decorate(mode_now))


@probe(SCOPES)
def mode_entered_by_another_thread(mode: Mode):
    entered, asked = threading.Event(), threading.Event()

    def holds_the_mode():
        with mode.context():
            entered.set()
            asked.wait(10)

    thread = threading.Thread(target=holds_the_mode)
    thread.start()
    entered.wait(10)
    seen = mode_now()
    asked.set()
    thread.join()
    return seen


@probe(SCOPES)
def result_of_a_thread_started_inside(mode: Mode):
    model = nn.Linear(2, 2)
    batch = torch.ones(1, 2)
    with mode.context():
        output = in_a_thread(model, batch)
    return {"requires grad": output.requires_grad, "inference tensor": output.is_inference()}


@probe(SCOPES)
def backward_hook_while_backward_runs_inside(mode: Mode):
    seen = []
    leaf = torch.ones(1, requires_grad=True)
    leaf.register_hook(lambda _: seen.append(mode_now()))
    output = leaf * 2
    with mode.context():
        output.backward()
    return seen[0]


@probe(SCOPES)
def backward_hook_with_create_graph_inside(mode: Mode):
    seen = []
    leaf = torch.ones(1, requires_grad=True)
    leaf.register_hook(lambda _: seen.append(mode_now()))
    output = leaf * 2
    with mode.context():
        torch.autograd.grad(output, leaf, create_graph=True)
    return seen[0]


@probe(SCOPES)
def data_loader_without_workers(mode: Mode):
    loader = DataLoader(Asks())
    with mode.context():
        return next(iter(loader))[0]


@probe(SCOPES)
def data_loader_iterator_made_inside_used_outside(mode: Mode):
    loader = DataLoader(Asks())
    with mode.context():
        batches = iter(loader)
    return next(batches)[0]
