"""What the cases read from inside a forward pass is right, and they can be listed where no framework is installed."""

import pytest
import torch
from torch import nn

from scripts.measure.frameworks import __main__ as command
from scripts.measure.frameworks import case
from scripts.measure.frameworks.watch import Watch, evaluation, training_steps


@pytest.fixture
def model() -> nn.Sequential:
    return nn.Sequential(nn.Linear(1, 1), nn.Dropout(0.5), nn.Linear(1, 1))


def test_each_switch_is_read_inside_and_the_flags_afterwards(model: nn.Sequential) -> None:
    model[1].eval()
    watch = Watch(model, model[1], model[2])
    with torch.inference_mode(), torch.autocast("cpu"):
        model(torch.ones(1, 1))
    model.eval()
    assert watch.facts() == {
        "training": True,
        "part": False,
        "grad": False,
        "inference": True,
        "autocast": True,
        "training_after": False,
        "part_after": False,
    }


def test_a_switch_that_changed_between_forward_passes_is_mixed(model: nn.Sequential) -> None:
    watch = Watch(model, model[1], model[2])
    model(torch.ones(1, 1))
    with torch.no_grad():
        model(torch.ones(1, 1))
    assert watch.facts()["grad"] == "mixed"
    assert watch.facts(training_steps)["grad"] is True
    assert watch.facts(evaluation)["grad"] is False


def test_a_case_that_runs_no_forward_pass_is_no_finding(model: nn.Sequential) -> None:
    with pytest.raises(RuntimeError, match="no forward pass was seen"):
        Watch(model, model[1], model[2]).facts()


def test_the_cases_can_be_listed_without_a_framework() -> None:
    assert {one.framework for one in case.every()} == {"accelerate", "lightning", "transformers"}
    assert all(one.source.startswith("def ") for one in case.every())


def test_without_the_frameworks_the_command_says_what_to_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--only", "lightning/call"]) == 1
    assert "run `make frameworks`" in capsys.readouterr().err
    assert command.main(["--only", "nothing"]) == 2
