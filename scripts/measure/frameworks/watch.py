"""What a forward pass meets when a framework calls it: the switches, read by a hook inside."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import torch
from torch import nn


@dataclass(frozen=True)
class Seen:
    """The switches during one forward pass. `part` is the training flag of the part that was set to eval() beforehand."""

    training: bool
    part: bool
    grad: bool
    inference: bool
    autocast: bool


@dataclass
class Watch:
    """Reads the switches at every forward pass through `inner`, a module that lies as deep as the framework's wrapping goes."""

    root: nn.Module
    part: nn.Module
    inner: nn.Module
    seen: list[Seen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.inner.register_forward_pre_hook(lambda *_: self.seen.append(self._now()))

    def facts(self, wanted: Callable[[Seen], bool] = lambda _: True) -> dict[str, bool | str | None]:
        """The switches during the forward passes that are wanted, and the flags now. A switch that changed is `mixed`.

        Raises RuntimeError where there was no such forward pass.
        """
        passes = [one for one in self.seen if wanted(one)]
        if not passes:
            raise RuntimeError("no forward pass was seen; the case does not run what it is meant to")
        inside = {name: _single(getattr(one, name) for one in passes) for name in Seen.__dataclass_fields__}
        return inside | {"training_after": self.root.training, "part_after": self.part.training}

    def _now(self) -> Seen:
        return Seen(
            self.root.training,
            self.part.training,
            torch.is_grad_enabled(),
            torch.is_inference_mode_enabled(),
            torch.is_autocast_enabled("cpu"),
        )


def training_steps(seen: Seen) -> bool:
    return seen.grad


def evaluation(seen: Seen) -> bool:
    return not seen.grad


def _single(values: Iterable[bool]) -> bool | str:
    found = set(values)
    return found.pop() if len(found) == 1 else "mixed"
