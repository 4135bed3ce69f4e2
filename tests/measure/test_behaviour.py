"""The truth tables' engine: what a cell holds, what is no finding, and when a changed cell fails."""

import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from scripts import pins
from scripts.measure import clean_state
from scripts.measure.behaviour import __main__ as behaviour
from scripts.measure.behaviour import apart, cell, modes, probe
from scripts.measure.behaviour.cell import BrokenProbe
from scripts.measure.behaviour.modes import GRAD, INFERENCE_MODE, MODES, NO_GRAD, by_id
from scripts.measure.behaviour.probe import Probe, add, every, fast


def planted(ask: Callable, source: str = "planted") -> Probe:
    return Probe("planted/one", ask, source, __name__, (GRAD, NO_GRAD, INFERENCE_MODE))


def held(ask: Callable, mode=GRAD, device: str = "cpu") -> dict:
    with cell.prepared():
        return cell.run(planted(ask), mode, device)


def test_a_cell_holds_the_value_and_nothing_else() -> None:
    assert held(lambda mode: mode.run(torch.is_grad_enabled), NO_GRAD) == {"value": "False"}


def test_a_cell_holds_the_type_and_the_first_line_of_an_error() -> None:
    def ask(_):
        raise RuntimeError("first line\nsecond line")

    assert held(ask) == {"error": "RuntimeError: first line"}


def test_a_cell_holds_each_warning_once() -> None:
    def ask(_):
        for _number in range(2):
            warnings.warn("beware", UserWarning, stacklevel=1)
        return True

    assert held(ask) == {"value": "True", "warnings": ["UserWarning: beware"]}


def test_what_differs_between_machines_is_taken_out_of_a_message() -> None:
    def ask(_):
        raise RuntimeError("<object at 0x7f00ab> in /opt/some/where/torch/csrc/engine.cpp:12, device='cuda:0'")

    assert held(ask) == {"error": "RuntimeError: <object at 0x…> in engine.cpp"}


def test_facts_of_several_kinds_are_told() -> None:
    assert held(lambda _: {"dtype": torch.float32, "both": (1, None)}) == {"value": "dtype=torch.float32, both=1, None"}


@pytest.mark.parametrize("answer", [1.5, torch.ones(1), [1], object()], ids=["float", "tensor", "list", "object"])
def test_what_is_no_fact_breaks_the_probe(answer: object) -> None:
    with pytest.raises(BrokenProbe, match=r"planted/one · grad: .* is no fact; correct the probe"):
        held(lambda _: answer)


def test_a_mistake_of_the_writer_breaks_the_probe() -> None:
    with pytest.raises(BrokenProbe, match="planted/one · grad: NameError: name 'tensor' is not defined"):
        held(lambda _: tensor)  # noqa: F821


def test_a_mode_that_leaks_is_named_and_does_not_reach_the_next_cell() -> None:
    def leak(_):
        torch.set_grad_enabled(False)
        return True

    assert held(leak) == {"value": "True", "leaks": ["grad mode"]}
    assert held(lambda _: torch.is_grad_enabled()) == {"value": "True"}
    assert torch.is_grad_enabled()


def test_a_probe_that_changes_the_process_is_refused() -> None:
    def leak(_):
        torch.set_default_dtype(torch.float64)
        return True

    try:
        with pytest.raises(BrokenProbe, match="planted/one · grad: leaves default dtype changed for the process"):
            held(leak)
    finally:
        torch.set_default_dtype(torch.float32)


def test_a_probe_on_the_wrong_device_is_refused() -> None:
    """The default device is set in the cell's own thread; `meta` stands in for a GPU."""
    assert held(lambda mode: mode.run(torch.ones, 1).device.type, device="meta") == {"value": "meta"}
    with pytest.raises(BrokenProbe, match="a tensor made inside lies on cpu, the cell is about meta"):
        held(lambda mode: bool(mode.run(lambda: torch.ones(1, device="cpu")).requires_grad), device="meta")


def test_every_cell_starts_from_the_same_seed() -> None:
    assert held(lambda _: str(torch.rand(3).tolist())) == held(lambda _: str(torch.rand(3).tolist()))


def test_every_mode_does_what_its_name_says() -> None:
    switches = {
        mode.id: mode.run(lambda: (torch.is_grad_enabled(), torch.is_inference_mode_enabled())) for mode in MODES
    }
    assert switches["grad"] == switches["eval"] == switches["frozen parameters"] == (True, False)
    assert switches["no_grad"] == switches["@no_grad"] == switches["set_grad_enabled(False) called"] == (False, False)
    assert switches["inference_mode"] == switches["@inference_mode"] == (False, True)
    assert switches["inference_mode > enable_grad"] == (True, True)
    assert torch.is_grad_enabled()
    assert not torch.is_inference_mode_enabled()


