"""A probe is a question to torch: a function of the mode that runs something inside, looks at it outside, and says what it saw.

    @probe()
    def output_requires_grad(mode):
        return mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).requires_grad

Its id is `<group>/<name-with-dashes>`; the group is the file or folder under probes/ or slow/ that it stands in. It returns
facts (bool, int, text, None, a dtype, or a tuple or dict of these), never tensors or raw numbers of an arithmetic that differs
by machine. What it raises is a fact too.
"""

import ast
import importlib
import inspect
import pkgutil
import re
import sys
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from scripts import records
from scripts.measure.behaviour import modes, probes, slow
from scripts.measure.behaviour.modes import MODES, Mode

# What every cell depends on besides the probe's own source.
_SHARED = records.source_sha256(Path(inspect.getfile(modes)).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Probe:
    """One row: what is asked, its source as written, the module it stands in, and the modes (columns) in which it is run."""

    id: str
    ask: Callable[[Mode], Any]
    source: str
    module: str
    modes: tuple[Mode, ...]

    @property
    def group(self) -> str:
        return self.id.partition("/")[0]

    @property
    def shown_source(self) -> str:
        """The source without the decorator of this file, as pages show it."""
        return re.sub(r"\A@probe\(.*\)\n", "", self.source).strip()

    @cached_property
    def uses(self) -> list[str]:
        """The sources of what it uses of its own module (little models, helpers), in the order in which they stand there."""
        return _used(self.source, sys.modules[self.module])

    @cached_property
    def input_sha256(self) -> str:
        """The identity of what is run: the source and what it uses, without comments, and the definition of the modes."""
        written = "\n".join([*self.uses, self.source])
        return records.text_sha256(f"{records.source_sha256(written)}\n{_SHARED}")


_PACKAGES = (probes.__name__, slow.__name__)
_found: dict[str, Probe] = {}


def probe(among: Iterable[Mode] = MODES) -> Callable[[Callable[[Mode], Any]], Callable[[Mode], Any]]:
    """Make a function a row of its module's group. Raises ValueError for a name that is taken."""

    def register(ask: Callable[[Mode], Any]) -> Callable[[Mode], Any]:
        add(ask.__name__, ask, inspect.getsource(ask), ask.__module__, among)
        return ask

    return register


def add(name: str, ask: Callable[[Mode], Any], source: str, module: str, among: Iterable[Mode] = MODES) -> None:
    """Make a row of a function that is built from data, whose source is given. Raises ValueError for a name that is taken."""
    identity = f"{group_of(module)}/{name}".replace("_", "-").rstrip("-")
    if identity in _found:
        raise ValueError(f"two probes are called {identity}; rename one")
    _found[identity] = Probe(identity, ask, source, module, tuple(among))


def group_of(module: str) -> str:
    """`….probes.views.taken` and `….probes.views` are of the group `views`."""
    return next((module.removeprefix(one).split(".")[1] for one in _PACKAGES if module.startswith(one)), module)


def fast() -> list[Probe]:
    """The probes that run in this process, in the order in which they are written."""
    return _of(probes)


def slow_groups() -> dict[str, list[Probe]]:
    """The probes that need a process of their own, by group."""
    groups: dict[str, list[Probe]] = {}
    for made in _of(slow):
        groups.setdefault(group_of(made.module), []).append(made)
    return groups


def every() -> list[Probe]:
    return [*fast(), *(made for group in slow_groups().values() for made in group)]


def _used(source: str, module: ModuleType) -> list[str]:
    defined = _definitions(module)
    wanted, pending = set(), [source]
    while pending:
        names = {node.id for node in ast.walk(ast.parse(textwrap.dedent(pending.pop()))) if isinstance(node, ast.Name)}
        new = (names & defined.keys()) - wanted
        wanted |= new
        pending += [defined[name] for name in new]
    return [text for name, text in defined.items() if name in wanted]


@cache
def _definitions(module: ModuleType) -> dict[str, str]:
    """What a module, and those of its group that it imports from, define besides probes, by name, as written."""
    text = inspect.getsource(module)
    found: dict[str, str] = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_PACKAGES):
            found.update(_definitions(importlib.import_module(node.module or "")))
        names = [one.id for one in getattr(node, "targets", ()) if isinstance(one, ast.Name)]
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names = [node.name] if not any("probe" in ast.unparse(one) for one in node.decorator_list) else []
        whole = ast.get_source_segment(text, node) or ""
        above = "".join(f"@{ast.unparse(one)}\n" for one in getattr(node, "decorator_list", ()))
        found.update(dict.fromkeys(names, above + whole))
    return found


def _of(package: ModuleType) -> list[Probe]:
    names = {module.__name__ for module in _modules(package)}
    return [made for made in _found.values() if made.module in names]


def _modules(package: ModuleType) -> list[ModuleType]:
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [importlib.import_module(name) for name in sorted(one.name for one in found)]
