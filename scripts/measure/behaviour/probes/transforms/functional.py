"""torch.autograd.functional."""

import torch
from torch.autograd import functional

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.transforms.subjects import cube, judged


@probe()
def functional_jacobian(mode: Mode):
    return judged(mode.run(functional.jacobian, cube, torch.ones(2)), [3.0, 3.0])


@probe()
def functional_jacobian_strict(mode: Mode):
    return judged(mode.run(lambda: functional.jacobian(cube, torch.ones(2), strict=True)), [3.0, 3.0])


@probe()
def functional_jacobian_vectorized(mode: Mode):
    return judged(mode.run(lambda: functional.jacobian(cube, torch.ones(2), vectorize=True)), [3.0, 3.0])


@probe()
def functional_jacobian_forward_mode(mode: Mode):
    def inside():
        return functional.jacobian(cube, torch.ones(2), vectorize=True, strategy="forward-mode")

    return judged(mode.run(inside), [3.0, 3.0])


@probe()
def functional_hessian(mode: Mode):
    return judged(mode.run(functional.hessian, cube, torch.ones(2)), [[6.0, 0.0], [0.0, 6.0]])


@probe()
def functional_vjp(mode: Mode):
    return judged(mode.run(functional.vjp, cube, torch.ones(2))[1], [3.0, 3.0])


@probe()
def functional_jvp(mode: Mode):
    x = torch.ones(2)
    return judged(mode.run(functional.jvp, cube, x, x)[1], 6.0)


@probe()
def functional_hvp(mode: Mode):
    x = torch.ones(2)
    return judged(mode.run(functional.hvp, cube, x, x)[1], [6.0, 6.0])


@probe()
def functional_vhp(mode: Mode):
    x = torch.ones(2)
    return judged(mode.run(functional.vhp, cube, x, x)[1], [6.0, 6.0])


@probe()
def functional_jacobian_with_the_mode_in_the_function(mode: Mode):
    return judged(functional.jacobian(lambda x: mode.run(cube, x), torch.ones(2)), [3.0, 3.0])
