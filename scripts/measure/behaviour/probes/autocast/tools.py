"""backward(), custom Functions, transforms."""

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

from scripts.measure.behaviour.modes import CORE, Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.autocast.subjects import BOTH, Matmul, Matmul32, autocast


@probe(CORE)
def backward_in_the_block(mode: Mode):
    model = nn.Linear(2, 2)
    with autocast():
        loss = model(torch.ones(1, 2)).sum()
        mode.run(loss.backward)
    return model.weight.grad.dtype


@probe(CORE)
def autocast_in_backward_inside_the_block(mode: Mode):
    with autocast():
        output = Matmul.apply(torch.ones(2, 2, requires_grad=True), torch.ones(2, 2))
        mode.run(output.sum().backward)
    return Matmul.seen


@probe(CORE)
def custom_backward_after_the_block(mode: Mode):
    with autocast():
        output = Matmul.apply(torch.ones(2, 2, requires_grad=True), torch.ones(2, 2))
    mode.run(output.sum().backward)
    return Matmul.seen


@probe(CORE)
def custom_backward_with_custom_bwd(mode: Mode):
    with autocast():
        output = Matmul32.apply(torch.ones(2, 2, requires_grad=True), torch.ones(2, 2))
    mode.run(output.sum().backward)
    return Matmul.seen


@probe(BOTH)
def custom_function_input(mode: Mode):
    output = mode.run(Matmul.apply, torch.ones(2, 2), torch.ones(2, 2))
    return {**Matmul.seen, "output": output.dtype}


@probe(BOTH)
def custom_function_with_custom_fwd(mode: Mode):
    output = mode.run(Matmul32.apply, torch.ones(2, 2), torch.ones(2, 2))
    return {**Matmul.seen, "output": output.dtype}


@probe(CORE)
def checkpoint_recomputes_in_autocast(mode: Mode):
    def layer(x):
        seen.append(torch.is_autocast_enabled(x.device.type))
        return x.square()

    seen, x = [], torch.ones(2, requires_grad=True)
    with autocast():
        output = checkpoint(layer, x, use_reentrant=False)
    mode.run(output.sum().backward)
    return {"autocast in its runs": " ".join(map(str, seen))}


@probe(BOTH)
def func_grad_dtype(mode: Mode):
    weight, x = torch.ones(2, 2), torch.ones(1, 2)
    return mode.run(torch.func.grad(lambda weight: (x @ weight).sum()), weight).dtype
