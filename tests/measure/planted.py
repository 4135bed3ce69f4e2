"""Launches that take no time and say what they are told to: for tests of what becomes of their figures."""

import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any

from scripts.measure import suite
from scripts.measure.design import ARMS, RATIOS

LOGS = {"inference": -0.2, "grad": 0.3, "aa": 0.0}


class Planted:
    """Stands in for `launches.stream`. `bad_attempts` says how many attempts' A/A controls fail, in two rows each."""

    def __init__(self, bad_attempts: int = 0, launches: int = 12, device: str = "cpu") -> None:
        self.bad_attempts, self.launches, self.device = bad_attempts, launches, device
        self.asked: list[str] = []
        self.seeds: list[int] = []
        self.on_line: Callable[[], None] = lambda: None

    def __call__(self, module: str, request: dict[str, Any], hash_seed: int = 0) -> Iterator[dict[str, Any]]:
        self.asked.append(module)
        assert request["device"] == self.device
        lines = {"gate": self._gate, "launch": self._launch, "weigh": self._weigh}[module]
        for line in lines(hash_seed):
            self.on_line()
            yield line

    def _gate(self, _: int) -> Iterator[dict[str, Any]]:
        for row in suite.timed(self.device):
            yield {"label": row.label, "comparable": True, "why": None, "leaf_operators": 10, "kernels": 3}

    def _launch(self, seed: int) -> Iterator[dict[str, Any]]:
        self.seeds.append(seed)
        rng, bad = random.Random(len(self.seeds)), len(self.seeds) <= self.bad_attempts * self.launches
        yield {"threads": 1, "core": 0, "priority": None} | ({"cuda": {}} if self.device == "cuda" else {})
        for number, row in enumerate(suite.timed(self.device)):
            off = 0.05 if bad and number < 2 else 0.0
            logs = {arm: LOGS[arm] + rng.gauss(0, 0.002) + (off if arm == "aa" else 0.0) for arm in RATIOS}
            line = {"label": row.label, "logs": logs, "wall_logs": logs, "rounds": 40, "calls": 5}
            line |= {"us": dict.fromkeys(ARMS, 20.0), "faults": dict.fromkeys(ARMS, 0.0)}
            yield line | ({"cuda": cuda_line(logs)} if self.device == "cuda" else {})

    def _weigh(self, _: int) -> Iterator[dict[str, Any]]:
        for _ in suite.weighed():
            counts = {"peak": 100, "live": 50, "saved": 50}
            yield {"weights_bytes": 10, "memory": {mode: dict(counts) for mode in ("grad", "no_grad", "inference")}}


def cuda_line(logs: dict[str, float], enqueue: float = 18.0, replay: float | None = 0.0) -> dict[str, Any]:
    readings = zip(("enqueue_us", "device_us", "wall_us"), (enqueue, 15.0, 20.0), strict=True)
    medians = {name: dict.fromkeys(ARMS, value) for name, value in readings}
    return medians | {"enqueue_logs": logs, "replay_log": replay}


def interrupting(planted: Planted, at: int) -> Planted:
    """Ctrl-C at the given line."""
    lines = itertools.count()

    def strike() -> None:
        if next(lines) == at:
            raise KeyboardInterrupt

    planted.on_line = strike
    return planted