def test_a_mode_sets_the_model_and_detaches_where_it_says_so() -> None:
    model, batch = torch.nn.Linear(2, 2), torch.ones(1, 2, requires_grad=True)
    detached, frozen, evaluating = by_id(["output.detach()", "frozen parameters", "eval"])
    assert not detached.forward(model, batch).requires_grad
    evaluating.forward(model, batch)
    assert not model.training
    frozen.forward(model, batch)
    assert model.training
    assert not any(parameter.requires_grad for parameter in model.parameters())


def test_two_probes_of_one_name_are_refused() -> None:
    taken = fast()[0]
    with pytest.raises(ValueError, match=f"two probes are called {taken.id}; rename one"):
        add(taken.id.partition("/")[2], taken.ask, "", taken.module)


def test_a_rows_hash_is_about_code_not_comments() -> None:
    same = planted(lambda _: True, "def ask(mode):\n    # why\n    return True\n")
    other = planted(lambda _: True, "def ask(mode):\n    return False\n")
    assert planted(lambda _: True, "def ask(mode):\n    return True\n").input_sha256 == same.input_sha256
    assert other.input_sha256 != same.input_sha256


def test_a_row_shows_the_little_models_it_uses() -> None:
    shown = next(one for one in fast() if one.id == "explorer/output-trained-on")
    assert [text.split("(")[0] for text in shown.uses] == ["def network", "def output_of", "def train_on"]


def test_there_are_enough_probes_and_the_pins_know_them_all() -> None:
    pinned = pins.load()
    assert len(pinned.cells) >= 200
    assert sorted(pinned.cells) == sorted(one.id for one in every())


def test_a_slow_group_runs_once_for_the_same_inputs_and_again_when_its_rows_are_cut_off(tmp_path, monkeypatch) -> None:
    runs = []
    monkeypatch.setattr(apart, "CACHE", tmp_path)
    monkeypatch.setattr(
        apart, "_run", lambda group, _: runs.append(group) or {"rows": [{"id": "slow/one"}], "left_out": []}
    )
    listed = [planted(lambda _: True)]
    assert apart.run("slow", listed, "cpu") == apart.run("slow", listed, "cpu")
    assert apart.run("slow", listed, "cpu")["rows"] == [{"id": "slow/one"}]
    (cut,) = tmp_path.iterdir()
    cut.write_text('{"rows": [')
    assert apart.run("slow", listed, "cpu")["rows"] == [{"id": "slow/one"}]
    monkeypatch.setattr(apart, "_group_source", lambda _: "changed")
    apart.run("slow", listed, "cpu")
    assert runs == ["slow"] * 3


@pytest.mark.parametrize("module", [apart, cell, modes, probe, clean_state])
def test_a_slow_group_runs_again_when_what_makes_its_rows_is_changed(module, monkeypatch) -> None:
    listed = [planted(lambda _: True)]
    before, read = apart._key(listed, "cpu"), Path.read_text

    def edited(path: Path, **how: str) -> str:
        return read(path, **how) + "# edited\n" * (path == Path(module.__file__))

    monkeypatch.setattr(Path, "read_text", edited)
    assert apart._key(listed, "cpu") != before


def test_a_slow_group_that_dies_is_named(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(apart, "CACHE", tmp_path)
    with pytest.raises(apart.GroupFailed, match=r"the probes of no-such-group ended with 1; they said last: KeyError"):
        apart.run("no-such-group", [planted(lambda _: True)], "cpu")
    assert list(tmp_path.iterdir()) == []


def breaking(_mode: object) -> float:
    return 1.5


def test_a_probe_that_breaks_stops_a_run_on_the_cpu(monkeypatch) -> None:
    monkeypatch.setattr(behaviour, "fast", lambda: [planted(breaking)])
    monkeypatch.setattr(behaviour, "slow_groups", dict)
    with pytest.raises(BrokenProbe):
        behaviour.measure("cpu")


def test_elsewhere_a_probe_that_breaks_is_left_out_and_named(monkeypatch) -> None:
    """`meta` stands in for a GPU, whose lease is not to be lost for one probe."""
    good = Probe("explorer/good", lambda mode: mode.run(torch.is_grad_enabled), "", "tests", (GRAD,))
    monkeypatch.setattr(behaviour, "fast", lambda: [planted(breaking), good])
    monkeypatch.setattr(behaviour, "slow_groups", lambda: {"no-such-group": [planted(breaking)]})
    monkeypatch.setattr(behaviour.apart, "TIMEOUT_S", 60)
    monkeypatch.setattr(Probe, "uses", [])
    monkeypatch.setattr(Probe, "input_sha256", "a" * 64)
    made = behaviour.measure("meta")
    assert [row["id"] for row in made["rows"]] == ["explorer/good"]
    assert [line.partition(" ")[0] for line in made["left_out"]] == ["planted/one", "the"]
