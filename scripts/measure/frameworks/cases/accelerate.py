"""Accelerate, one process, on two linear layers and a Dropout. The Dropout was set to eval() beforehand."""

import torch
from torch import nn
from torch.utils.data import DataLoader

from scripts.measure.frameworks.case import case
from scripts.measure.frameworks.watch import Watch


def accelerator(**chosen):
    from accelerate import Accelerator
    from accelerate.state import AcceleratorState

    AcceleratorState._reset_state(True)
    return Accelerator(cpu=True, **chosen)


def watched():
    model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5), nn.Linear(2, 1))
    model[1].eval()
    return model, Watch(model, model[1], model[2])


def batches():
    return DataLoader(torch.randn(4, 2), batch_size=2)


def train(one, model):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model, optimizer, loader = one.prepare(model, optimizer, batches())
    for batch in loader:
        with one.accumulate(model):
            one.backward(model(batch).sum())
            optimizer.step()
            optimizer.zero_grad()


@case
def training_loop():
    model, watch = watched()
    train(accelerator(), model)
    return watch.facts()


@case
def evaluation_loop():
    model, watch = watched()
    one = accelerator()
    prepared, loader = one.prepare(model, batches())
    for batch in loader:
        one.gather_for_metrics(prepared(batch))
    return watch.facts()


@case
def call_in_bf16():
    model, watch = watched()
    accelerator(mixed_precision="bf16").prepare(model)(torch.randn(1, 2))
    return watch.facts()


@case
def output_in_bf16_is_float32():
    model, _ = watched()
    return {"answer": accelerator(mixed_precision="bf16").prepare(model)(torch.randn(1, 2)).dtype == torch.float32}


@case
def backward_divides_by_the_steps():
    one = accelerator(gradient_accumulation_steps=4)
    weight = torch.ones(1, requires_grad=True)
    one.backward(weight.sum())
    return {"answer": weight.grad.item() == 1 / 4}


@case
def zero_grad_waits_for_the_last_step():
    one = accelerator(gradient_accumulation_steps=2)
    model, _ = watched()
    model, optimizer, loader = one.prepare(model, torch.optim.SGD(model.parameters(), lr=0.1), batches())
    batch = next(iter(loader))
    with one.accumulate(model):
        one.backward(model(batch).sum())
        optimizer.zero_grad()
    return {"answer": all(parameter.grad is not None for parameter in model.parameters())}
