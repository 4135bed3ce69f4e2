"""What a record holds: the fields of its envelope and of its rows, and what is wrong with a value that stands in their place.

A shape is a type, a tuple of types, or one of the classes below; a dict is an object with at least these keys. More keys are no
fault: a record may say more than this code reads.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_MISSING = object()


@dataclass(frozen=True)
class Each:
    """An object or a list, each value of which has this shape."""

    kind: type
    shape: Any


@dataclass(frozen=True)
class Only:
    """A value of this type for which the test holds."""

    kind: Any
    holds: Callable[[Any], object]


@dataclass(frozen=True)
class Maybe:
    """A key that older records lack."""

    shape: Any


def _is_date(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


NUMBER = (int, float)
TEXT_OR_NONE = (str, type(None))
DATE = Only(str, _is_date)
COUNT = Only(int, lambda count: count >= 0)
COST = Only(NUMBER, lambda cost: 0 <= cost < 1e15)
RATIO = Only(NUMBER, lambda ratio: 1e-9 < ratio < 1e9)
NAME = Only(str, lambda text: text.strip() and "\n" not in text)
PARAMS = Each(dict, (str, int, float, bool))
TEXTS = Each(list, str)
BYTES = {"peak": COUNT, "live": COUNT, "saved": COUNT}

ENVELOPE: dict[str, Any] = {
    "schema": int,
    "kind": str,
    "run": {"mode": str, "attempt": int, "started": DATE, "cost_s": COST, "accepted": bool, "reason": TEXT_OR_NONE},
    "git": {"commit": TEXT_OR_NONE, "dirty": (bool, type(None))},
    "inputs": {"method": int, "code_sha256": str},
    "torch": {
        "version": NAME,
        "git_version": str,
        "build": str,
        "threads": int,
        "cpu_capability": str,
        "matmul_precision": str,
        "fastpath": bool,
    },
    "host": {
        "cpu": str,
        "cores": int,
        "kernel": str,
        "python": str,
        "libc": str,
        "load_before": Maybe((*NUMBER, list, type(None))),
        "load_after": Maybe((*NUMBER, list, type(None))),
    },
    "device": (dict, type(None)),
    "rows": list,
}
DESIGN = {
    "launches": int,
    "block_us": NUMBER,
    "warm_calls": int,
    "long_call_us": NUMBER,
    "long_warm_calls": int,
    "clock": str,
    "order": str,
    "seeds": list,
}
DEVICE = {"name": NAME, "driver": TEXT_OR_NONE, "cuda": TEXT_OR_NONE, "cudnn": (int, type(None))}
INTERVAL = {"estimate": RATIO, "lo": RATIO, "hi": RATIO, "launch_logs": Each(list, NUMBER), "verdict": str}
CELL = {"value": Maybe(str), "error": Maybe(str), "warnings": Maybe(TEXTS), "leaks": Maybe(TEXTS)}
ROWS: dict[str, Any] = {
    "snippets": {
        "id": NAME,
        "input_sha256": str,
        "outcome": Only(str, lambda text: text in ("passed", "differs", "failed", "skipped")),
        "seconds": COST,
        "output": TEXT_OR_NONE,
        "reason": TEXT_OR_NONE,
    },
    "timing": {
        "workload": NAME,
        "params": PARAMS,
        "sweep": TEXT_OR_NONE,
        "comparable": bool,
        "why": TEXT_OR_NONE,
        "input_sha256": str,
        "no_grad_us": COST,
        "us_per_operator": Only(NUMBER, lambda cost: 0 < cost < 1e15),
        "leaf_operators": int,
        "faults_per_call": Each(dict, COST),
        "ratio": Each(dict, INTERVAL),
    },
    "memory": {
        "workload": NAME,
        "params": PARAMS,
        "input_sha256": str,
        "weights_bytes": COUNT,
        "output": Only(str, lambda text: text in ("kept", "dropped")),
        "memory": Each(dict, BYTES),
    },
    "behaviour": {
        "id": NAME,
        "group": str,
        "input_sha256": str,
        "uses": TEXTS,
        "source": str,
        "cells": Each(dict, CELL),
    },
    "frameworks": {"id": NAME, "framework": str, "input_sha256": str, "uses": str, "source": str, "facts": dict},
}


def problems(value: Any, shape: Any, where: str = "") -> Iterator[str]:
    """What is wrong, each as `rows[3].ratio.aa.lo: is 'x', of the wrong type`."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            yield f"{where or 'top'}: is not an object"
            return
        for key, inner in shape.items():
            yield from _key(value.get(key, _MISSING), inner, f"{where}.{key}".lstrip("."))
    elif isinstance(shape, Each):
        yield from problems(value, shape.kind, where)
        if isinstance(value, shape.kind):
            listed = value.items() if isinstance(value, dict) else enumerate(value)
            for key, inner in listed:
                yield from problems(inner, shape.shape, f"{where}.{key}")
    elif not _is(value, shape.kind if isinstance(shape, Only) else shape):
        yield f"{where}: is {value!r:.80}, of the wrong type"
    elif isinstance(shape, Only) and not shape.holds(value):
        yield f"{where}: is {value!r:.80}, which can't be"


def _key(value: Any, shape: Any, where: str) -> Iterator[str]:
    optional = isinstance(shape, Maybe)
    if value is not _MISSING:
        yield from problems(value, shape.shape if optional else shape, where)
    elif not optional:
        yield f"{where}: is missing"


def _is(value: Any, kinds: Any) -> bool:
    """A bool is an int for Python, and no number for us."""
    listed = kinds if isinstance(kinds, tuple) else (kinds,)
    return bool in listed if isinstance(value, bool) else isinstance(value, listed)
