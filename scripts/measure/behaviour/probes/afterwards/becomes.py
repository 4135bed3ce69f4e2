"""What it becomes."""

import copy
import io
import pickle

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.afterwards.subjects import (
    kind,
)


@probe()
def kind_of_clone(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.clone(), tensor)


@probe()
def kind_of_clone_inside(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(mode.run(tensor.clone), tensor)


@probe()
def kind_of_detach(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.detach(), tensor)


@probe()
def kind_of_data(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.data, tensor)


@probe()
def kind_of_view(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.view(2, 1), tensor)


@probe()
def kind_of_slice(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor[:1], tensor)


@probe()
def kind_of_contiguous(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.contiguous(), tensor)


@probe()
def kind_of_float(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.float(), tensor)


@probe()
def kind_of_double(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.double(), tensor)


@probe()
def kind_of_to_device(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.to(tensor.device), tensor)


@probe()
def kind_of_eval_dropout(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(nn.Dropout().eval()(tensor), tensor)


@probe()
def kind_of_identity(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(nn.Identity()(tensor), tensor)


@probe()
def kind_of_as_tensor(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(torch.as_tensor(tensor), tensor)


@probe()
def kind_of_arithmetic(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor + 0, tensor)


@probe()
def kind_of_stack(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(torch.stack([tensor]), tensor)


@probe()
def kind_of_frozen_layer(mode: Mode):
    tensor = mode.run(torch.ones, 1, 2)
    return kind(nn.Linear(2, 2).requires_grad_(False)(tensor), tensor)


@probe()
def kind_of_cache_extended(mode: Mode):
    cache = mode.run(torch.zeros, 4, 2)
    return kind(torch.cat([cache, torch.ones(1, 2)]), cache)


@probe()
def kind_of_sum_over_batches(mode: Mode):
    total, loss = 0, mode.run(torch.ones, 2)
    total += loss
    total += loss
    return kind(total, loss)


@probe()
def kind_of_dlpack(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(torch.from_dlpack(tensor), tensor)


@probe()
def kind_of_copy(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(copy.copy(tensor), tensor)


@probe()
def kind_of_deepcopy(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(copy.deepcopy(tensor), tensor)


@probe()
def kind_of_deepcopy_inside(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(mode.run(copy.deepcopy, tensor), tensor)


@probe()
def kind_of_pickle(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(pickle.loads(pickle.dumps(tensor)), tensor)


@probe()
def kind_of_save_and_load(mode: Mode):
    tensor, file = mode.run(torch.ones, 2), io.BytesIO()
    torch.save(tensor, file)
    file.seek(0)
    return kind(torch.load(file), tensor)


@probe()
def kind_of_share_memory_(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(tensor.share_memory_(), tensor)


@probe()
def kind_of_buffer(mode: Mode):
    module, tensor = nn.Module(), mode.run(torch.ones, 2)
    module.register_buffer("tensor", tensor)
    return kind(module.state_dict()["tensor"], tensor)


@probe()
def kind_of_buffer_loaded(mode: Mode):
    norm, tensor = nn.BatchNorm1d(2), mode.run(torch.ones, 2)
    norm.load_state_dict(norm.state_dict() | {"running_mean": tensor})
    return kind(norm.running_mean, tensor)


@probe()
def kind_of_frozen_parameter(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return kind(nn.Parameter(tensor, requires_grad=False), tensor)


@probe()
def kind_of_one_copied_into(mode: Mode):
    tensor, ordinary = mode.run(torch.ones, 2), torch.zeros(2)
    return kind(ordinary.copy_(tensor), tensor)


@probe()
def kind_after_assigning_data(mode: Mode):
    tensor, ordinary = mode.run(torch.ones, 2), torch.zeros(2)
    tensor.data = ordinary
    return kind(tensor, ordinary)


@probe()
def kind_after_swap_tensors(mode: Mode):
    tensor, ordinary = mode.run(torch.ones, 2), torch.zeros(2)
    torch.utils.swap_tensors(tensor, ordinary)
    return kind(tensor, ordinary)


@probe()
def requires_grad_(mode: Mode):
    return mode.run(torch.ones, 2).requires_grad_().requires_grad


@probe()
def requires_grad_attribute(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    tensor.requires_grad = True
    return tensor.requires_grad


@probe()
def requires_grad_of_detach(mode: Mode):
    return mode.run(torch.ones, 2).detach().requires_grad_().requires_grad


@probe()
def requires_grad_of_clone(mode: Mode):
    return mode.run(torch.ones, 2).clone().requires_grad_().requires_grad


@probe()
def parameter(mode: Mode):
    return nn.Parameter(mode.run(torch.ones, 2)).requires_grad


@probe()
def reading(mode: Mode):
    tensor = mode.run(torch.ones, 1)
    read = (tensor.item(), tensor.tolist(), tensor.cpu().numpy(), repr(tensor))
    return tuple(type(one).__name__ for one in read)
