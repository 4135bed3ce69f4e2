"""What a GPU does otherwise comes apart from what the release does, by a record of the CPU with the GPU's torch."""

import copy
from dataclasses import replace
from pathlib import Path

import pytest

from scripts.records import Record
from scripts.render import devices
from scripts.render.evidence import Evidence
from scripts.render.words import LOCALES, Words

CAUSES = """causes:
  - {id: kernels, probes: [graph/le]}
values:
  - {is: other, zh: 别的, en: another}
"""


@pytest.fixture
def causes(tmp_path: Path) -> Path:
    path = tmp_path / "devices.yml"
    path.write_text(CAUSES, encoding="utf-8")
    return path


def other(evidence: Evidence, on_gpu: bool, **cells: dict) -> Record:
    """This build's record with torch 2.0 and other cells: graph_leaf={"no_grad": {"value": …}}."""
    record = copy.deepcopy(evidence.here["behaviour"])
    record["torch"]["version"] = "2.0.0"
    record["device"] = {"name": "Example GPU", "driver": None, "cuda": None, "cudnn": None} if on_gpu else None
    for row in record["rows"]:
        row["cells"].update(cells.get(row["id"].replace("/", "_").replace("-", "_"), {}))
    return record


def with_records(evidence: Evidence, twin: dict, gpu: dict) -> Evidence:
    found = [("torch-2.0.0-cpu", other(evidence, False, **twin)), ("example-gpu", other(evidence, True, **gpu))]
    return replace(evidence, elsewhere=evidence.elsewhere | {"behaviour": found})


def test_a_difference_of_the_device_stands_under_its_cause(evidence: Evidence, causes: Path) -> None:
    blocks = devices.render(
        with_records(evidence, {}, {"graph_leaf": {"no_grad": {"value": "other"}}}), Words("en"), causes
    )
    assert "| another |" in blocks["devices-kernels"]
    assert "#row-graph-leaf)" in blocks["devices-kernels"]
    assert "|" not in blocks["devices-release"]
    assert "|" not in blocks["devices-unexplained"]
    assert "changed with the release: 0; with the device: 1; with both: 0." in blocks["devices-summary"]


def test_a_difference_of_the_release_is_not_the_devices(evidence: Evidence, causes: Path) -> None:
    cells = {"graph_leaf": {"no_grad": {"value": "other"}}}
    blocks = devices.render(with_records(evidence, cells, cells), Words("en"), causes)
    assert "| another |" in blocks["devices-release"]
    assert "|" not in blocks["devices-kernels"]
    assert "changed with the release: 1; with the device: 0" in blocks["devices-summary"]


def test_what_has_no_cause_is_not_left_out(evidence: Evidence, tmp_path: Path) -> None:
    none = tmp_path / "devices.yml"
    none.write_text("causes: []\nvalues: []\n", encoding="utf-8")
    shown = with_records(evidence, {}, {"graph_leaf": {"no_grad": {"value": "other"}}})
    assert "| `other` |" in devices.render(shown, Words("en"), none)["devices-unexplained"]


def test_errors_of_another_wording_are_counted_not_listed(evidence: Evidence, causes: Path) -> None:
    one, two = ({"graph_leaf": {"no_grad": {"error": f"RuntimeError: {word}"}}} for word in ("a", "b"))
    block = devices.render(with_records(evidence, one, two), Words("en"), causes)["devices-kernels"]
    assert "with another wording: 1." in block
    assert "|" not in block


@pytest.mark.parametrize("locale", LOCALES)
def test_without_a_twin_nothing_is_said_of_the_device(evidence: Evidence, causes: Path, locale: str) -> None:
    alone = replace(evidence, elsewhere={"behaviour": [("example-gpu", other(evidence, True))]})
    for block in devices.render(alone, Words(locale), causes).values():
        assert "make gpu" in block
        assert "|" not in block
