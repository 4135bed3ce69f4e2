"""What an error says is not there: `module 'torch.amp' has no attribute 'GradScaler'` -> `torch.amp.GradScaler`.

A release that lacks a name answers none of the questions that use it: that is one fact, and not as many as there are cells.
"""

import re
from collections.abc import Iterator

_TOLD = (
    (re.compile(r"AttributeError: module '([\w.]+)' has no attribute '(\w+)'"), "{}.{}"),
    (re.compile(r"ImportError: cannot import name '(\w+)' from '([\w.]+)'"), "{1}.{0}"),
    (re.compile(r"ModuleNotFoundError: No module named '(torch(?:\.\w+)+)'"), "{}"),
    (re.compile(r"TypeError: ([\w.]+?)(?:\.__init__)?\(\) got an unexpected keyword argument '(\w+)'"), "{}({}=…)"),
    (re.compile(r"TypeError: ([\w.]+)\(\) takes no arguments \(\d+ given\)"), "{}(…)"),
)
# What questions that start a thread raise when it fails: nothing came back. It is no answer of torch's.
UNASKED = "IndexError: list index out of range"


def name(error: str | None) -> str | None:
    """The name, or the call, that isn't there; None where the error says something else."""
    return next(_names(error or ""), None)


def _names(error: str) -> Iterator[str]:
    for pattern, shape in _TOLD:
        if found := pattern.search(error):
            yield shape.format(*found.groups())
