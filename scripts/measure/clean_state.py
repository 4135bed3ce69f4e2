"""What a snippet must leave as it found it (rule 4): the process-wide switches of torch and of Python.

`guard` takes a picture before and after; what differs is named in a LeakedState error and put back, so that one leaking
snippet can't change what the next one prints.
"""

import os
import random
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
import torch._dynamo


class LeakedState(Exception):
    """A snippet changed process-wide state; the message names each switch with its value before and after."""


@dataclass(frozen=True)
class Switch:
    """One piece of state: how to read it and how to put it back."""

    name: str
    read: Callable[[], Any]
    write: Callable[[Any], None]


_forced_off: list[Any] = []  # keeps the guards of leaked inference modes alive; dropping one would re-enter the mode


def _set_inference_mode(wanted: bool) -> None:
    guard = torch._C._InferenceMode(wanted)
    guard.__enter__()
    _forced_off.append(guard)


def _attribute(name: str, owner: Any, attribute: str) -> Switch:
    return Switch(name, lambda: getattr(owner, attribute), lambda value: setattr(owner, attribute, value))


def _autocast(device: str) -> list[Switch]:
    return [
        Switch(
            f"autocast on {device}",
            lambda: torch.is_autocast_enabled(device),
            lambda value: torch.set_autocast_enabled(device, value),
        ),
        Switch(
            f"autocast dtype on {device}",
            lambda: torch.get_autocast_dtype(device),
            lambda value: torch.set_autocast_dtype(device, value),
        ),
    ]


def _set_filters(value: list[Any]) -> None:
    warnings.filters[:] = value
    warnings._filters_mutated_lock_held() if hasattr(
        warnings, "_filters_mutated_lock_held"
    ) else warnings._filters_mutated()


def _set_environment(value: dict[str, str]) -> None:
    for name in set(os.environ) - set(value):
        del os.environ[name]
    os.environ.update(value)


def _environment() -> dict[str, str]:
    """Without what pytest itself writes while a test runs."""
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}


def _default_device() -> torch.device:
    """Up to some release torch.get_default_device() raises once the default was taken back by set_default_device(None)."""
    _forget_default_device()
    return torch.get_default_device()


def _forget_default_device() -> None:
    """A default that was taken back leaves None behind in this thread; as in a new one, nothing should be there."""
    contexts = getattr(torch, "_GLOBAL_DEVICE_CONTEXT", None)
    if getattr(contexts, "device_context", ...) is None:
        del contexts.device_context


_ALL = (
    Switch("inference mode", torch.is_inference_mode_enabled, _set_inference_mode),
    Switch("grad mode", torch.is_grad_enabled, torch.set_grad_enabled),
    *_autocast("cpu"),
    *_autocast("cuda"),
    Switch("autocast cache", torch.is_autocast_cache_enabled, torch.set_autocast_cache_enabled),
    Switch("default device", _default_device, torch.set_default_device),
    Switch("default dtype", torch.get_default_dtype, torch.set_default_dtype),
    Switch(
        "deterministic algorithms",
        torch.get_deterministic_debug_mode,
        torch.set_deterministic_debug_mode,
    ),
    Switch("float32 matmul precision", torch.get_float32_matmul_precision, torch.set_float32_matmul_precision),
    _attribute("cudnn.enabled", torch.backends.cudnn, "enabled"),
    _attribute("cudnn.benchmark", torch.backends.cudnn, "benchmark"),
    _attribute("cudnn.deterministic", torch.backends.cudnn, "deterministic"),
    _attribute("cudnn.allow_tf32", torch.backends.cudnn, "allow_tf32"),
    Switch(
        "MHA fast path",
        lambda: torch.backends.mha.get_fastpath_enabled(),
        lambda value: torch.backends.mha.set_fastpath_enabled(value),
    ),
    Switch(
        "anomaly mode",
        lambda: (torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled()),
        lambda value: torch.autograd.set_detect_anomaly(*value),
    ),
    Switch("warn always", torch.is_warn_always_enabled, torch.set_warn_always),
    Switch("thread count", torch.get_num_threads, torch.set_num_threads),
    Switch("warning filters", lambda: list(warnings.filters), _set_filters),
    Switch("environment", _environment, _set_environment),
    Switch("working folder", os.getcwd, os.chdir),
)


def _is_readable(switch: Switch) -> bool:
    """Whether this torch has the switch: an older release lacks some, and reads others by another call."""
    try:
        switch.read()
    except (AttributeError, TypeError):
        return False
    return True


SWITCHES: tuple[Switch, ...] = tuple(filter(_is_readable, _ALL))


def seed() -> None:
    """The state of the random generators that every snippet starts from."""
    torch.manual_seed(0)
    random.seed(0)


@contextmanager
def guard(forgive: bool = False) -> Iterator[None]:
    """Seed everything, run the body, and raise LeakedState (after putting it right) if a switch is not as it was.

    `forgive` puts it right without a word: another release of torch may leave warning filters behind by itself.
    """
    seed()
    before = [switch.read() for switch in SWITCHES]
    try:
        yield
    finally:
        leaks = _put_back(before)
    if leaks and not forgive:
        raise LeakedState(f"leaked {'; '.join(leaks)}; put it back in the snippet, or use a with block")


def _put_back(before: list[Any]) -> list[str]:
    leaks = []
    _forget_default_device()
    for switch, old in zip(SWITCHES, before, strict=True):
        if (now := switch.read()) != old:
            leaks.append(_told(switch.name, old, now))
            switch.write(old)
    return leaks


def _told(name: str, old: Any, now: Any) -> str:
    if isinstance(old, dict):
        changed = sorted(key for key in {*old, *now} if old.get(key) != now.get(key))
        return f"{name}: {', '.join(changed)}"
    if isinstance(old, list):
        return name
    return f"{name} ({old} before, {now} after)"


@contextmanager
def default_device(device: str) -> Iterator[None]:
    """Make `device` the default, in threads that the body starts too: the default device is thread-local."""
    if device == "cpu":
        yield
        return
    plain_run = threading.Thread.run

    def run_on_device(thread: threading.Thread) -> None:
        torch.set_default_device(device)
        plain_run(thread)

    threading.Thread.run = run_on_device  # type: ignore[method-assign]
    torch.set_default_device(device)
    try:
        yield
    finally:
        torch.set_default_device(None)
        threading.Thread.run = plain_run  # type: ignore[method-assign]
