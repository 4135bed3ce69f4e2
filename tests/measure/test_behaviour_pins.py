"""The pinned truth tables: a cell that changes is named, and accepted only by hand."""

from pathlib import Path

import pytest

from scripts import pins, records
from scripts.measure.behaviour import __main__ as behaviour


def record(**cells: str) -> records.Record:
    rows = [{"id": "graph/backward", "cells": {mode: {"value": text} for mode, text in cells.items()}}]
    torch_ = {"version": "2.13.0+cpu", "cpu_capability": "AVX2"}
    return {"rows": rows, "device": None, "torch": torch_}


@pytest.fixture
def pinned(tmp_path, monkeypatch) -> Path:
    """Where two cells are pinned, on this very platform."""
    monkeypatch.setattr(pins, "PATH", tmp_path / "pinned" / "behaviour.json")
    monkeypatch.setattr(behaviour, "_pinned_path", lambda: "behaviour.json")
    pins.save(record(grad="True", no_grad="False"), pins.PATH)
    monkeypatch.setattr(pins.load, "__defaults__", (pins.PATH,))
    monkeypatch.setattr(pins.save, "__defaults__", (pins.PATH,))
    return pins.PATH


@pytest.mark.usefixtures("pinned")
def test_a_table_as_pinned_passes() -> None:
    assert behaviour._compare(record(grad="True", no_grad="False")) == 0


@pytest.mark.usefixtures("pinned")
def test_a_changed_cell_fails_and_names_probe_mode_old_and_new(capsys) -> None:
    assert behaviour._compare(record(grad="True", no_grad="True")) == 1
    assert "graph/backward · no_grad: was 'False', is 'True'" in capsys.readouterr().err


def test_an_edited_pin_fails(pinned, capsys) -> None:
    pinned.write_text(pinned.read_text().replace('"True": "grad"', '"Wrong": "grad"'))
    assert behaviour._compare(record(grad="True", no_grad="False")) == 1
    assert "graph/backward · grad: was 'Wrong', is 'True'" in capsys.readouterr().err


@pytest.mark.usefixtures("pinned")
def test_a_cell_that_is_new_or_gone_fails(capsys) -> None:
    assert behaviour._compare(record(grad="True", inference_mode="False")) == 1
    told = capsys.readouterr().err
    assert "graph/backward · inference_mode: was not there, is 'False'" in told
    assert "graph/backward · no_grad: was 'False', is not there" in told


@pytest.mark.usefixtures("pinned")
def test_on_another_platform_a_changed_cell_is_only_reported(capsys) -> None:
    elsewhere = record(grad="True", no_grad="True")
    elsewhere["torch"]["cpu_capability"] = "AVX512"
    assert behaviour._compare(elsewhere) == 0
    assert "1 cells differ from those pinned on 2.13.0, " in capsys.readouterr().out


@pytest.mark.usefixtures("pinned")
def test_bless_accepts_and_says_what_changed(capsys) -> None:
    changed = record(grad="True", no_grad="True")
    assert behaviour._accept(changed) == 0
    assert "graph/backward · no_grad: was 'False', is 'True'" in capsys.readouterr().out
    assert behaviour._compare(changed) == 0


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": {}}', '{"platform": {}, "cells": {"a/b": {"True": 1}}}'])
def test_broken_pins_are_one_line(pinned, text: str) -> None:
    pinned.write_text(text)
    with pytest.raises(records.RecordError) as caught:
        pins.load()
    assert "restore it from git" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_pins_are_readable_as_a_diff() -> None:
    """One line an answer, with the modes that give it."""
    pinned = pins.load()
    answers = sum(len(set(cells.values())) for cells in pinned.cells.values())
    lines = pins.PATH.read_text(encoding="utf-8").splitlines()
    assert answers < len(lines) < answers + 3 * len(pinned.cells)
    assert pinned.platform["torch"] == "2.13.0"
