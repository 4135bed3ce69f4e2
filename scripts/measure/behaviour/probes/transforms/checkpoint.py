"""Checkpointing."""

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.transforms.subjects import judged


@probe()
def checkpoint_reentrant(mode: Mode):
    model, x = nn.Linear(2, 2), torch.ones(1, 2, requires_grad=True)
    output = mode.run(lambda: checkpoint(model, x, use_reentrant=True))
    return {"requires_grad": output.requires_grad}


@probe()
def checkpoint_reentrant_plain_input(mode: Mode):
    model, x = nn.Linear(2, 2), torch.ones(1, 2)
    output = mode.run(lambda: checkpoint(model, x, use_reentrant=True))
    return {"requires_grad": output.requires_grad}


@probe()
def checkpoint_non_reentrant_plain_input(mode: Mode):
    model, x = nn.Linear(2, 2), torch.ones(1, 2)
    output = mode.run(lambda: checkpoint(model, x, use_reentrant=False))
    return {"requires_grad": output.requires_grad}


@probe()
def checkpoint_without_use_reentrant(mode: Mode):
    model, x = nn.Linear(2, 2), torch.ones(1, 2)
    return {"requires_grad": mode.run(checkpoint, model, x).requires_grad}


@probe()
def checkpoint_reentrant_batch_norm(mode: Mode):
    norm, x = nn.BatchNorm1d(2), torch.rand(4, 2, requires_grad=True)
    output = mode.run(lambda: checkpoint(mode.model(norm), x, use_reentrant=True))
    if output.requires_grad:
        output.backward(torch.ones(4, 2))
    return {"updates": int(norm.num_batches_tracked)}


@probe()
def checkpoint_non_reentrant_batch_norm(mode: Mode):
    norm, x = nn.BatchNorm1d(2), torch.rand(4, 2, requires_grad=True)
    output = mode.run(lambda: checkpoint(mode.model(norm), x, use_reentrant=False))
    if output.requires_grad:
        output.backward(torch.ones(4, 2))
    return {"updates": int(norm.num_batches_tracked)}


@probe()
def checkpoint_dropout_mask(mode: Mode):
    drop, x = nn.Dropout(), torch.ones(64, requires_grad=True)
    output = mode.run(lambda: checkpoint(drop, x, use_reentrant=False))
    output.sum().backward()
    return {"same mask": torch.equal(output, x.grad)}


@probe()
def checkpoint_dropout_mask_without_rng_state(mode: Mode):
    drop, x = nn.Dropout(), torch.ones(64, requires_grad=True)
    output = mode.run(lambda: checkpoint(drop, x, use_reentrant=False, preserve_rng_state=False))
    output.sum().backward()
    return {"same mask": torch.equal(output, x.grad)}


@probe()
def checkpoint_reentrant_backward_inside(mode: Mode):
    model, x = nn.Linear(2, 1), torch.ones(1, 2, requires_grad=True)
    output = checkpoint(model, x, use_reentrant=True)
    mode.run(output.sum().backward)
    return judged(model.weight.grad, [[1.0, 1.0]])


@probe()
def checkpoint_non_reentrant_backward_inside(mode: Mode):
    model, x = nn.Linear(2, 1), torch.ones(1, 2)
    output = checkpoint(model, x, use_reentrant=False)
    mode.run(output.sum().backward)
    return judged(model.weight.grad, [[1.0, 1.0]])


@probe()
def checkpoint_reentrant_grad_mode(mode: Mode):
    def square(t):
        seen.append(torch.is_grad_enabled())
        return t * t

    seen, x = [], torch.ones(2, requires_grad=True)
    output = mode.run(lambda: checkpoint(square, x, use_reentrant=True))
    if output.requires_grad:
        output.backward(torch.ones(2))
    return {"grad mode in its runs": " ".join(map(str, seen))}


@probe()
def checkpoint_non_reentrant_grad_mode(mode: Mode):
    def square(t):
        seen.append(torch.is_grad_enabled())
        return t * t

    seen, x = [], torch.ones(2, requires_grad=True)
    output = mode.run(lambda: checkpoint(square, x, use_reentrant=False))
    if output.requires_grad:
        output.backward(torch.ones(2))
    return {"grad mode in its runs": " ".join(map(str, seen))}


@probe()
def checkpoint_reentrant_eval_in_between(mode: Mode):
    drop, x = nn.Dropout(), torch.ones(64, requires_grad=True)
    output = mode.run(lambda: checkpoint(drop, x, use_reentrant=True))
    drop.eval()
    output.sum().backward()
    return {"same mask": torch.equal(output, x.grad)}


@probe()
def checkpoint_non_reentrant_eval_in_between(mode: Mode):
    drop, x = nn.Dropout(), torch.ones(64, requires_grad=True)
    output = mode.run(lambda: checkpoint(drop, x, use_reentrant=False))
    drop.eval()
    output.sum().backward()
    return {"same mask": torch.equal(output, x.grad)}
