"""Which public modules depend on self.training, as recorded: a table of those that do, and the names of all the others."""

import re
from collections.abc import Sequence
from typing import Any

from scripts.render.behaviour_data import Text
from scripts.render.tables import table
from scripts.render.words import Words

GROUP = "modules"
BLOCK = "behaviour-modules"
_NOTHING, _NO_FORWARD = "nothing", "no forward"
_SWITCH = re.compile(r"default=(?P<default>.*), depends=(?P<depends>.*)")
Row = dict[str, Any]


def block(rows: Sequence[Row], modes: dict[str, Text], say: Words) -> str:
    """Everything but provenance, of the rows of the sweep."""
    rows = sorted(rows, key=lambda row: row["id"].lower())
    functions = [row for row in rows if _switch(row)]
    layers = [row for row in rows if row not in functions]
    ignoring = [row for row in layers if _values(row) == {_NOTHING}]
    holding = [row for row in layers if _values(row) == {_NO_FORWARD}]
    depending = [row for row in layers if row not in ignoring and row not in holding]
    counts = {
        "classes": len({_called(row) for row in layers if not _called(row).startswith("nn.utils.")}),
        "cases": len(layers),
        "depending": len(depending),
    }
    parts = [
        f"{say('sweep.counts', **counts)}\n{{ .pm-reading }}",
        _depending(depending, modes, say),
        say.sentences([say("sweep.ignoring", count=len(ignoring)), _names(ignoring, say)]),
        say.sentences([say("sweep.holding", count=len(holding)), _names(holding, say)]),
        say("sweep.functions"),
        _functions(functions, modes, say),
        _code(rows, say),
    ]
    return "\n\n".join(parts)


def _depending(rows: Sequence[Row], modes: dict[str, Text], say: Words) -> str:
    """One line for all that depend on it in the same way."""
    alike: dict[str, list[Row]] = {}
    for row in rows:
        alike.setdefault(_what(row, modes, say), []).append(row)
    body = [[what, say.join([_link(row, say) for row in same])] for what, same in alike.items()]
    return table([say("sweep.what"), say("sweep.modules")], ["left", "left"], body, "pm-table pm-truth")


def _functions(rows: Sequence[Row], modes: dict[str, Text], say: Words) -> str:
    body = [[_link(row, say), f"`{_switch(row)['default']}`", _what(row, modes, say)] for row in rows]
    header = [say("sweep.function"), say("sweep.default"), say("sweep.what")]
    return table(header, ["left"] * 3, body, "pm-table pm-truth")


def _names(rows: Sequence[Row], say: Words) -> str:
    """Names that are their own anchors."""
    return say.join([f"{_name(row, say)}{{ #{_anchor(row)} }}" for row in rows])


def _name(row: Row, say: Words) -> str:
    """`BatchNorm2d(track_running_stats=False)`; the options of a variant stand in the words, as do they that are no code."""
    called = _called(row).removeprefix("nn.")
    variant = row["id"].removeprefix(f"{GROUP}/").partition("-")[2] if called[0].isupper() else ""
    options = say(f"sweep.variants.{variant}") if variant and not called.startswith("F.") else ""
    return f"`{called}({options})`" if options else f"`{called}`"


def _called(row: Row) -> str:
    found = re.search(r"\b(?:nn|F)\.[\w.]+(?=\()", row["source"])
    return found.group() if found else row["id"]


def _what(row: Row, modes: dict[str, Text], say: Words) -> str:
    """`output, random numbers`; where the modes differ, each answer with the modes that give it."""
    by_answer: dict[str, list[str]] = {}
    for mode, cell in row["cells"].items():
        by_answer.setdefault(_parts(cell, say), []).append(modes[mode][say.locale])
    if len(by_answer) == 1:
        return next(iter(by_answer))
    told = [say("sweep.only", what=what, modes=say.join(listed)) for what, listed in by_answer.items()]
    return say("lists.clause").join(told)


def _parts(cell: dict[str, Any], say: Words) -> str:
    if "error" in cell:
        return f"`{cell['error']}`"
    found = _SWITCH.fullmatch(cell["value"])
    return say.join([say(f"sweep.parts.{part}") for part in (found["depends"] if found else cell["value"]).split(", ")])


def _switch(row: Row) -> re.Match[str] | None:
    return next((_SWITCH.fullmatch(cell.get("value", "")) for cell in row["cells"].values()), None)


def _values(row: Row) -> set[str]:
    return {cell.get("value", cell.get("error", "")) for cell in row["cells"].values()}


def _code(rows: Sequence[Row], say: Words) -> str:
    """How all of them are compared, then each case in a line."""
    shared = dict.fromkeys(text for row in rows for text in row["uses"])
    code = "\n\n\n".join([*shared, "\n".join(row["source"] for row in rows)])
    inner = [f"    {line}".rstrip() for line in code.splitlines()]
    fence = ["    ``` { .python data-search-exclude }", *inner, "    ```"]
    return "\n".join([f'??? quote "{say("behaviour.code")}"', "", *fence])


def _link(row: Row, say: Words) -> str:
    """The name, which is its own address to copy."""
    return f"[{_name(row, say)}](#{_anchor(row)}){{ #{_anchor(row)} }}"


def _anchor(row: Row) -> str:
    return f"row-{row['id'].replace('/', '-')}"
