"""What readers have and what they do with it: the questions of the mode explorer, one function for each answer."""

import copy

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe


def network() -> nn.Sequential:
    return nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Dropout(0.5), nn.Linear(4, 2))


def output_of(mode: Mode, model: nn.Module) -> torch.Tensor:
    return mode.forward(model, torch.randn(8, 3))


def train_on(features: torch.Tensor) -> dict[str, bool]:
    head = nn.Linear(features.shape[-1], 1)
    head(features).sum().backward()
    return {"weight.grad": head.weight.grad is not None}


@probe()
def output_repeated(mode: Mode):
    model, batch = network(), torch.randn(8, 3)
    return torch.equal(mode.forward(model, batch), mode.forward(model, batch))


@probe()
def output_and_buffers(mode: Mode):
    model = network()
    before = model[1].running_mean.clone()
    output_of(mode, model)
    return not torch.equal(model[1].running_mean, before)


@probe()
def output_recorded(mode: Mode):
    return output_of(mode, network()).requires_grad


@probe()
def output_keeps_tensors(mode: Mode):
    kept = []
    with torch.autograd.graph.saved_tensors_hooks(lambda tensor: kept.append(1) or tensor, lambda tensor: tensor):
        output_of(mode, network())
    return len(kept) > 0


@probe()
def output_backward(mode: Mode):
    model = network()
    output_of(mode, model).sum().backward()
    return {"weight.grad": model[0].weight.grad is not None}


@probe()
def output_item(mode: Mode):
    return type(output_of(mode, network()).sum().item()).__name__


@probe()
def output_numpy(mode: Mode):
    return type(output_of(mode, network()).cpu().numpy()).__name__


@probe()
def output_in_place(mode: Mode):
    output = output_of(mode, network())
    output.add_(1)
    return "changed"


@probe()
def output_trained_on(mode: Mode):
    return train_on(output_of(mode, network()))


@probe()
def output_cloned_and_trained_on(mode: Mode):
    return train_on(output_of(mode, network()).clone())


@probe()
def output_detached_and_trained_on(mode: Mode):
    return train_on(output_of(mode, network()).detach())


@probe()
def output_requires_grad_(mode: Mode):
    return output_of(mode, network()).requires_grad_().requires_grad


@probe()
def output_deepcopy(mode: Mode):
    copy.deepcopy(output_of(mode, network()))
    return "copied"


@probe()
def made_inside_in_place(mode: Mode):
    made = mode.run(torch.ones, 2)
    made.add_(1)
    return "changed"


@probe()
def made_inside_trained_on(mode: Mode):
    return train_on(mode.run(torch.ones, 2))


@probe()
def made_inside_cloned_and_trained_on(mode: Mode):
    return train_on(mode.run(torch.ones, 2).clone())


@probe()
def made_inside_requires_grad_(mode: Mode):
    return mode.run(torch.ones, 2).requires_grad_().requires_grad


@probe()
def made_inside_as_indices(mode: Mode):
    table, indices = nn.Embedding(4, 2), mode.run(torch.arange, 3)
    table(indices).sum().backward()
    return {"weight.grad": table.weight.grad is not None}


@probe()
def made_inside_as_buffer(mode: Mode):
    norm = nn.BatchNorm1d(2)
    norm.running_mean = mode.run(torch.zeros, 2)
    norm(torch.randn(4, 2))
    return "updated"


@probe()
def layer_made_inside_trained(mode: Mode):
    layer = mode.run(nn.Linear, 3, 1)
    layer(torch.ones(2, 3)).sum().backward()
    return {"weight.grad": layer.weight.grad is not None, "bias.grad": layer.bias.grad is not None}


@probe()
def brought_in_changed_inside(mode: Mode):
    tensor = torch.zeros(2)
    mode.run(tensor.add_, 1)
    return {"changed": bool(tensor.sum() == 2), "is_inference": tensor.is_inference()}


@probe()
def brought_in_changed_after_saving(mode: Mode):
    weight, tensor = torch.ones(2, requires_grad=True), torch.ones(2)
    loss = (weight * tensor).sum()
    mode.run(tensor.add_, 1)
    loss.backward()
    return "gradient of the old value" if bool(weight.grad.eq(1).all()) else "gradient of the new value"


@probe()
def brought_in_requires_grad_inside(mode: Mode):
    tensor = torch.zeros(2)
    mode.run(tensor.requires_grad_)
    return tensor.requires_grad


@probe()
def brought_in_view_changed_outside(mode: Mode):
    tensor = torch.zeros(2)
    mode.run(tensor.view, 2, 1).add_(1)
    return "changed" if bool(tensor.sum() == 2) else "not changed"


@probe()
def brought_in_view_trained_on(mode: Mode):
    return train_on(mode.run(torch.zeros(1, 2).view, 2))


@probe()
def brought_in_cloned_inside_trained_on(mode: Mode):
    return train_on(mode.run(torch.zeros(2).clone))


@probe()
def parameter_changed_inside(mode: Mode):
    weight = nn.Parameter(torch.ones(2))
    mode.run(weight.mul_, 2)
    return "changed" if bool(weight.sum() == 4) else "not changed"


@probe()
def parameter_trained_afterwards(mode: Mode):
    layer = nn.Linear(3, 1)
    mode.run(layer.weight.detach().mul_, 2)
    layer(torch.ones(2, 3)).sum().backward()
    return {"weight.grad": layer.weight.grad is not None}


@probe()
def parameter_stepped_inside(mode: Mode):
    layer = nn.Linear(3, 1)
    optimizer = torch.optim.Adam(layer.parameters())
    for _ in range(2):
        optimizer.zero_grad()
        layer(torch.ones(2, 3)).sum().backward()
        mode.run(optimizer.step)
    optimizer.step()
    return "steps inside and outside"


@probe()
def parameter_backward_inside(mode: Mode):
    layer = nn.Linear(3, 1)
    loss = layer(torch.ones(2, 3)).sum()
    mode.run(loss.backward)
    layer(torch.ones(2, 3)).sum().backward()
    return "accumulates"


@probe()
def parameter_view_requires_grad(mode: Mode):
    return mode.run(nn.Linear(3, 2).weight.view, 6).requires_grad


@probe()
def parameter_view_changed_outside(mode: Mode):
    view = mode.run(nn.Linear(3, 2).weight.view, 6)
    view.add_(1)
    return "changed"


@probe()
def parameter_copied_inside(mode: Mode):
    return {"requires_grad": mode.run(nn.Linear(3, 2).weight.clone).requires_grad}
