"""What it keeps."""

import weakref

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.graph.subjects import MODELS, layers


def address(tensor: torch.Tensor) -> int:
    return tensor.untyped_storage().data_ptr()


def kept(mode: Mode, model: nn.Module, batch: torch.Tensor) -> int:
    """How many tensors the forward pass keeps for the backward pass: each once, and not what the model holds anyway."""
    packed = []
    with torch.autograd.graph.saved_tensors_hooks(lambda t: packed.append(t) or t, lambda t: t):
        mode.forward(model, batch)
    own = {address(tensor) for tensor in model.state_dict().values()}
    return len({address(tensor) for tensor in packed if tensor.numel()} - own)


@probe()
def tensors_packed(mode: Mode):
    return kept(mode, layers(), torch.ones(1, 2))


@probe()
def tensors_packed_in_training_and_eval(mode: Mode):
    model = nn.Sequential(nn.Linear(2, 3), nn.Dropout(), nn.BatchNorm1d(3), nn.Linear(3, 1))
    return kept(mode, model, torch.ones(4, 2))


@probe()
def tensors_packed_if_the_input_requires_grad(mode: Mode):
    return kept(mode, layers(), torch.ones(1, 2, requires_grad=True))


@probe(MODELS)
def tensors_packed_if_the_first_layer_is_frozen(mode: Mode):
    model = layers()
    model[0].requires_grad_(False)
    return kept(mode, model, torch.ones(1, 2))


@probe(MODELS)
def tensors_packed_if_the_last_layer_is_frozen(mode: Mode):
    model = layers()
    model[2].requires_grad_(False)
    return kept(mode, model, torch.ones(1, 2))


@probe(MODELS)
def tensors_held_by_the_output(mode: Mode):
    model, held = layers(), weakref.WeakSet()

    class Held:
        def __init__(self, tensor):
            self.address, self.alive = address(tensor), tensor.detach()
            held.add(self)

    with torch.autograd.graph.saved_tensors_hooks(Held, print):
        output = mode.forward(model, torch.ones(1, 2))
    count = len({one.address for one in held} - {address(tensor) for tensor in model.parameters()})
    del output
    return count


@probe(MODELS)
def bytes_of_activations_packed(mode: Mode):
    model, packed = layers(), []
    with torch.autograd.graph.saved_tensors_hooks(lambda t: packed.append(t) or t, lambda t: t):
        mode.forward(model, torch.ones(100, 2))
    own = {address(parameter) for parameter in model.parameters()}
    kept_storages = {address(t): t.untyped_storage().nbytes() for t in packed}
    return sum(size for at, size in kept_storages.items() if at not in own)
