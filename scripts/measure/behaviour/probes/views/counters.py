"""Version counters."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.views.subjects import gradient_after, weight_of_ones


@probe()
def version_after_add_(mode: Mode):
    tensor = torch.ones(2)
    mode.run(tensor.add_, 1)
    return tensor._version


@probe()
def version_after_change_of_view(mode: Mode):
    tensor = torch.ones(2)
    mode.run(lambda: tensor.view(2, 1).add_(1))
    return tensor._version


@probe()
def version_after_change_of_detach(mode: Mode):
    tensor = torch.ones(2)
    mode.run(lambda: tensor.detach().add_(1))
    return tensor._version


@probe()
def version_after_change_of_data(mode: Mode):
    tensor = torch.ones(2)
    mode.run(lambda: tensor.data.add_(1))
    return tensor._version


@probe()
def version_after_write_from_made_inside(mode: Mode):
    tensor, made = torch.ones(4, 2), mode.run(torch.ones, 1, 2)
    tensor[:1] = made
    return tensor._version


@probe()
def version_of_made_inside(mode: Mode):
    return mode.run(torch.ones, 2)._version


@probe()
def version_of_clone_of_made_inside(mode: Mode):
    return mode.run(torch.ones, 2).clone()._version


@probe()
def kept_then_add_(mode: Mode):
    return gradient_after(mode, lambda factor: factor.add_(1))


@probe()
def kept_then_index(mode: Mode):
    return gradient_after(mode, lambda factor: factor.__setitem__(slice(None), 2))


@probe()
def kept_then_change_of_view(mode: Mode):
    return gradient_after(mode, lambda factor: factor.view(2, 1).add_(1))


@probe()
def kept_then_out(mode: Mode):
    return gradient_after(mode, lambda factor: torch.add(factor, 1, out=factor))


@probe()
def kept_then_foreach(mode: Mode):
    return gradient_after(mode, lambda factor: torch._foreach_add_([factor], 1))


@probe()
def kept_then_set_(mode: Mode):
    return gradient_after(mode, lambda factor: factor.set_(factor + 1))


@probe()
def kept_then_change_of_detach(mode: Mode):
    return gradient_after(mode, lambda factor: factor.detach().add_(1))


@probe()
def kept_then_change_of_data(mode: Mode):
    return gradient_after(mode, lambda factor: factor.data.add_(1))


@probe()
def kept_then_assigned_data(mode: Mode):
    return gradient_after(mode, lambda factor: setattr(factor, "data", factor + 1))


@probe()
def kept_then_numpy(mode: Mode):
    return gradient_after(mode, lambda factor: factor.cpu().numpy().fill(2))


@probe()
def kept_then_dlpack(mode: Mode):
    return gradient_after(mode, lambda factor: torch.from_dlpack(factor).fill_(2))


@probe()
def kept_then_rebound(mode: Mode):
    return gradient_after(mode, lambda factor: factor + 1)


@probe()
def kept_output_then_add_(mode: Mode):
    activation = weight_of_ones(2).exp()
    mode.run(activation.add_, 1)
    activation.sum().backward()
    return "right gradient"


@probe()
def kept_weight_then_step(mode: Mode):
    model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    loss = model(torch.ones(1, 2)).sum()
    loss.backward(retain_graph=True)
    mode.run(optimizer.step)
    loss.backward()
    return "right gradient"
