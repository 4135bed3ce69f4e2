"""The memory instruments, on answers known beforehand."""

from types import SimpleNamespace

import pytest
import torch
from torch import Tensor, nn

from scripts.measure import allocations, suite, weigh, workloads
from scripts.measure.allocations import Footprint
from scripts.measure.suite import Weighing
from scripts.measure.workloads import Forward

KIB = 1024


def of_size(kibibytes: int) -> Tensor:
    return torch.empty(kibibytes * KIB, dtype=torch.uint8)


def figures(forward: Forward, mode: str, **kind: object) -> dict[str, int]:
    return weigh.weigh(forward, mode, "cpu", Weighing(suite.MAIN[0], **kind))  # type: ignore[arg-type]


def test_a_tensor_of_known_size_is_weighed_to_the_byte() -> None:
    assert allocations.on_cpu(lambda: of_size(64)) == Footprint(64 * KIB, 64 * KIB)


def test_what_is_freed_counts_for_the_peak_and_not_for_what_lives() -> None:
    def call() -> Tensor:
        first = of_size(64)
        second = of_size(32)
        del first
        third = of_size(16)
        del second
        return third

    assert allocations.on_cpu(call) == Footprint(96 * KIB, 16 * KIB)


def test_what_was_there_before_is_not_counted() -> None:
    held = [of_size(256)]
    assert allocations.on_cpu(held.clear) == Footprint(0, 0)


def test_scratch_memory_inside_an_operator_is_seen() -> None:
    """What dispatch-mode trackers miss: sort allocates more than its two results."""
    x = torch.randn(64 * KIB)
    results = 64 * KIB * (4 + 8)
    assert allocations.on_cpu(lambda: x.sort()).peak > results


@pytest.mark.parametrize("layers", [1, 2, 3, 8, 32])
def test_an_mlps_fall_is_exactly_one_minus_two_over_layers_plus_one(layers: int) -> None:
    forward = workloads.mlp(layers, 64, 32)
    grad, no_grad = figures(forward, "grad"), figures(forward, "no_grad")
    activation = 32 * 64 * 4
    assert grad == {"peak": (layers + 1) * activation, "live": layers * activation, "saved": layers * activation}
    assert no_grad == {"peak": 2 * activation, "live": activation, "saved": 0}


@pytest.mark.parametrize("workload", suite.MAIN, ids=lambda row: row.label)
def test_inference_mode_saves_nothing_over_no_grad(workload: suite.Workload) -> None:
    forward = workload.forward("cpu")
    torch.backends.mha.set_fastpath_enabled(True)
    assert figures(forward, "inference") == figures(forward, "no_grad")


def test_a_loop_that_holds_its_output_keeps_two_graphs_at_once() -> None:
    forward = workloads.mlp(8, 64, 32)
    kept = figures(forward, "grad", forwards=2, output="kept")
    dropped = figures(forward, "grad", forwards=2, output="dropped")
    assert dropped["peak"] == figures(forward, "grad")["peak"]
    assert dropped["live"] == 0
    assert kept["peak"] / dropped["peak"] == pytest.approx(17 / 9)


def test_what_is_saved_counts_each_storage_once_and_neither_parameters_nor_input() -> None:
    weight, x = nn.Parameter(torch.ones(KIB)), torch.ones(KIB)
    inner = (x * weight).detach().requires_grad_()

    def call() -> Tensor:
        return (inner * weight) + (inner[: KIB // 2] * inner[KIB // 2 :]).sum() + inner.exp()

    assert allocations.saved_for_backward(call, [weight, x]) == 2 * 4 * KIB
    assert allocations.saved_for_backward(call, [weight, x, inner]) == 4 * KIB


class FakeCuda:
    """A caching allocator that rounds up to 512 B, with counters like torch.cuda's."""

    def __init__(self, base: int) -> None:
        self.sizes, self.peaks, self.synchronized = [base], [base, base], 0

    def allocate(self, size: int) -> None:
        self.sizes.append(size)
        self.peaks = [max(self.peaks[0], self.memory_allocated()), max(self.peaks[1], sum(self.sizes))]

    def free(self, size: int) -> None:
        self.sizes.remove(size)

    def memory_allocated(self) -> int:
        return sum(-(-size // 512) * 512 for size in self.sizes)

    def max_memory_allocated(self) -> int:
        return self.peaks[0]

    def reset_peak_memory_stats(self) -> None:
        self.peaks = [self.memory_allocated(), sum(self.sizes)]

    def memory_stats(self) -> dict[str, int]:
        return {"requested_bytes.all.current": sum(self.sizes), "requested_bytes.all.peak": self.peaks[1]}

    def synchronize(self) -> None:
        self.synchronized += 1


def test_on_cuda_peak_and_live_are_counted_above_the_base_and_requested_bytes_beside_them() -> None:
    cuda = FakeCuda(base=4096)
    cuda.allocate(10_000)
    cuda.free(10_000)

    def call() -> None:
        cuda.allocate(1000)
        cuda.allocate(100)
        cuda.free(1000)

    found = allocations.on_cuda(call, cuda)
    assert found == Footprint(1536, 512, {"requested_peak": 1100, "requested_live": 100})
    assert cuda.synchronized == 2


def test_two_measurements_that_differ_name_the_row_the_mode_and_the_figure() -> None:
    same = {"peak": 1, "live": 2}
    assert weigh.agreed(same, dict(same), "mlp width=64", "grad") == same
    with pytest.raises(weigh.Unsteady, match=r"mlp width=64: grad\.live: 2 B and 3 B"):
        weigh.agreed(same, {"peak": 1, "live": 3}, "mlp width=64", "grad")


def test_a_row_is_refused_when_its_figures_are_unsteady(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = iter(range(100))
    monkeypatch.setattr(allocations, "on_cpu", lambda _: SimpleNamespace(peak=next(sizes), live=0, more={}))
    with pytest.raises(weigh.Unsteady, match="multiply"):
        weigh.row(Weighing(suite.MAIN[2]), "cpu")
