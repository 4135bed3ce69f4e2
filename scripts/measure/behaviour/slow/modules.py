"""Which public modules of torch.nn depend on the flag that train() and eval() set, and what of them: all are run and compared.

Each case of module_cases.py is run twice from the same seed, once as train() and once as eval() leave it. What differs is the
answer: output, buffers, parameters, rng (the random numbers that come next), operators (those that the profiler sees).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F  # noqa: F401  (the cases use it)
from torch import Tensor, nn
from torch.profiler import ProfilerActivity, profile
from torch.utils._pytree import tree_flatten

from scripts.measure.behaviour import module_cases
from scripts.measure.behaviour.cell import NotAFact
from scripts.measure.behaviour.modes import CORE, Mode
from scripts.measure.behaviour.probe import add

Seen = dict[str, Any]


def depends(mode: Mode, build: Callable[[], nn.Module], given: Callable[[], Sequence[Any]]) -> str:
    """What differs between train() and eval(); `no forward` for a class that only holds others."""
    if type(build()).forward is nn.Module.forward:
        return "no forward"
    return differing(*(layer_seen(mode, build, given, training) for training in (True, False)))


def switched(mode: Mode, call: Callable[..., Tensor], **switch: tuple[Any, Any]) -> dict[str, str]:
    """What differs between a function's switch on and off, and which of them is its default."""
    [(name, values)] = switch.items()
    on, off = (seen(mode, partial(call, **{name: value})) for value in values)
    default = seen(mode, call)
    alike = [str(value) for value, one in zip(values, (on, off), strict=True) if differing(one, default) == "nothing"]
    return {"default": f"{name}={' or '.join(alike)}", "depends": differing(on, off)}


def layer_seen(mode: Mode, build: Callable[[], nn.Module], given: Callable[[], Sequence[Any]], training: bool) -> Seen:
    torch.manual_seed(0)
    layer, inputs = build().train(training), given()
    called = seen(mode, partial(layer, *inputs))
    state = {"buffers": list(layer.buffers()), "parameters": list(layer.parameters())}
    return {"output": called.pop("output"), **state, **called}


def seen(mode: Mode, call: Callable[[], Any]) -> Seen:
    """What a call leaves: its tensors, the next random numbers, and the operators it ran."""
    torch.manual_seed(0)
    with profile(activities=[ProfilerActivity.CPU]) as profiled:
        output = mode.run(call)
    operators = Counter(event.name for event in profiled.events() if event.name.startswith("aten::"))
    tensors = [leaf for leaf in tree_flatten(output)[0] if isinstance(leaf, Tensor)]
    return {"output": tensors, "rng": [torch.rand(8)], "operators": operators}


def differing(one: Seen, other: Seen) -> str:
    """`output, rng`, or `nothing`. Numbers that differ by rounding alone are alike."""
    return ", ".join(name for name in one if not _alike(one[name], other[name])) or "nothing"


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, Counter):
        return one == other
    pairs = zip(one, other, strict=True)
    return all(torch.allclose(a, b, atol=1e-5, equal_nan=True) for a, b in pairs)


def _run(source: str, mode: Mode) -> Any:
    return eval(source, {**globals(), "mode": mode})


def _not_in_the_table(name: str, _mode: Mode) -> None:
    raise NotAFact(f"torch has a public {name}, which scripts/measure/behaviour/module_cases.py lacks; add it there")


for _name, _source in module_cases.layers().items():
    add(_name, partial(_run, _source), _source, __name__, CORE)
for _name, _source in module_cases.functions().items():
    add(
        f"F-{_name.removesuffix('_')}{'-in-place' * _name.endswith('_')}",
        partial(_run, _source),
        _source,
        __name__,
        CORE,
    )
for _name in module_cases.unknown():
    add(_name.replace(".", "-"), partial(_not_in_the_table, _name), _name, __name__, CORE)
