"""YAML files with the lines on which things stand, so that a problem in one can be named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from scripts.check.problem import Problem, Unreadable

_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SAFE):
    """Takes the value of a tag that it does not know, like MkDocs' !ENV, for what it is."""


def _plain(loader: Any, _tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    return loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else loader.construct_mapping(node)


_Loader.add_multi_constructor("!", _plain)


def load(root: Path, path: str) -> Any:
    """What a YAML file holds. Raises Unreadable where there is none, or it is broken."""
    return _parsed(root, path, yaml.load)


def compose(root: Path, path: str) -> yaml.Node:
    """The same as nodes, which know their lines."""
    node = _parsed(root, path, yaml.compose)
    if node is None:
        raise Unreadable(Problem(Path(path), 1, "is empty", "restore it"))
    return node


def line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _parsed(root: Path, path: str, parse: Callable[..., Any]) -> Any:
    try:
        return parse((root / path).read_text(encoding="utf-8"), Loader=_Loader)
    except FileNotFoundError:
        raise Unreadable(Problem(Path(path), 1, "does not exist", "restore it")) from None
    except yaml.MarkedYAMLError as error:
        number = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Unreadable(Problem(Path(path), number, f"is not YAML ({error.problem})", "correct it")) from None
