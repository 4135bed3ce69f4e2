"""The rows of a timing record as the renderers see them: named in the page's language, sorted into groups, judged."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scripts.records import Record, RecordError
from scripts.render import numbers
from scripts.render.evidence import Evidence, Row
from scripts.render.plots import Bar
from scripts.render.words import Words

ARMS = ("inference", "grad")
FASTER, SLOWER = "faster", "slower"
# The record's verdicts and the keys of their words.
VERDICTS = {
    FASTER: "faster",
    SLOWER: "slower",
    "not distinguishable from 1": "unclear",
    "below the control's floor": "below_floor",
}
_WHY = (
    (re.compile(r"(\w+) changes buffers: (.+)"), "why.buffers"),
    (re.compile(r"(\w+) runs other operators than (\w+): (.+)"), "why.operators"),
    (re.compile(r"(\w+) runs other kernels than (\w+): (.+)"), "why.kernels"),
    (re.compile(r"(\w+) computes other numbers than (\w+): up to (\S+) apart"), "why.numbers"),
)
# A kernel's name in its signature: behind return type and namespaces, before template and arguments.
_KERNEL = re.compile(r"(?:void )?(?:\w+::)*(.+?)(?:(?<=\w)[<(].*)?")
_KERNEL_WIDTH = 32
MODES = {"grad": "`enable_grad`", "no_grad": "`no_grad`", "inference": "`inference_mode`"}


@dataclass(frozen=True)
class Rows:
    """The rows of one record: `fresh` can be shown with figures, `stale` by name only."""

    record: Record
    fresh: Sequence[Row]
    stale: Sequence[Row]

    def of(self, group: str, comparable_only: bool = False) -> list[Row]:
        return [row for row in self.fresh if row["group"] == group and (row["comparable"] or not comparable_only)]

    def stale_labels(self, say: Words, *groups: str) -> list[str]:
        return [label(row, say) for row in self.stale if row["group"] in groups]


def sort(evidence: Evidence, record: Record, device: str = "cpu") -> Rows:
    for row in record["rows"]:
        _check(row)
    stale = [row for row in record["rows"] if evidence.is_stale("timing", row, device)]
    return Rows(record, [row for row in record["rows"] if row not in stale], stale)


def label(row: Row, say: Words) -> str:
    """The workload in the page's language, with what sets it apart; its bare name where the words don't know it."""
    told = say.find(f"workloads.{row['workload']}")
    if told is None:
        return " ".join([row["workload"], *(f"{key}={value}" for key, value in sorted(row["params"].items()))])
    switches = [
        switch
        for key, value in sorted(row["params"].items())
        if (switch := say.find(f"params.{key}.{value}_")) is not None
    ]
    return say("lists.comma").join([told.format(**row["params"]), *switches])


def ratio(row: Row, arm: str) -> str:
    one = row["ratio"][arm]
    return numbers.interval(one["estimate"], one["lo"], one["hi"])


def verdict(one: dict[str, Any], say: Words) -> str:
    return say(f"verdicts.{VERDICTS[one['verdict']]}")


def is_clear(one: dict[str, Any]) -> bool:
    """Whether a ratio may be called faster or slower at all."""
    return one["verdict"] in (FASTER, SLOWER)


def bar(row: Row, arm: str, say: Words) -> Bar:
    one, control = row["ratio"][arm], row["ratio"]["aa"]
    span = (control["lo"], control["hi"])
    return Bar(label(row, say), (one["estimate"], one["lo"], one["hi"]), span, is_clear(one))


def floor(rows: Sequence[Row]) -> float:
    """By how much, at most, two measurements of the same code differ: the widest reach of any A/A interval from 1."""
    return max(math.exp(max(abs(math.log(row["ratio"]["aa"][end])) for end in ("lo", "hi"))) - 1 for row in rows)


def controls_holding_one(rows: Sequence[Row]) -> int:
    return sum(row["ratio"]["aa"]["lo"] <= 1 <= row["ratio"]["aa"]["hi"] for row in rows)


def why(row: Row, say: Words) -> str:
    """Why a row can't be compared. What the words don't know is shown as the record has it."""
    return say("lists.clause").join(_reason(part, say) for part in (row["why"] or "").split("; ") if part)


def _reason(part: str, say: Words) -> str:
    for pattern, key in _WHY:
        if match := pattern.fullmatch(part):
            mode, *details = match.groups()
            told = _kernels(details[-1]) if key == "why.kernels" else details[-1]
            return say(key, mode=MODES.get(mode, mode), base=MODES["no_grad"], details=_names(told, say))
    return f"`{part}`"


def _kernels(listed: str) -> str:
    """`+void at::native::copy_kernel<128, 2>(int), -x` -> `+copy_kernel, -x`: a template's arguments fill pages."""
    signed = re.findall(r"(?:^|, )([+-])(.+?)(?=, [+-]|$)", listed)
    found = [f"{sign}{_name_of_kernel(name)}" for sign, name in signed]
    shortened = [f"{name[:_KERNEL_WIDTH]}…" if len(name) > _KERNEL_WIDTH else name for name in found]
    return ", ".join(dict.fromkeys(shortened))


def _name_of_kernel(signature: str) -> str:
    match = _KERNEL.fullmatch(signature)
    return match[1] if match else signature


def _names(listed: str, say: Words) -> str:
    """`+a, -b` as words; each name in its own code span, so that a narrow column can break between them."""
    names = listed.split(", ")
    if not all(name[:1] in "+-" for name in names):
        return say.join([f"`{name}`" for name in names])
    parts = []
    for sign, key in (("+", "why.more"), ("-", "why.fewer")):
        found = [f"`{name[1:]}`" for name in names if name.startswith(sign)]
        parts += [say(key, names=say.join(found))] if found else []
    return say("lists.comma").join(parts)


def _check(row: Row) -> None:
    """Raises RecordError where a row lacks what the tables show, or a verdict contradicts its own interval."""
    where = f"timing.json: rows: {row['workload']}"
    for key in ("group", "leaf_operators", "no_grad_us", "us_per_operator", "faults_per_call"):
        if key not in row:
            raise RecordError(f"{where}: {key}: is missing; measure again")
    for arm in ("inference", "grad", "aa"):
        one = row["ratio"].get(arm)
        if one is None:
            raise RecordError(f"{where}: ratio.{arm}: is missing; measure again")
        if one["verdict"] not in VERDICTS:
            raise RecordError(f"{where}: ratio.{arm}.verdict: {one['verdict']!r} is unknown; measure again")
        if (one["verdict"] == FASTER and one["hi"] >= 1) or (one["verdict"] == SLOWER and one["lo"] <= 1):
            raise RecordError(f"{where}: ratio.{arm}: {one['verdict']!r}, but its interval holds 1; measure again")
