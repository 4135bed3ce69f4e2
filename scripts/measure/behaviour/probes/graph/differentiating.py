"""Functions and modules that differentiate."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.graph.subjects import MODELS, TENSORS, history


class Double(torch.autograd.Function):
    """Twice the input, and it says whether grad mode is on in its own forward."""

    @staticmethod
    def forward(_ctx, x):
        Double.grad_mode = torch.is_grad_enabled()
        return x * 2

    @staticmethod
    def backward(_ctx, gradient):
        return gradient * 2


@probe(TENSORS)
def custom_function(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    output = mode.run(Double.apply, x)
    return {"history": history(output), "inference": output.is_inference()}


@probe(TENSORS)
def custom_function_backward(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    mode.run(Double.apply, x).sum().backward()
    return x.grad is not None


@probe(TENSORS)
def custom_function_backward_with_a_gradient(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    mode.run(Double.apply, x).backward(torch.ones(2))
    return x.grad is not None


@probe(TENSORS)
def custom_function_then_an_operator(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    return history(mode.run(lambda: Double.apply(x) + 1))


@probe(TENSORS)
def grad_mode_in_a_custom_forward(mode: Mode):
    mode.run(Double.apply, torch.ones(2, requires_grad=True))
    return Double.grad_mode


@probe()
def enable_grad_inside_forward(mode: Mode):
    class Slope(nn.Module):
        def forward(self, x):
            with torch.enable_grad():
                x = x.detach().requires_grad_()
                (slope,) = torch.autograd.grad((x**3).sum(), x)
            return slope

    return int(mode.forward(Slope(), torch.ones(1)))


@probe()
def inference_mode_false_inside_forward(mode: Mode):
    class Slope(nn.Module):
        def forward(self, x):
            with torch.inference_mode(False):
                x = x.clone().requires_grad_()
                (slope,) = torch.autograd.grad((x**3).sum(), x)
            return slope

    return int(mode.forward(Slope(), torch.ones(1)))


@probe()
def func_grad_inside_forward(mode: Mode):
    class Slope(nn.Module):
        def forward(self, x):
            return torch.func.grad(lambda x: (x**3).sum())(x)

    return int(mode.forward(Slope(), torch.ones(1)))


@probe()
def functional_jacobian_inside_forward(mode: Mode):
    class Slope(nn.Module):
        def forward(self, x):
            return torch.autograd.functional.jacobian(lambda x: x**3, x)

    return int(mode.forward(Slope(), torch.ones(1)))


@probe()
def a_forward_decorated_with_enable_grad(mode: Mode):
    class Decorated(nn.Linear):
        @torch.enable_grad()
        def forward(self, x):
            return super().forward(x)

    return history(mode.forward(Decorated(2, 2), torch.ones(1, 2)))


@probe(MODELS)
def a_forward_decorated_with_no_grad(mode: Mode):
    class Decorated(nn.Linear):
        @torch.no_grad()
        def forward(self, x):
            return super().forward(x)

    return history(mode.forward(Decorated(2, 2), torch.ones(1, 2)))
