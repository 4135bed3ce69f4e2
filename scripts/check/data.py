"""YAML files with the lines on which things stand, so that a problem in one can be named."""

from collections.abc import Callable, Iterator
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


def entries(root: Path, path: str) -> list[tuple[int, dict[str, Any]]]:
    """Each mapping of a file that is a list of them, with its line. Raises Unreadable where it is something else."""
    node = compose(root, path)
    if not isinstance(node, yaml.SequenceNode):
        raise Unreadable(Problem(Path(path), line(node), "is not a list", "restore it"))
    found = [(line(one), value) for one, value in zip(node.value, load(root, path), strict=True)]
    for number, value in found:
        if not isinstance(value, dict):
            raise Unreadable(Problem(Path(path), number, f"{value!r} is not a mapping", "correct it"))
    return found


def mapping(root: Path, path: str) -> list[tuple[yaml.Node, yaml.Node]]:
    """Each key and value of a file that is a mapping. Raises Unreadable where it is something else."""
    node = compose(root, path)
    if not isinstance(node, yaml.MappingNode):
        raise Unreadable(Problem(Path(path), line(node), "is not a mapping", "restore it"))
    return node.value


def texts(root: Path, path: str) -> list[tuple[int, str, str]]:
    """The line, key and value of each text of a file that maps texts. Raises Unreadable where it is something else."""
    pairs = mapping(root, path)
    for key, value in pairs:
        if not isinstance(value, yaml.ScalarNode):
            raise Unreadable(Problem(Path(path), line(key), f"{key.value} is no text", "correct it"))
    return [(line(key), key.value, value.value) for key, value in pairs]


def misshapen(value: Any, shape: Any, may_be_empty: str = "", where: str = "") -> Iterator[str]:
    """What a value lacks, has too much, or holds of another type. A shape is {key: shape} or a type; a list is of texts, and no
    text is blank, but the one at `may_be_empty`.
    """
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            yield f"{where or 'it'} is not a mapping"
            return
        for key in [*shape, *value]:
            inner = f"{where}.{key}".lstrip(".")
            if key not in shape or key not in value:
                yield f"{inner} is {'missing' if key in shape else 'not known'}"
            else:
                yield from misshapen(value[key], shape[key], may_be_empty, inner)
    elif not isinstance(value, shape) or (shape is str and not value.strip() and where != may_be_empty):
        yield f"{where} is {value!r}"
    elif shape is list and not all(isinstance(item, str) and item for item in value):
        yield f"{where} holds something that is not text"


def line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _parsed(root: Path, path: str, parse: Callable[..., Any]) -> Any:
    try:
        text = (root / path).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Unreadable(Problem(Path(path), 1, "does not exist", "restore it")) from None
    try:
        return parse(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        number = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Unreadable(Problem(Path(path), number, f"is not YAML ({error.problem})", "correct it")) from None
    except yaml.reader.ReaderError as error:
        number = text.partition(chr(error.character))[0].count("\n") + 1
        what = f"is not YAML ({str(error).splitlines()[0]})"
        raise Unreadable(Problem(Path(path), number, what, "take that character out")) from None
