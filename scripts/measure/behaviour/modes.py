"""The columns of the truth tables: every mode in which each probe is run, as data.

A mode is a pile of context managers around a piece of code, and what becomes of the model and its input before and after.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch.utils._pytree import tree_flatten

Context = Callable[[], AbstractContextManager[Any]]


class WrongDevice(Exception):
    """What ran inside a mode lies on another device than the default one: the cell would say nothing about that device."""


@dataclass(frozen=True)
class Mode:
    """`contexts` from the outermost to the innermost. `detached` is "input", "output" or empty."""

    id: str
    contexts: tuple[Context, ...] = ()
    decorates: bool = False
    training: bool = True
    frozen: bool = False
    detached: str = ""

    def run(self, body: Callable[..., Any], *arguments: Any) -> Any:
        """`body(*arguments)` inside the mode. Raises WrongDevice for a tensor that is not on the default device."""
        if self.decorates:
            return _on_default_device(self.decorate(lambda: body(*arguments))())
        with self.context():
            return _on_default_device(body(*arguments))

    @contextmanager
    def context(self) -> Iterator[None]:
        """A fresh pile of the mode's contexts."""
        with ExitStack() as entered:
            for context in self.contexts:
                entered.enter_context(context())
            yield

    def decorate(self, body: Callable[..., Any]) -> Callable[..., Any]:
        """`body` decorated with the mode's own objects, like `@torch.no_grad()`."""
        for context in reversed(self.contexts):
            body = context()(body)  # type: ignore[operator]
        return body

    def model(self, module: torch.nn.Module) -> torch.nn.Module:
        """The module in the mode's training flag, its parameters frozen where the mode says so."""
        if self.frozen:
            module.requires_grad_(False)
        return module.train(self.training)

    def forward(self, module: torch.nn.Module, batch: torch.Tensor) -> torch.Tensor:
        """The module, set as `model` does, on the batch, inside; input or output detached where the mode says so."""
        self.model(module)
        output = self.run(module, batch.detach() if self.detached == "input" else batch)
        return output.detach() if self.detached == "output" else output


@contextmanager
def _called(wanted: bool) -> Iterator[None]:
    """torch.set_grad_enabled as a plain call, put back the same way."""
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(wanted)
    try:
        yield
    finally:
        torch.set_grad_enabled(before)


def _autocast() -> AbstractContextManager[Any]:
    return torch.autocast(torch.empty(0).device.type, dtype=torch.bfloat16)


_set = partial(partial, torch.set_grad_enabled)
_inference = partial(partial, torch.inference_mode)
no_grad, enable_grad, inference_mode = torch.no_grad, torch.enable_grad, torch.inference_mode

GRAD = Mode("grad")
NO_GRAD = Mode("no_grad", (no_grad,))
INFERENCE_MODE = Mode("inference_mode", (inference_mode,))
CORE = (GRAD, NO_GRAD, INFERENCE_MODE)

FORMS = (
    Mode("enable_grad", (enable_grad,)),
    Mode("set_grad_enabled(True)", (_set(True),)),
    Mode("set_grad_enabled(False)", (_set(False),)),
    Mode("set_grad_enabled(False) called", (partial(_called, False),)),
    Mode("@no_grad", (no_grad,), decorates=True),
    Mode("@inference_mode", (inference_mode,), decorates=True),
    Mode("inference_mode(False)", (_inference(False),)),
)
NESTED = (
    Mode("no_grad > enable_grad", (no_grad, enable_grad)),
    Mode("no_grad > inference_mode", (no_grad, inference_mode)),
    Mode("no_grad > inference_mode(False)", (no_grad, _inference(False))),
    Mode("inference_mode > enable_grad", (inference_mode, enable_grad)),
    Mode("inference_mode > no_grad", (inference_mode, no_grad)),
    Mode("inference_mode > inference_mode(False)", (inference_mode, _inference(False))),
    Mode("inference_mode > set_grad_enabled(True)", (inference_mode, _set(True))),
)
AUTOCAST = (
    Mode("autocast", (_autocast,)),
    Mode("autocast > no_grad", (_autocast, no_grad)),
    Mode("autocast > inference_mode", (_autocast, inference_mode)),
)
EVALUATING = (
    Mode("eval", training=False),
    Mode("eval + no_grad", (no_grad,), training=False),
    Mode("eval + inference_mode", (inference_mode,), training=False),
)
MODEL = (
    Mode("input.detach()", detached="input"),
    Mode("output.detach()", detached="output"),
    Mode("frozen parameters", frozen=True),
)
MODES = (*CORE, *FORMS, *NESTED, *AUTOCAST, *EVALUATING, *MODEL)


def by_id(names: Sequence[str]) -> tuple[Mode, ...]:
    """The modes of these names. Raises KeyError for one that isn't there."""
    known = {mode.id: mode for mode in MODES}
    return tuple(known[name] for name in names)


def _on_default_device(result: Any) -> Any:
    expected = _default_device()
    for tensor in tree_flatten(result)[0]:
        if isinstance(tensor, torch.Tensor) and tensor.device.type != expected:
            raise WrongDevice(f"a tensor made inside lies on {tensor.device.type}, the cell is about {expected}")
    return result


def _default_device() -> str:
    return torch.empty(0).device.type
