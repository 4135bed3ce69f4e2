"""Layers that keep statistics."""

import torch
import torch.nn.functional as F
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.layers.subjects import MODES, Calling, statistics, trains, written


class KeepsNormInEval(nn.Module):
    """The usual way to train the rest with stored statistics: train() is overridden."""

    def __init__(self):
        super().__init__()
        self.norm, self.drop = nn.BatchNorm1d(4), nn.Dropout()

    def train(self, mode=True):
        super().train(mode)
        self.norm.eval()
        return self

    def forward(self, x):
        return self.drop(self.norm(x))


@probe(MODES)
def batch_norm_normalises_with(mode: Mode):
    return statistics(mode, nn.BatchNorm1d(4), torch.rand(8, 4) + 5)


@probe(MODES)
def batch_norm_writes(mode: Mode):
    return written(mode, nn.BatchNorm1d(4), torch.rand(8, 4) + 5)


@probe(MODES)
def batch_norm_frozen_writes(mode: Mode):
    return written(mode, nn.BatchNorm1d(4).requires_grad_(False), torch.rand(8, 4) + 5)


@probe(MODES)
def batch_norm_kept_in_eval_writes(mode: Mode):
    return written(mode, KeepsNormInEval(), torch.rand(8, 4) + 5)


@probe(MODES)
def batch_norm_momentum_none(mode: Mode):
    norm = nn.BatchNorm1d(1, momentum=None)
    for value in (2.0, 4.0, 9.0):
        mode.forward(norm, torch.full((8, 1), value))
    return {"running_mean": round(norm.running_mean.item()), "batches": norm.num_batches_tracked.item()}


@probe(MODES)
def batch_norm_momentum_zero_writes(mode: Mode):
    return written(mode, nn.BatchNorm1d(4, momentum=0.0), torch.rand(8, 4) + 5)


@probe(MODES)
def batch_norm_untracked(mode: Mode):
    return statistics(mode, nn.BatchNorm1d(4, track_running_stats=False), torch.rand(8, 4) + 5)


@probe(MODES)
def batch_norm_tracking_switched_off_later(mode: Mode):
    norm, x = nn.BatchNorm1d(4), torch.rand(8, 4) + 5
    norm.track_running_stats = False
    return {"normalises": statistics(mode, norm, x), "writes": written(mode, norm, x)}


@probe(MODES)
def batch_norm_batch_of_one(mode: Mode):
    return statistics(mode, nn.BatchNorm1d(4), torch.rand(1, 4) + 5)


@probe(MODES)
def batch_norm_batch_of_one_untracked(mode: Mode):
    return statistics(mode, nn.BatchNorm1d(4, track_running_stats=False), torch.rand(1, 4) + 5)


@probe(MODES)
def batch_norm_image_of_one(mode: Mode):
    return statistics(mode, nn.BatchNorm2d(4), torch.rand(1, 4, 8, 8) + 5)


@probe(MODES)
def batch_norm_empty_batch(mode: Mode):
    return tuple(mode.forward(nn.BatchNorm1d(4), torch.rand(0, 4)).shape)


@probe(MODES)
def batch_norm_sample_depends_on_batch(mode: Mode):
    norm, x = nn.BatchNorm1d(4), torch.rand(8, 4)
    whole = mode.forward(norm, x)
    return not torch.allclose(whole[:4], mode.forward(norm, x[:4]))


@probe(MODES)
def batch_norm_gradient(mode: Mode):
    x = torch.rand(8, 4, requires_grad=True)
    mode.forward(nn.BatchNorm1d(4), x).sum().backward()
    return "0" if x.grad.abs().max() < 1e-4 else "not 0"


@probe(MODES)
def batch_norm_then_training(mode: Mode):
    norm = nn.BatchNorm1d(4)
    mode.forward(norm, torch.rand(8, 4))
    return {
        "buffers are inference tensors": norm.running_mean.is_inference(),
        "afterwards": trains(norm, torch.rand(8, 4)),
    }


@probe(MODES)
def batch_norm_in_functional_call(mode: Mode):
    norm = mode.model(nn.BatchNorm1d(1))
    given = {"running_mean": torch.zeros(1), "running_var": torch.ones(1)}
    mode.run(lambda: torch.func.functional_call(norm, given, (torch.full((8, 1), 5.0),)))
    return {"given": given["running_mean"].item() != 0, "module": norm.running_mean.item() != 0}


@probe(MODES)
def sync_batch_norm(mode: Mode):
    norm, x = nn.SyncBatchNorm(4), torch.rand(8, 4) + 5
    return {"normalises": statistics(mode, norm, x), "writes": written(mode, norm, x) != "nothing"}


@probe(MODES)
def functional_batch_norm(mode: Mode):
    def forward(_, x):
        return F.batch_norm(x, torch.zeros(4), torch.ones(4))

    return statistics(mode, Calling(forward), torch.rand(8, 4) + 5)


@probe(MODES)
def functional_instance_norm(mode: Mode):
    def forward(_, x):
        return F.instance_norm(x, torch.zeros(4), torch.ones(4))

    return statistics(mode, Calling(forward), torch.rand(2, 4, 8) + 5)


@probe(MODES)
def instance_norm(mode: Mode):
    return statistics(mode, nn.InstanceNorm1d(4), torch.rand(2, 4, 8) + 5)


@probe(MODES)
def instance_norm_tracked(mode: Mode):
    return statistics(mode, nn.InstanceNorm1d(4, track_running_stats=True), torch.rand(2, 4, 8) + 5)


@probe(MODES)
def instance_norm_tracked_writes(mode: Mode):
    return written(mode, nn.InstanceNorm1d(4, track_running_stats=True), torch.rand(2, 4, 8) + 5)


@probe(MODES)
def instance_norm_one_element(mode: Mode):
    return tuple(mode.forward(nn.InstanceNorm1d(4), torch.rand(2, 4, 1)).shape)


@probe(MODES)
def lazy_instance_norm(mode: Mode):
    return statistics(mode, nn.LazyInstanceNorm1d(), torch.rand(2, 4, 8) + 5)


@probe(MODES)
def group_and_layer_norm(mode: Mode):
    x = torch.rand(2, 4, 8) + 5
    return {type(norm).__name__: statistics(mode, norm, x) for norm in (nn.GroupNorm(2, 4), nn.LayerNorm(8))}
