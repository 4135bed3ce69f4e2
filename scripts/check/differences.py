"""What differs between two records of one kind, a line of Markdown each: outputs, cells, figures.

A ratio counts as changed where its two intervals lie apart: anything nearer may be the same figure, measured twice.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from scripts import pins
from scripts.measure.design import RATIOS
from scripts.records import Record

Row = Mapping[str, Any]
_LONGEST = 160  # characters shown of a text


def lines(old: Record, new: Record) -> list[str]:
    """The differences of `new` from `old`, both of one of the kinds of `KINDS`."""
    return list(KINDS[new["kind"]](old, new))


def code(text: str) -> str:
    """A text as inline code of one line, whatever it holds: nothing in it is Markdown, or calls a person."""
    flat = " ⏎ ".join(text.strip().splitlines()) or " "
    shown = flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"
    longest = max(map(len, re.findall("`+", shown)), default=0)
    space = " " if longest else ""
    return f"{'`' * (longest + 1)}{space}{shown}{space}{'`' * (longest + 1)}"


def _outputs(old: Record, new: Record) -> Iterator[str]:
    before, after = ({row["id"]: row for row in record["rows"]} for record in (old, new))
    yield from _come_and_gone(before, after)
    for name in sorted(before.keys() & after.keys()):
        was, is_now = before[name], after[name]
        if was["outcome"] != is_now["outcome"]:
            reason = f": {code(is_now['reason'])}" if is_now["reason"] else ""
            yield f"{code(name)}: was {was['outcome']}, is {is_now['outcome']}{reason}"
        elif was["output"] != is_now["output"]:
            yield f"{code(name)}: {_first_difference(was['output'] or '', is_now['output'] or '')}"


def _first_difference(old: str, new: str) -> str:
    """The first line of each that the other has not in its place."""
    before, after = old.splitlines(), new.splitlines()
    longer = max(len(before), len(after))
    before, after = ([*one, *[""] * (longer - len(one))] for one in (before, after))
    number = next((at for at in range(longer) if before[at] != after[at]), None)
    return (
        "white space" if number is None else f"line {number + 1} was {code(before[number])}, is {code(after[number])}"
    )


def _cells(old: Record, new: Record) -> Iterator[str]:
    """One line for all modes in which a question's answer became the same other one."""
    before, after = pins.texts(old), pins.texts(new)
    yield from _come_and_gone(before, after)
    together: dict[tuple[str, str | None, str | None], list[str]] = {}
    for one in pins.compare(before, after):
        if one.probe in before and one.probe in after:
            together.setdefault((one.probe, one.old, one.new), []).append(one.mode)
    for (probe, was, is_now), modes in together.items():
        yield f"{code(probe)}, {_some(modes)}: was {_cell(was)}, is {_cell(is_now)}"


def _cell(text: str | None) -> str:
    return "not there" if text is None else code(text)


def _ratios(old: Record, new: Record) -> Iterator[str]:
    before, after = ({_label(row): row for row in record["rows"]} for record in (old, new))
    yield from _come_and_gone(before, after)
    for name, is_now in after.items():
        for arm in RATIOS:
            one, other = before.get(name, is_now)["ratio"][arm], is_now["ratio"][arm]
            if one["hi"] < other["lo"] or other["hi"] < one["lo"]:
                yield f"{code(name)}, {arm}: was {_interval(one)}, is {_interval(other)}"


def _interval(ratio: Row) -> str:
    return f"{ratio['estimate']:.3f} [{ratio['lo']:.3f}, {ratio['hi']:.3f}]"


def _bytes(old: Record, new: Record) -> Iterator[str]:
    before, after = ({_weighed(row): row["memory"] for row in record["rows"]} for record in (old, new))
    yield from _come_and_gone(before, after)
    for name in (name for name in after if name in before):
        for mode, counted in after[name].items():
            was = before[name].get(mode, {})
            changed = [
                f"{what} was {was.get(what)}, is {number}"
                for what, number in counted.items()
                if was.get(what) != number
            ]
            if changed:
                yield f"{code(name)}, {mode}: {'; '.join(changed)} bytes"


def _weighed(row: Row) -> str:
    """A workload is weighed once for each group that shows it, and each way of keeping its output."""
    return f"{_label(row)}, {row['group']}, output {row['output']}"


def _label(row: Row) -> str:
    return " ".join([row["workload"], *(f"{key}={value}" for key, value in row["params"].items())])


def _come_and_gone(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    """What only one of them has, in two lines."""
    for told, names in (("new", after.keys() - before.keys()), ("gone", before.keys() - after.keys())):
        if names:
            yield f"{told} ({len(names)}): {_some(sorted(names))}"


def _some(names: Sequence[str], most: int = 6) -> str:
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(map(code, names[:most])) + rest


KINDS: dict[str, Callable[[Record, Record], Iterator[str]]] = {
    "snippets": _outputs,
    "behaviour": _cells,
    "timing": _ratios,
    "memory": _bytes,
}
