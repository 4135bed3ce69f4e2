"""Which workloads are rows: the main table, the confounders beside it, and the sweeps over width, batch and depth."""

import hashlib
import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from scripts import records
from scripts.measure import conditions, workloads
from scripts.measure.workloads import Forward

Params = dict[str, Any]

# Parameters of a row that are switches of the process, not arguments of its builder.
_SWITCHES = ("fastpath", "trimming")


@dataclass(frozen=True)
class Workload:
    """One row: a family's name, its parameters, its builder, and its group (main, confounder, width, batch, depth)."""

    name: str
    params: Params
    build: Callable[..., Forward]
    group: str = "main"

    @property
    def label(self) -> str:
        """Unique among rows: `mlp batch=1 layers=3 width=64`."""
        return " ".join([self.name, *(f"{key}={value}" for key, value in sorted(self.params.items()))])

    @property
    def sweep(self) -> str | None:
        return None if self.group in ("main", "confounder") else self.group

    @property
    def keeps_default_malloc(self) -> bool:
        return self.params.get("trimming") == "default"

    @property
    def input_sha256(self) -> str:
        """The identity of what is run: the builder's source without comments, and the parameters."""
        source = records.source_sha256(inspect.getsource(self.build))
        return hashlib.sha256(f"{source}\n{json.dumps(self.params, sort_keys=True)}".encode()).hexdigest()

    def forward(self, device: str) -> Forward:
        """Build with a fixed seed. Sets the encoder's fast path, a process-wide switch, as the parameters say."""
        torch.manual_seed(0)
        torch.backends.mha.set_fastpath_enabled(self.params.get("fastpath", "on") == "on")
        arguments = {key: value for key, value in self.params.items() if key not in _SWITCHES}
        with torch.device(device):
            made = self.build(**arguments)
        return Forward(made.model.eval(), made.input)


def _encoder(group: str = "main", **params: Any) -> Workload:
    return Workload("encoder", {"layers": 1, "width": 64, "heads": 4, "tokens": 16} | params, workloads.encoder, group)


def _mlp(layers: int, width: int, batch: int, group: str = "main") -> Workload:
    return Workload("mlp", {"layers": layers, "width": width, "batch": batch}, workloads.mlp, group)


def _convnet(group: str = "main", **params: Any) -> Workload:
    return Workload("convnet", {"layers": 3, "channels": 16, "size": 32} | params, workloads.convnet, group)


MAIN = (
    Workload("views-inner", {"views": 48}, workloads.views_inner),
    Workload("views-parameter", {"views": 48}, workloads.views_parameter),
    Workload("multiply", {"operations": 20, "elements": 8}, workloads.multiply),
    Workload("in-place", {"operations": 20, "elements": 8}, workloads.in_place),
    _mlp(3, 64, 1),
    _mlp(3, 64, 32),
    _mlp(3, 512, 256),
    _convnet(batch=1, size=16),
    _convnet(batch=16),
    _encoder(batch=4, fastpath="off"),
    Workload("feed-forward", {"width": 128, "batch": 16}, workloads.feed_forward),
    Workload("attention-step", {"width": 256, "heads": 4, "cached": 128, "batch": 1}, workloads.attention_step),
)
CONFOUNDERS = (
    _encoder("confounder", batch=4, fastpath="on"),
    Workload("lstm", {"width": 64, "tokens": 16, "batch": 4}, workloads.lstm, "confounder"),
    _convnet("confounder", channels=64, batch=1, trimming="default"),
    _convnet("confounder", channels=64, batch=1, trimming="off"),
    Workload("autocast", {"calls": 8, "width": 256, "batch": 16}, workloads.autocast_calls, "confounder"),
)
WIDTHS = tuple(_mlp(3, width, 16, "width") for width in (64, 128, 256, 512, 1024))
BATCHES = (
    *(_mlp(4, 1024, batch, "batch") for batch in (1, 16, 256, 4096, 16384)),
    *(_convnet("batch", channels=64, batch=batch) for batch in (2, 16, 128, 512)),
)


def timed(device: str) -> tuple[Workload, ...]:
    """The rows of timing.json. On CUDA a sweep over the batch shows where the launch-bound range ends; malloc's trimming
    is a row only where it can be switched, and where memory comes from malloc.
    """
    if device == "cuda" or not conditions.has_mallopt():
        confounders = tuple(row for row in CONFOUNDERS if "trimming" not in row.params)
    else:
        confounders = CONFOUNDERS
    return MAIN + confounders + WIDTHS + (BATCHES if device == "cuda" else ())


@dataclass(frozen=True)
class Weighing:
    """One row of memory.json. `output` says whether each forward's output is held (`kept`) until the next one's is there
    and at the end, or `dropped` at once.
    """

    workload: Workload
    output: str = "kept"
    forwards: int = 1


DEPTHS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)


def weighed() -> tuple[Weighing, ...]:
    """The rows of memory.json: single forwards, weights that dominate, a loop that holds its output, and the depth."""
    confounders = [row for row in CONFOUNDERS if "trimming" not in row.params]
    single = [*MAIN, *confounders, _mlp(3, 512, 1, "confounder"), _convnet("confounder", channels=64, batch=8)]
    loops = [_mlp(8, 256, 64, "confounder"), _convnet("confounder", layers=8, batch=8)]
    depths = [
        made
        for depth in DEPTHS
        for made in (
            _mlp(depth, 64, 32, "depth"),
            _convnet("depth", layers=depth, size=16, batch=4),
            _encoder("depth", layers=depth, batch=4, fastpath="off"),
        )
    ]
    return (
        *map(Weighing, single),
        *(Weighing(loop, output, forwards=2) for loop in loops for output in ("dropped", "kept")),
        *map(Weighing, depths),
    )
