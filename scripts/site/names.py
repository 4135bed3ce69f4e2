"""The names that the code of a section uses, for the search: the code itself would be a third of the index.

Python's own parser reads them: dotted names of torch (`nn.RReLU`, `torch.optim.swa_utils.update_bn`), methods and attributes of
whatever object (`register_forward_hook`), and the arguments that calls name (`use_reentrant`).
"""

import ast
import functools
import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

_BLOCK = re.compile(r"<pre>(?:<code>)?(.*?)(?:</code>)?</pre>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ROOTS = ("torch", "nn", "F")
_WORD = re.compile(r"[a-z_]\w+")
_SHORTEST = 3
_COMMON = 12  # a name that the code, or the prose, of more pages uses says nothing about any of them

Entry = dict[str, Any]


def paragraphs(entries: Sequence[Entry], shown: Sequence[Entry]) -> list[str]:
    """What each entry of an index gets: the names in its code that its page neither says nor used further up.

    entries have their code, shown are the same as they are searched. A name that many pages use is only listed if none says
    it: then code is the only place where it can be found.
    """
    said: dict[str, set[str]] = defaultdict(set)
    for entry in shown:
        said[_page(entry)] |= set(_WORD.findall(_TAG.sub(" ", f"{entry['title']} {entry['text']}").lower()))
    prose = Counter(word for words in said.values() for word in words)
    found = [_new(in_code(entry["text"]), said[_page(entry)]) for entry in entries]
    uses = Counter(last for own in found for last in own)
    telling = {last for last in uses if not prose[last] or max(uses[last], prose[last]) <= _COMMON}
    return [_paragraph([own[last] for last in own if last in telling]) for own in found]


def in_code(text: str) -> dict[str, str]:
    """{the last part of a name, as it is searched: the name}, of the Python blocks of an entry of the index."""
    found: dict[str, str] = {}
    for block in _BLOCK.findall(text):
        for name in _used(html.unescape(_TAG.sub("", block))):
            last = name.rsplit(".", 1)[-1].lower()
            if len(last) >= _SHORTEST and not last.startswith("__"):
                found[last] = max(found.get(last, ""), name, key=len)
    return found


@functools.lru_cache(maxsize=4096)  # the same code stands on the pages of both languages, and in the next build
def _used(code: str) -> tuple[str, ...]:
    try:
        return tuple(_names(ast.parse(code)))
    except (SyntaxError, ValueError):  # output, a shell
        return ()


def _names(tree: ast.AST) -> Iterator[str]:
    inner = {node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _dotted(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node not in inner:
            yield _dotted(node) or _telling(node.attr)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.keyword):
            yield _telling(node.arg or "")


def _telling(name: str) -> str:
    """A method or an argument of one word (`add`, `color`) could be anything's."""
    return name if "_" in name.strip("_") else ""


def _dotted(node: ast.expr) -> str:
    """`nn.functional.dropout`, where it starts with torch's own names; else nothing."""
    if isinstance(node, ast.Name):
        return node.id if node.id in _ROOTS else ""
    outer = _dotted(node.value) if isinstance(node, ast.Attribute) else ""
    return f"{outer}.{node.attr}" if outer and isinstance(node, ast.Attribute) else ""


def _new(names: dict[str, str], said: set[str]) -> dict[str, str]:
    """Those that are not in `said`, where they are put."""
    new = {last: name for last, name in names.items() if last not in said}
    said.update(new)
    return new


def _page(entry: Entry) -> str:
    return str(entry["location"]).partition("#")[0]


def _paragraph(names: Sequence[str]) -> str:
    return f'<p class="pm-names">{" ".join(f"<code>{name}</code>" for name in sorted(names))}</p>' if names else ""
