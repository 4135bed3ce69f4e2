"""Forward-mode AD."""

import torch
from torch.autograd import forward_ad

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe


@probe()
def tangent_of_a_result(mode: Mode):
    x = torch.ones(2)
    with forward_ad.dual_level():
        output = mode.run(torch.square, forward_ad.make_dual(x, x))
        return forward_ad.unpack_dual(output).tangent is not None


@probe()
def tangent_made_inside(mode: Mode):
    x = torch.ones(2)
    with forward_ad.dual_level():
        dual = mode.run(forward_ad.make_dual, x, x)
        return forward_ad.unpack_dual(dual.square()).tangent is not None


@probe()
def forward_ad_all_inside(mode: Mode):
    def inside():
        x = torch.ones(2)
        with forward_ad.dual_level():
            return forward_ad.unpack_dual(forward_ad.make_dual(x, x).square()).tangent is not None

    return mode.run(inside)
