"""Where the flag and the graph part."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.graph.subjects import TENSORS, history


@probe(TENSORS)
def identity(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(nn.Identity(), x))


@probe(TENSORS)
def empty_sequential(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(nn.Sequential(), x))


@probe(TENSORS)
def dropout_in_eval(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(nn.Dropout().eval(), x))


@probe(TENSORS)
def dropout_of_zero_in_training(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(nn.Dropout(p=0.0), x))


@probe(TENSORS)
def flatten(mode: Mode):
    x = torch.ones(2, 2, 2, requires_grad=True)
    return history(mode.run(nn.Flatten(), x))


@probe(TENSORS)
def view(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.view(4)))


@probe(TENSORS)
def index_by_an_integer(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x[0]))


@probe(TENSORS)
def index_by_a_list(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x[[0]]))


@probe(TENSORS)
def transpose(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.T))


@probe(TENSORS)
def expand(mode: Mode):
    x = torch.ones(1, 2, requires_grad=True)
    return history(mode.run(lambda: x.expand(2, 2)))


@probe(TENSORS)
def one_piece_of_chunk(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.chunk(2))[0])


@probe(TENSORS)
def reshape_that_views(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.reshape(4)))


@probe(TENSORS)
def reshape_that_copies(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.T.reshape(4)))


@probe(TENSORS)
def contiguous_with_nothing_to_do(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.contiguous()))


@probe(TENSORS)
def contiguous_that_copies(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.T.contiguous()))


@probe(TENSORS)
def float_with_nothing_to_do(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.float()))


@probe(TENSORS)
def double_that_copies(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.double()))


@probe(TENSORS)
def clone(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.clone()))


@probe(TENSORS)
def detached(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.detach()))


@probe(TENSORS)
def a_view_of_a_recorded_tensor(mode: Mode):
    recorded = torch.ones(2, 2, requires_grad=True) * 2
    return history(mode.run(lambda: recorded.view(4)))


@probe(TENSORS)
def identity_of_a_recorded_tensor(mode: Mode):
    recorded = torch.ones(2, 2, requires_grad=True) * 2
    return history(mode.run(nn.Identity(), recorded))


@probe(TENSORS)
def in_place_on_a_recorded_tensor(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    recorded = x * 2
    mode.run(recorded.mul_, 5)
    recorded.sum().backward()
    return {"value": int(recorded[0]), "gradient": int(x.grad[0])}


@probe(TENSORS)
def gradient_through_a_view(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    piece = mode.run(lambda: x[:1])
    (piece * 3).sum().backward()
    return {"x.grad": x.grad is not None}
