"""Changed outside."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.afterwards.subjects import attempt, leaf_made_inside, weight_of_ones


@probe()
def add_(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    tensor.add_(1)
    return "changed"


@probe()
def version(mode: Mode):
    return mode.run(torch.ones, 2)._version


@probe()
def change_by_add_(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.add_, 1)


@probe()
def change_by_copy_(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.copy_, torch.zeros(2))


@probe()
def change_by_index(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.__setitem__, 0, 5)


@probe()
def change_by_mask(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.__setitem__, tensor > 0, 5)


@probe()
def change_by_out(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, lambda: torch.add(tensor, 1, out=tensor))


@probe()
def change_by_foreach(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, torch._foreach_add_, [tensor], 1)


@probe()
def change_by_init(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, nn.init.zeros_, tensor)


@probe()
def change_by_inplace_module(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, nn.Threshold(3, 0, inplace=True), tensor)


@probe()
def change_by_optimizer(mode: Mode):
    leaf = leaf_made_inside(mode, 2)
    leaf.grad = torch.ones(2)
    return attempt(leaf, torch.optim.SGD([leaf], lr=0.5).step)


@probe()
def change_by_load_state_dict(mode: Mode):
    norm = mode.run(nn.BatchNorm1d, 2)
    zeros = {name: torch.zeros_like(value) for name, value in norm.state_dict().items()}
    return attempt(norm.weight, norm.load_state_dict, zeros)


@probe()
def change_by_set_(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.set_, torch.zeros(2))


@probe()
def change_by_resize_(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.resize_, 1)


@probe()
def change_by_unsqueeze_(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.unsqueeze_, 0)


@probe()
def change_through_view(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.view(2, 1).add_, 1)


@probe()
def change_in_no_grad(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    with torch.no_grad():
        return attempt(tensor, tensor.add_, 1)


@probe()
def change_in_inference_mode(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    with torch.inference_mode():
        return attempt(tensor, tensor.add_, 1)


@probe()
def change_through_detach(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.detach().add_, 1)


@probe()
def change_through_detach_inside(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, mode.run(tensor.detach).add_, 1)


@probe()
def change_through_view_of_detach(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.detach().view(2, 1).add_, 1)


@probe()
def change_through_data(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.data.add_, 1)


@probe()
def change_through_numpy(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.cpu().numpy().fill, 0)


@probe()
def change_through_dlpack(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, torch.from_dlpack(tensor).zero_)


@probe()
def change_through_storage(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, tensor.untyped_storage().fill_, 0)


@probe()
def change_by_assigning_data(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, setattr, tensor, "data", torch.zeros(2))


@probe()
def change_by_swap_tensors(mode: Mode):
    tensor = mode.run(torch.ones, 2)
    return attempt(tensor, torch.utils.swap_tensors, tensor, torch.zeros(2))


@probe()
def cache_written_to(mode: Mode):
    cache = mode.run(torch.zeros, 4, 2)
    cache[:1] = torch.ones(1, 2)
    return "changed"


@probe()
def loss_written_into_it(mode: Mode):
    losses = mode.run(torch.zeros, 2)
    losses[0] = weight_of_ones(2).sum()
    return {"requires_grad": losses.requires_grad}


@probe()
def gradient_accumulated_onto_it(mode: Mode):
    weight, gradient = weight_of_ones(2), mode.run(torch.ones, 2)
    weight.grad = gradient
    return attempt(gradient, (weight * 2).sum().backward)
