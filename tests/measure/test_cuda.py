"""CUDA's part, on a device that is played: a host and a device with clocks of their own."""

import functools
import itertools
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from scripts import records
from scripts.measure import (
    bench,
    command,
    cuda_blocks,
    device,
    gpu,
    intervals,
    machine,
    provenance,
    rows,
    suite,
    timing,
)
from scripts.measure.behaviour import __main__ as behaviour
from tests.measure.planted import Planted, cuda_line

LOGS = {"inference": -0.2, "grad": 0.3, "aa": 0.0}
DEVICE = {"name": "NVIDIA H200", "driver": "570", "cuda": "12.8", "cudnn": 91002}


class Device:
    """Calls take `host_us` to enqueue and `device_us` to run; the device starts a call when it is enqueued and it is free."""

    def __init__(self, host_us: float, device_us: float) -> None:
        self.host_us, self.device_us = host_us, device_us
        self.host = self.busy_until = 0.0
        self.inside = False
        self.modes: list[bool] = []

    def call(self) -> None:
        self.modes.append(self.inside)
        self.host += self.host_us
        self.busy_until = max(self.busy_until, self.host) + self.device_us

    def synchronize(self) -> None:
        self.host = max(self.host, self.busy_until)

    def now(self) -> int:
        return round(self.host * 1e3)

    def Event(self, enable_timing: bool) -> SimpleNamespace:
        assert enable_timing
        event = SimpleNamespace(at=0.0)
        event.record = lambda: setattr(event, "at", max(self.host, self.busy_until))
        event.elapsed_time = lambda later: (later.at - event.at) / 1e3
        return event

    @contextmanager
    def mode(self) -> Iterator[None]:
        self.inside = True
        yield
        self.inside = False


def block(played: Device, calls: int = 100) -> dict[str, float]:
    return cuda_blocks.time_block(played.call, played.mode, calls, 2, cuda=played, now=played.now)


def test_where_the_host_is_slower_the_row_is_launch_bound() -> None:
    found = block(Device(host_us=20.0, device_us=5.0))
    assert found["enqueue"] == pytest.approx(20.0)
    assert found["wall"] == pytest.approx(20.05)
    assert found["device"] == pytest.approx(20.05)
    assert cuda_blocks.bound(found["enqueue"], found["wall"]) == "launch"


def test_where_the_device_is_slower_the_row_is_compute_bound_and_enqueueing_is_not_waited_for() -> None:
    found = block(Device(host_us=20.0, device_us=100.0))
    assert found["enqueue"] == pytest.approx(20.0)
    assert found["wall"] == pytest.approx(100.2)
    assert found["device"] == pytest.approx(100.2, rel=0.01)
    assert cuda_blocks.bound(found["enqueue"], found["wall"]) == "compute"


def test_warm_calls_are_waited_for_and_all_calls_run_inside_the_mode() -> None:
    played = Device(host_us=1.0, device_us=1000.0)
    found = block(played, calls=1)
    assert played.modes == [True] * 3
    assert not played.inside
    assert found["wall"] == pytest.approx(1001.0)


def test_inference_mode_shortens_the_host_only_so_a_compute_bound_row_gains_nothing() -> None:
    slow, fast = (block(Device(host_us, device_us=100.0)) for host_us in (20.0, 10.0))
    assert fast["enqueue"] / slow["enqueue"] == pytest.approx(0.5)
    assert fast["wall"] / slow["wall"] == pytest.approx(1.0, abs=0.002)


@pytest.fixture
def played_graphs(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, float]], None]:
    """Replays of graphs that take as long as told, by mode."""

    def play(device_us: dict[str, float]) -> None:
        def capture(_: object, mode: str) -> SimpleNamespace:
            return SimpleNamespace(replay=mode)

        def time_block(replay: str, *_: object) -> dict[str, float]:
            return {"device": device_us[replay], "wall": 1.0, "enqueue": 1.0, "faults": 0.0}

        monkeypatch.setattr(cuda_blocks, "capture", capture)
        monkeypatch.setattr(cuda_blocks, "time_block", time_block)

    return play


MODES = {"no_grad": "no_grad", "aa": "no_grad", "inference": "inference"}


def replay_log() -> float | None:
    return cuda_blocks.replay_log(lambda: None, MODES, 10, 0.0, random.Random(0))  # type: ignore[arg-type]


def test_replays_of_equal_graphs_have_the_ratio_one(played_graphs: Callable[[dict[str, float]], None]) -> None:
    played_graphs({"no_grad": 50.0, "inference": 50.0})
    assert replay_log() == 0.0


def test_replays_that_differ_are_seen(played_graphs: Callable[[dict[str, float]], None]) -> None:
    played_graphs({"no_grad": 50.0, "inference": 40.0})
    assert replay_log() == pytest.approx(-0.223, abs=0.001)


