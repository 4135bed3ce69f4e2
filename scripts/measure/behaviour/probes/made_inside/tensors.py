"""Tensors: is the result an inference tensor?"""

import copy
import io
import pickle

import torch
from torch.utils.data import DataLoader, TensorDataset

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.made_inside.subjects import PLACES, kind


@probe(PLACES)
def ones(mode: Mode):
    return kind(mode.run(torch.ones, 2))


@probe(PLACES)
def randn(mode: Mode):
    return kind(mode.run(torch.randn, 2))


@probe(PLACES)
def integers(mode: Mode):
    return kind(mode.run(torch.arange, 2))


@probe(PLACES)
def tensor_of_a_list(mode: Mode):
    return kind(mode.run(torch.tensor, [1.0, 2.0]))


@probe(PLACES)
def as_tensor_of_a_list(mode: Mode):
    return kind(mode.run(torch.as_tensor, [1.0, 2.0]))


@probe(PLACES)
def as_tensor_of_a_tensor(mode: Mode):
    return kind(mode.run(torch.as_tensor, torch.ones(2)))


@probe(PLACES)
def from_numpy(mode: Mode):
    array = torch.ones(2).cpu().numpy()
    return mode.run(lambda: kind(torch.from_numpy(array)))


@probe(PLACES)
def from_dlpack(mode: Mode):
    return kind(mode.run(torch.from_dlpack, torch.ones(2)))


@probe(PLACES)
def empty_like(mode: Mode):
    return kind(mode.run(torch.empty_like, torch.ones(2)))


@probe(PLACES)
def view_of_an_ordinary(mode: Mode):
    return kind(mode.run(torch.ones(4).view, 2, 2))


@probe(PLACES)
def clone_of_an_ordinary(mode: Mode):
    return kind(mode.run(torch.ones(2).clone))


@probe(PLACES)
def written_in_place(mode: Mode):
    return kind(mode.run(torch.ones(2).mul_, 2))


@probe(PLACES)
def written_as_out(mode: Mode):
    into = torch.empty(2)
    return kind(mode.run(lambda: torch.add(torch.ones(2), 1, out=into)))


@probe(PLACES)
def to_with_nothing_to_do(mode: Mode):
    return kind(mode.run(torch.ones(2).to, torch.float32))


@probe(PLACES)
def to_another_dtype(mode: Mode):
    return kind(mode.run(torch.ones(2).to, torch.float64))


@probe(PLACES)
def deepcopy_of_an_ordinary(mode: Mode):
    return kind(mode.run(copy.deepcopy, torch.ones(2)))


@probe(PLACES)
def loaded_from_a_file(mode: Mode):
    file = io.BytesIO()
    torch.save(torch.ones(2), file)
    file.seek(0)
    return kind(mode.run(torch.load, file))


@probe(PLACES)
def unpickled(mode: Mode):
    return kind(mode.run(pickle.loads, pickle.dumps(torch.ones(2))))


@probe(PLACES)
def batch_of_a_dataloader(mode: Mode):
    loader = DataLoader(TensorDataset(torch.ones(4, 2)), batch_size=2)
    (batch,) = mode.run(lambda: next(iter(loader)))
    return kind(batch)


@probe(PLACES)
def batch_of_a_dataloader_from_before(mode: Mode):
    batches = iter(DataLoader(TensorDataset(torch.ones(4, 2)), batch_size=2))
    (batch,) = mode.run(next, batches)
    return kind(batch)
