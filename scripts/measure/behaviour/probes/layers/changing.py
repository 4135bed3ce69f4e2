"""Layers that change themselves in a forward pass."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.ao.quantization import FakeQuantize, MinMaxObserver, MovingAverageMinMaxObserver, disable_observer
from torch.nn.utils import parametrizations, parametrize

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.layers.subjects import MODES, repeats, trains, written


@probe(MODES)
def lazy_batch_norm_first_batch(mode: Mode):
    norm = nn.LazyBatchNorm1d()
    mode.forward(norm, torch.rand(8, 4))
    return {"batches": norm.num_batches_tracked.item(), "inference tensors": norm.weight.is_inference()}


@probe(MODES)
def lazy_batch_norm_then_training(mode: Mode):
    norm = nn.LazyBatchNorm1d()
    mode.forward(norm, torch.rand(8, 4))
    return trains(norm, torch.rand(8, 4))


@probe(MODES)
def lazy_linear_then_training(mode: Mode):
    model = nn.Sequential(nn.LazyLinear(4), nn.LazyLinear(4))
    mode.forward(model, torch.rand(8, 4))
    return trains(model, torch.rand(8, 4))


@probe(MODES)
def spectral_norm_writes(mode: Mode):
    return written(mode, parametrizations.spectral_norm(nn.Linear(4, 8)), torch.rand(2, 4))


@probe(MODES)
def spectral_norm_old_writes(mode: Mode):
    return written(mode, nn.utils.spectral_norm(nn.Linear(4, 8)), torch.rand(2, 4))


@probe(MODES)
def spectral_norm_reading_the_weight(mode: Mode):
    layer = mode.model(parametrizations.spectral_norm(nn.Linear(4, 8)))
    before = layer.parametrizations.weight[0]._u.clone()
    mode.run(lambda: layer.weight)
    return not torch.equal(before, layer.parametrizations.weight[0]._u)


@probe(MODES)
def spectral_norm_repeats(mode: Mode):
    return repeats(mode, parametrizations.spectral_norm(nn.Linear(64, 64)), torch.rand(2, 64))


@probe(MODES)
def spectral_norm_cached(mode: Mode):
    layer, x = mode.model(parametrizations.spectral_norm(nn.Linear(64, 64))), torch.rand(2, 64)
    with parametrize.cached():
        first, second = mode.run(layer, x), mode.run(layer, x)
    return torch.allclose(first, second)


@probe(MODES)
def spectral_norm_then_training(mode: Mode):
    layer = parametrizations.spectral_norm(nn.Linear(4, 8))
    mode.forward(layer, torch.rand(2, 4))
    return trains(layer, torch.rand(2, 4))


@probe(MODES)
def spectral_norm_old_then_training(mode: Mode):
    layer = nn.utils.spectral_norm(nn.Linear(4, 8))
    mode.forward(layer, torch.rand(2, 4))
    return trains(layer, torch.rand(2, 4))


@probe(MODES)
def embedding_max_norm_writes(mode: Mode):
    return written(mode, nn.Embedding(4, 8, max_norm=0.1), torch.tensor([0, 1]))


@probe(MODES)
def embedding_bag_max_norm_writes(mode: Mode):
    return written(mode, nn.EmbeddingBag(4, 8, max_norm=0.1), torch.tensor([[0, 1]]))


@probe(MODES)
def embedding_max_norm_frozen_writes(mode: Mode):
    return written(mode, nn.Embedding(4, 8, max_norm=0.1).requires_grad_(False), torch.tensor([0, 1]))


@probe(MODES)
def embedding_max_norm_before_backward(mode: Mode):
    layer, factors = nn.Embedding(4, 8, max_norm=0.1), torch.ones(8, requires_grad=True)
    projected = layer.weight @ factors
    mode.forward(layer, torch.tensor([0, 1]))
    projected.sum().backward()
    return "works"


@probe(MODES)
def observer_writes(mode: Mode):
    observers = MinMaxObserver(), MovingAverageMinMaxObserver()
    return {type(one).__name__: written(mode, one, torch.rand(8)) for one in observers}


@probe(MODES)
def fake_quantize_writes(mode: Mode):
    return written(mode, FakeQuantize(), torch.rand(8) * 9)


@probe(MODES)
def fake_quantize_observer_disabled_writes(mode: Mode):
    quantize = FakeQuantize()
    quantize.apply(disable_observer)
    return written(mode, quantize, torch.rand(8) * 9)


class Noisy(nn.Module):
    """A parametrization that reads its own flag."""

    def forward(self, weight):
        return F.dropout(weight, training=self.training)


@probe(MODES)
def parametrization_reads_the_flag(mode: Mode):
    layer = nn.Linear(64, 8)
    parametrize.register_parametrization(layer, "weight", Noisy())
    return repeats(mode, layer, torch.rand(2, 64))
