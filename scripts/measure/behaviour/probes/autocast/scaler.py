"""GradScaler."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import CORE, Mode
from scripts.measure.behaviour.probe import probe


@probe(CORE)
def disabled_scaler_returns_the_loss_itself(mode: Mode):
    scaler, loss = torch.amp.GradScaler(torch.get_default_device().type, enabled=False), torch.ones(1)
    return mode.run(scaler.scale, loss) is loss


@probe(CORE)
def scaler_first_used_inside(mode: Mode):
    weight = nn.Parameter(torch.ones(2))
    scaler = torch.amp.GradScaler(torch.get_default_device().type, init_scale=4.0, growth_interval=1)
    optimizer = torch.optim.SGD([weight], lr=1.0)
    mode.run(scaler.scale, torch.ones(1))
    scaler.scale(weight.sum()).backward()
    scaler.step(optimizer)
    scaler.update()
    return {"scale": int(scaler.get_scale())}


@probe(CORE)
def scaler_step_inside(mode: Mode):
    weight = nn.Parameter(torch.ones(2))
    scaler = torch.amp.GradScaler(torch.get_default_device().type, init_scale=4.0, growth_interval=1)
    optimizer = torch.optim.SGD([weight], lr=1.0)
    for _ in range(2):
        optimizer.zero_grad()
        scaler.scale(weight.sum()).backward()
        mode.run(scaler.step, optimizer)
        scaler.update()
    return {"scale": int(scaler.get_scale()), "weight moved": bool((weight != 1).all())}


@probe(CORE)
def scaler_skips_a_step_with_inf(mode: Mode):
    weight = nn.Parameter(torch.ones(2))
    scaler = torch.amp.GradScaler(torch.get_default_device().type, init_scale=4.0)
    optimizer = torch.optim.SGD([weight], lr=1.0)
    scaler.scale((weight * torch.inf).sum()).backward()
    mode.run(scaler.step, optimizer)
    scaler.update()
    return {"scale": int(scaler.get_scale()), "weight moved": bool((weight != 1).any())}
