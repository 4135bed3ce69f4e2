"""torch.func."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.transforms.subjects import cube, judged


@probe()
def func_grad(mode: Mode):
    return judged(mode.run(torch.func.grad(cube), torch.ones(2)), [3.0, 3.0])


@probe()
def func_vjp(mode: Mode):
    def inside(x):
        output, pull = torch.func.vjp(cube, x)
        return pull(torch.ones_like(output))[0]

    return judged(mode.run(inside, torch.ones(2)), [3.0, 3.0])


@probe()
def func_jvp(mode: Mode):
    x = torch.ones(2)
    return judged(mode.run(torch.func.jvp, cube, (x,), (x,))[1], 6.0)


@probe()
def func_jacrev(mode: Mode):
    return judged(mode.run(torch.func.jacrev(cube), torch.ones(2)), [3.0, 3.0])


@probe()
def func_jacfwd(mode: Mode):
    return judged(mode.run(torch.func.jacfwd(cube), torch.ones(2)), [3.0, 3.0])


@probe()
def func_hessian(mode: Mode):
    return judged(mode.run(torch.func.hessian(cube), torch.ones(2)), [[6.0, 0.0], [0.0, 6.0]])


@probe()
def func_vmap(mode: Mode):
    weight = torch.ones(2, requires_grad=True)
    return mode.run(torch.func.vmap(lambda row: row @ weight), torch.ones(3, 2)).requires_grad


@probe()
def func_vmap_of_grad(mode: Mode):
    return judged(mode.run(torch.func.vmap(torch.func.grad(cube)), torch.ones(2, 2)), 3.0)


@probe()
def func_grad_with_the_mode_in_the_function(mode: Mode):
    return judged(torch.func.grad(lambda x: mode.run(cube, x))(torch.ones(2)), [3.0, 3.0])


@probe()
def func_jvp_with_the_mode_in_the_function(mode: Mode):
    x = torch.ones(2)
    return judged(torch.func.jvp(lambda x: mode.run(cube, x), (x,), (x,))[1], 6.0)


@probe()
def func_grad_result_is_inference(mode: Mode):
    return mode.run(torch.func.grad(cube), torch.ones(2)).is_inference()


@probe()
def func_grad_of_an_inference_tensor(mode: Mode):
    return judged(torch.func.grad(cube)(mode.run(torch.ones, 2)), [3.0, 3.0])


@probe()
def func_grad_of_a_model_inside(mode: Mode):
    model, x = nn.Linear(2, 1), torch.ones(1, 2)

    def loss(parameters):
        return torch.func.functional_call(model, parameters, (x,)).sum()

    return judged(mode.run(torch.func.grad(loss), dict(model.named_parameters()))["weight"], [[1.0, 1.0]])


@probe()
def functional_call(mode: Mode):
    model, other = nn.Linear(2, 1), nn.Linear(2, 1)
    output = mode.run(torch.func.functional_call, model, dict(other.named_parameters()), (torch.ones(1, 2),))
    output.sum().backward()
    return {"own gradient": model.weight.grad is not None, "passed in": other.weight.grad is not None}
