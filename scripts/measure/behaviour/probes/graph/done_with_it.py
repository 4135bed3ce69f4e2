"""What can be done with it."""

import copy
import io

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.graph.subjects import MODELS, TENSORS, history


@probe()
def backward(mode: Mode):
    model = nn.Linear(2, 2)
    mode.forward(model, torch.ones(1, 2)).sum().backward()
    return {name: parameter.grad is not None for name, parameter in model.named_parameters()}


@probe(TENSORS)
def backward_inside_the_same_block(mode: Mode):
    model = nn.Linear(2, 2)
    mode.run(lambda: model(torch.ones(1, 2)).sum().backward())
    return model.weight.grad is not None


@probe()
def autograd_grad(mode: Mode):
    model = nn.Linear(2, 2)
    output = mode.forward(model, torch.ones(1, 2))
    (gradient,) = torch.autograd.grad(output.sum(), model.weight)
    return tuple(gradient.shape) == (2, 2)


@probe()
def gradients_of_model_and_input(mode: Mode):
    model, batch = nn.Linear(2, 2), torch.ones(1, 2, requires_grad=True)
    mode.forward(model, batch).sum().backward()
    return {"parameters": model.weight.grad is not None, "input": batch.grad is not None}


@probe(MODELS)
def a_head_trained_on_the_output(mode: Mode):
    body, head = nn.Linear(2, 2), nn.Linear(2, 1)
    head(mode.forward(body, torch.ones(1, 2))).sum().backward()
    return {"body": body.weight.grad is not None, "head": head.weight.grad is not None}


@probe(MODELS)
def a_head_trained_on_a_clone(mode: Mode):
    body, head = nn.Linear(2, 2), nn.Linear(2, 1)
    head(mode.forward(body, torch.ones(1, 2)).clone()).sum().backward()
    return {"body": body.weight.grad is not None, "head": head.weight.grad is not None}


@probe()
def retain_grad(mode: Mode):
    output = mode.forward(nn.Linear(2, 2), torch.ones(1, 2))
    output.retain_grad()
    output.sum().backward()
    return output.grad is not None


@probe()
def register_hook(mode: Mode):
    seen = []
    output = mode.forward(nn.Linear(2, 2), torch.ones(1, 2))
    output.register_hook(lambda _: seen.append("called"))
    output.sum().backward()
    return len(seen)


@probe()
def reading_grad_of_the_output(mode: Mode):
    return mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).grad


@probe(MODELS)
def numpy_of_the_output(mode: Mode):
    return type(mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).cpu().numpy()).__name__


@probe()
def item_of_the_output(mode: Mode):
    return type(mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).sum().item()).__name__


@probe()
def deepcopy_of_the_output(mode: Mode):
    return copy.deepcopy(mode.forward(nn.Linear(2, 2), torch.ones(1, 2))).requires_grad


@probe()
def saved_and_loaded(mode: Mode):
    file = io.BytesIO()
    torch.save(mode.forward(nn.Linear(2, 2), torch.ones(1, 2)), file)
    file.seek(0)
    loaded = torch.load(file)
    return {"history": history(loaded), "inference": loaded.is_inference()}


@probe()
def requires_grad_asked_afterwards(mode: Mode):
    output = mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).requires_grad_()
    output.sum().backward()
    return output.is_leaf and output.grad is not None
