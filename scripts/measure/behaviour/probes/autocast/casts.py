"""Casts of the weight. The input is bfloat16 already, so that only the weight has to be cast."""

from torch import nn

from scripts.measure.behaviour.modes import CORE, Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.autocast.subjects import Casts, autocast, low


@probe(CORE)
def casts_of_a_frozen_weight(mode: Mode):
    model, counts = nn.Linear(2, 2, bias=False).requires_grad_(False), []
    with autocast(), Casts() as casts, mode.context():
        for _ in range(3):
            model(low(1, 2))
            counts.append(casts.count)
    return " ".join(map(str, counts))


@probe(CORE)
def casts_of_a_trainable_weight(mode: Mode):
    model, counts = nn.Linear(2, 2, bias=False), []
    with autocast(), Casts() as casts, mode.context():
        for _ in range(3):
            model(low(1, 2))
            counts.append(casts.count)
    return " ".join(map(str, counts))


@probe(CORE)
def casts_with_a_block_for_each_call(mode: Mode):
    model, counts = nn.Linear(2, 2, bias=False), []
    with Casts() as casts, mode.context():
        for _ in range(3):
            with autocast():
                model(low(1, 2))
            counts.append(casts.count)
    return " ".join(map(str, counts))


@probe(CORE)
def casts_without_the_cache(mode: Mode):
    model, counts = nn.Linear(2, 2, bias=False), []
    with autocast(cache_enabled=False), Casts() as casts, mode.context():
        for _ in range(3):
            model(low(1, 2))
            counts.append(casts.count)
    return " ".join(map(str, counts))