def test_a_forward_that_cannot_be_captured_has_no_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("operation not permitted when stream is capturing")

    monkeypatch.setattr(cuda_blocks, "capture", refuse)
    monkeypatch.setattr(cuda_blocks.torch.cuda, "synchronize", lambda: None)
    assert replay_log() is None


def test_the_cuda_part_of_a_row_is_the_median_of_its_launches() -> None:
    gate = {"kernels": 7}
    launches = [cuda_line(LOGS, enqueue=enqueue) for enqueue in (18.0, 19.0, 17.0, 18.0)]
    part = rows.cuda_part(launches, gate)
    assert part["enqueue_us"]["no_grad"] == 18.0
    assert part["bound"] == "launch"
    assert part["kernels"] == 7
    assert part["enqueue"]["inference"]["launch_logs"] == [-0.2] * 4
    assert part["replay"]["verdict"] == intervals.UNCLEAR
    assert rows.cuda_part([cuda_line(LOGS, enqueue=5.0)] * 4, gate)["bound"] == "compute"
    assert rows.cuda_part([*launches[:3], cuda_line(LOGS, replay=None)], gate)["replay"] is None


def test_a_run_on_cuda_is_recorded_with_its_device_and_the_batch_sweep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provenance, "_device", lambda: dict(DEVICE))
    monkeypatch.setattr(device, "gpu_name", lambda: "NVIDIA H200")
    temperatures = itertools.count(40)
    monkeypatch.setattr(machine, "gpu", lambda: {"sm_clock_mhz": 1980, "temperature_c": next(temperatures)})
    measure = functools.partial(timing.measure, stream=Planted(device="cuda"))
    assert command.run("timing", "", measure, ["--device", "cuda", "--out", str(tmp_path)]) == 0
    record = records.load(tmp_path / "timing.json", "timing")
    assert record["device"] == DEVICE
    assert record["design"]["clock"] == "wall"
    assert record["design"]["cuda"]["before"] == {"sm_clock_mhz": 1980, "temperature_c": 40}
    assert [row["params"]["batch"] for row in record["rows"] if row["sweep"] == "batch"] == [
        row.params["batch"] for row in suite.BATCHES
    ]
    assert all(row["cuda"]["bound"] == "launch" for row in record["rows"])
    assert "CUDA kernel names" not in record["design"]["uncontrolled"]


def test_a_gpus_folder_is_named_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "gpu_name", lambda: "NVIDIA GeForce RTX 4090 (Laptop)")
    assert device.folder("cuda") == records.COMMITTED / "nvidia-geforce-rtx-4090-laptop"
    assert device.folder("cpu") == records.BUILT


def test_without_a_gpu_the_run_fails_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert command.run("timing", "", timing.measure, ["--device", "cuda"]) == 1
    assert command.run("timing", "", timing.measure, ["--device", "cuda", "--out", str(tmp_path)]) == 1
    assert bench.main(["--device", "cuda"]) == 1
    assert behaviour.main(["--device", "cuda"]) == 1
    assert behaviour.main(["--device", "cuda", "--out", str(tmp_path)]) == 1
    assert behaviour.main(["--device", "cuda", "--only", "graph/"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 6
    assert list(tmp_path.iterdir()) == []
    assert all(line.startswith("no CUDA device that this torch can use") for line in said)


def test_a_python_without_torch_is_told_what_is_missing(monkeypatch, capsys) -> None:
    def missing(_: str) -> None:
        raise ModuleNotFoundError("No module named 'torch'")

    monkeypatch.setattr(gpu.device, "folder", missing)
    assert gpu.main([]) == 1
    told = capsys.readouterr().err
    assert told.startswith(
        "No module named 'torch'; install torch, numpy, pytest and pytest-codeblocks into this Python"
    )
    assert told.count("\n") == 1


def test_snippets_and_truth_tables_run_side_by_side_and_nothing_else_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alive: set[str] = set()
    together: list[set[str]] = []

    class Fake:
        """A part that fails if it is the truth tables, and that ends when it is waited for."""

        def __init__(self, command: list[str], **_: object) -> None:
            self.part = command[2].removeprefix("scripts.measure.")
            alive.add(self.part)
            together.append(set(alive))

        def wait(self) -> int:
            alive.discard(self.part)
            return int(self.part == "behaviour")

    monkeypatch.setattr(gpu.device, "folder", lambda _: gpu.ROOT / "docs" / "records" / "example")
    monkeypatch.setattr(gpu.subprocess, "Popen", Fake)
    assert gpu.main([]) == 1  # one part failed; the others ran all the same
    assert together == [{"snippets"}, {"snippets", "behaviour"}, {"memory"}, {"timing"}]
