"""The block of all public modules: every row is on it once, under its own anchor, and what depends on the flag is told."""

import re

import pytest

from scripts.render import module_sweep
from scripts.render.words import LOCALES, Words

MODES = {one: {"zh": f"`{one}`", "en": f"`{one}`"} for one in ("grad", "no_grad")}


def row(name, call, grad, no_grad=None):
    cells = {"grad": {"value": grad}, "no_grad": {"value": no_grad or grad}}
    return {"id": f"modules/{name}", "source": call, "uses": ["def depends(): ..."], "cells": cells}


ROWS = [
    row("Tanh", "depends(mode, lambda: nn.Tanh(), lambda: (x,))", "nothing"),
    row("Module", "depends(mode, lambda: nn.Module(), lambda: (x,))", "no forward"),
    row("Dropout", "depends(mode, lambda: nn.Dropout(), lambda: (x,))", "output, rng"),
    row("BatchNorm1d-untracked", "depends(mode, lambda: nn.BatchNorm1d(4, False), lambda: (x,))", "nothing"),
    row("RNN-dropout", "depends(mode, lambda: nn.RNN(4), lambda: (x,))", "nothing", "operators"),
    row("spectral-norm-old", "depends(mode, lambda: nn.utils.spectral_norm(nn.Linear(4, 8)), lambda: (x,))", "buffers"),
    row("F-rrelu-in-place", "switched(mode, lambda **on: F.rrelu_(x, **on))", "default=training=False, depends=output"),
]


@pytest.fixture
def english():
    return module_sweep.block(ROWS, MODES, Words("en"))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_row_has_one_anchor(locale):
    text = module_sweep.block(ROWS, MODES, Words(locale))
    found = re.findall(r"\{ #(row-[\w-]+)", text)
    assert sorted(found) == sorted(f"row-{one['id'].replace('/', '-')}" for one in ROWS)


def test_what_depends_is_told_and_where_the_modes_differ_by_mode(english):
    assert "| output, random numbers | [`Dropout`](#row-modules-Dropout){ #row" in english
    assert "| `grad`: nothing; `no_grad`: operators | [`RNN(dropout=0.5)`](#" in english
    assert "| buffers | [`utils.spectral_norm`](#" in english


def test_what_depends_on_nothing_is_listed_by_name(english):
    assert "In these 2 cases nothing changes with it: `BatchNorm1d(track_running_stats=False)`{ #row" in english
    assert "`Tanh`{ #row-modules-Tanh }" in english
    assert "`Module`{ #row-modules-Module }" in english


def test_a_function_is_shown_with_its_default(english):
    assert re.search(r"\| \[`F\.rrelu_`\]\(#.* \| `training=False` \| output \|", english)


def test_the_counts_leave_out_wrappers_and_functions(english):
    assert "All 5 public classes of torch.nn were run, with their options 6 cases: 3 of these" in english


def test_a_variant_without_words_is_an_error():
    unheard = [row("Dropout-unheard", "depends(mode, lambda: nn.Dropout(), lambda: (x,))", "output")]
    with pytest.raises(Exception, match=r"sweep\.variants\.unheard"):
        module_sweep.block(unheard, MODES, Words("en"))
