"""A case is a function that runs an entry point of a framework, and returns what was found: switches, or answers.

    @case
    def generate():
        model, watch = model_and_watch()
        model.generate(...)
        return watch.facts()

Its id is `<module>/<name-with-dashes>`. The case modules import their framework inside functions, so that this list can be
read, and rows be judged stale, where no framework is installed.
"""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from scripts import records
from scripts.measure.frameworks import cases, watch

Facts = dict[str, bool | str | None]


@dataclass(frozen=True)
class Case:
    """`source` is the function as written, `uses` what its module defines besides cases."""

    id: str
    run: Callable[[], Facts]
    source: str
    uses: str

    @property
    def framework(self) -> str:
        return self.id.partition("/")[0]

    @property
    def input_sha256(self) -> str:
        shared = records.source_sha256(inspect.getsource(watch))
        return records.text_sha256(
            f"{records.source_sha256(self.source)}\n{records.source_sha256(self.uses)}\n{shared}"
        )


_found: dict[str, Case] = {}


def case(run: Callable[[], Facts]) -> Callable[[], Facts]:
    """Make a function a case. Raises ValueError for a name that is taken."""
    module = inspect.getmodule(run)
    identity = f"{run.__module__.rpartition('.')[2]}/{run.__name__}".replace("_", "-")
    if identity in _found or module is None:
        raise ValueError(f"two cases are called {identity}; rename one")
    source = inspect.getsource(run).removeprefix("@case\n")
    _found[identity] = Case(identity, run, source, _shared(module))
    return run


def every() -> list[Case]:
    for module in pkgutil.iter_modules(cases.__path__):
        importlib.import_module(f"{cases.__name__}.{module.name}")
    return list(_found.values())


@cache
def _shared(module: ModuleType) -> str:
    return "\n\n\n".join(_beside_cases(inspect.getsource(module)))


def _beside_cases(text: str) -> Iterator[str]:
    for node in ast.parse(text).body:
        decorators = [ast.unparse(one) for one in getattr(node, "decorator_list", ())]
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and "case" not in decorators:
            yield ast.get_source_segment(text, node) or ""
