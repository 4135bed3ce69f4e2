"""Gradients wanted inside an evaluation."""

import torch

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.transforms.subjects import cube, judged


@probe()
def saliency(mode: Mode):
    def inside(x):
        return torch.autograd.grad(cube(x.requires_grad_()), x)[0]

    return judged(mode.run(inside, torch.ones(2)), [3.0, 3.0])


@probe()
def saliency_with_enable_grad(mode: Mode):
    def inside(x):
        with torch.enable_grad():
            return torch.autograd.grad(cube(x.requires_grad_()), x)[0]

    return judged(mode.run(inside, torch.ones(2)), [3.0, 3.0])


@probe()
def saliency_with_inference_mode_off(mode: Mode):
    def inside(x):
        with torch.inference_mode(False):
            return torch.autograd.grad(cube(x.requires_grad_()), x)[0]

    return judged(mode.run(inside, torch.ones(2)), [3.0, 3.0])


@probe()
def saliency_of_an_input_made_inside(mode: Mode):
    def inside():
        x = torch.ones(2)
        with torch.inference_mode(False):
            return torch.autograd.grad(cube(x.requires_grad_()), x)[0]

    return judged(mode.run(inside), [3.0, 3.0])


@probe()
def saliency_of_a_clone_of_an_input_made_inside(mode: Mode):
    def inside():
        x = torch.ones(2)
        with torch.inference_mode(False):
            x = x.clone()
            return torch.autograd.grad(cube(x.requires_grad_()), x)[0]

    return judged(mode.run(inside), [3.0, 3.0])
