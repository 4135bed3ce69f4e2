"""One cell: a probe, run in a mode, in a thread of its own, because modes and the default device belong to the thread.

A cell is `{"value": …}` or `{"error": "Type: first line"}`, with `warnings` and `leaks` where there were any: `leaks` names
the switches of the thread that the probe left otherwise than it found them. A probe that changes what the whole process
shares, that answers with something else than facts, or that is itself wrong, is no finding: BrokenProbe.
"""

import random
import re
import textwrap
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
import torch._dynamo
from torch._subclasses import FakeTensorMode

from scripts.measure import clean_state
from scripts.measure.behaviour.modes import Mode, WrongDevice
from scripts.measure.behaviour.probe import Probe

Cell = dict[str, Any]

_OF_THE_THREAD = ("inference mode", "grad mode", "default device")
_SWITCHES = [switch for switch in clean_state.SWITCHES if not switch.name.startswith((*_OF_THE_THREAD, "autocast"))]
_THREAD_SWITCHES = [switch for switch in clean_state.SWITCHES if switch not in _SWITCHES]
_LONGEST = 170
_OF_THE_MACHINE = (
    (re.compile(r", device='cuda:\d+'"), ""),
    (re.compile(r"torch\.cuda\.(?=\w+Tensor)"), "torch."),
    (re.compile(r"0x[0-9a-f]+"), "0x…"),
    (re.compile(r"(?:/[\w.+-]+){2,}/(?=[\w.+-]+\.(?:py|cpp|h)\b)"), ""),
    (re.compile(r"(\.(?:cpp|py|h)):\d+"), r"\1"),
    (re.compile(r"\s*\(?Triggered internally at .*?\)?$"), ""),
)


class NotAFact(Exception):
    """A probe answered with a tensor, a raw number or an object."""


class BrokenProbe(Exception):
    """A probe that can't be trusted; the message is one line and names it and the mode."""


_WRITERS_MISTAKES = (ImportError, NameError, NotAFact, WrongDevice)


def run(probe: Probe, mode: Mode, device: str) -> Cell:
    """The cell. Raises BrokenProbe."""
    torch._dynamo.reset()  # or what earlier cells compiled counts towards its limits, which older torch applies to exports too
    found: Cell = {}
    before = [switch.read() for switch in _SWITCHES]
    thread = threading.Thread(target=_into, args=(found, probe, mode, device))
    thread.start()
    thread.join()
    if "broken" in found:
        raise BrokenProbe(f"{probe.id} · {mode.id}: {found['broken']}; correct the probe")
    changed = [switch.name for switch, old in zip(_SWITCHES, before, strict=True) if switch.read() != old]
    if changed:
        raise BrokenProbe(
            f"{probe.id} · {mode.id}: leaves {', '.join(changed)} changed for the process; put it back in it"
        )
    return found


def row(probe: Probe, device: str) -> dict[str, Any]:
    """One row of the record, from all its cells. Raises BrokenProbe."""
    with prepared():
        cells = {mode.id: run(probe, mode, device) for mode in probe.modes}
    return {
        "id": probe.id,
        "group": probe.group,
        "input_sha256": probe.input_sha256,
        "uses": probe.uses,
        "source": probe.shown_source,
        "cells": cells,
    }


@contextmanager
def prepared() -> Iterator[None]:
    """Around all cells: one thread, and each warning every time.

    Fake tensors are entered here before any thread does. A build with CUDA, where there is no device, keeps what belongs to
    the first thread that enters them: torch 2.10 and 2.11 crash in the next one, once that has ended.
    """
    with FakeTensorMode():
        pass
    threads, always = torch.get_num_threads(), torch.is_warn_always_enabled()
    torch.set_num_threads(1)
    torch.set_warn_always(True)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        torch.set_warn_always(always)


def _into(found: Cell, probe: Probe, mode: Mode, device: str) -> None:
    if device != "cpu":
        torch.set_default_device(device)
    torch.get_num_threads()  # a thread takes over the setting of `prepared` when it first asks for it
    torch.manual_seed(0)
    random.seed(0)
    before = [switch.read() for switch in _THREAD_SWITCHES]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            found["value"] = told(probe.ask(mode))
        except _WRITERS_MISTAKES as error:
            found["broken"] = f"{type(error).__name__}: {error}"
        except Exception as error:
            found["error"] = _said(type(error).__name__, error)
    if caught:
        found["warnings"] = list(dict.fromkeys(_said(one.category.__name__, one.message) for one in caught))
    leaks = [switch.name for switch, old in zip(_THREAD_SWITCHES, before, strict=True) if switch.read() != old]
    if leaks:
        found["leaks"] = leaks


def told(fact: Any) -> str:
    """A fact as text. Raises NotAFact for what is not one: a tensor, a raw number, an object."""
    if isinstance(fact, dict):
        return ", ".join(f"{key}={told(value)}" for key, value in fact.items())
    if isinstance(fact, tuple):
        return ", ".join(map(told, fact))
    if fact is None or isinstance(fact, (bool, int, str, torch.dtype)):
        return str(fact)
    raise NotAFact(f"answers with a {type(fact).__name__}, which is no fact")


def _said(kind: str, message: object) -> str:
    """The type and the first line, without what differs between machines."""
    text = next(iter(str(message).strip().splitlines()), "")
    for pattern, instead in _OF_THE_MACHINE:
        text = pattern.sub(instead, text)
    return textwrap.shorten(f"{kind}: {text}", _LONGEST, placeholder=" …")
