"""A torch beside the pinned one, for whoever maintains this: what would have to be read before the pin is raised.

Unlike the pages this is in English alone, and may be posted as an issue: what matters most comes first. Ends with a count.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from scripts import pins
from scripts.pins import Change, Pins
from scripts.records import Record
from scripts.render import devices, releases, timing_rows
from scripts.render.evidence import Row, row_key
from scripts.render.ran import without_place
from scripts.snippets import Snippet

_NAMED = 3  # probes that stand for all of a line


@dataclass(frozen=True)
class Found:
    """Everything that differs. `times` and `memory` are lines, None where they were not measured.

    `raised` has (snippet, error), `printed` (snippet, diff). `answers` are cells with another answer, `asides` those that
    warn or leak otherwise; `left_out` says why probes are `unanswered`.
    """

    old: str
    new: str
    raised: Sequence[tuple[str, str]]
    printed: Sequence[tuple[str, str]]
    answers: Sequence[Change]
    asides: Sequence[Change]
    left_out: Sequence[str]
    unanswered: Sequence[str]
    times: Sequence[str] | None
    memory: Sequence[str] | None


def compare(
    pinned: Pins, expected: Mapping[str, Snippet], before: Mapping[str, Record], after: Mapping[str, Record]
) -> Found:
    """`before` has this machine's figures with the pinned torch, `after` all that was run with the other one."""
    rows = [row for row in after["snippets"]["rows"] if row["id"] in expected]
    cells = pins.texts(after["behaviour"])
    changed = pins.compare({probe: pinned.cells[probe] for probe in pinned.cells if probe in cells}, cells)
    asides = [one for one in changed if _answer(one.old) == _answer(one.new)]
    return Found(
        pinned.platform["torch"],
        releases.of(after["behaviour"]),
        [(row["id"], without_place(row["reason"])) for row in rows if row["outcome"] == "failed"],
        [(row["id"], _diff(expected[row["id"]], row)) for row in rows if row["outcome"] == "differs"],
        [one for one in changed if one not in asides],
        asides,
        after["behaviour"].get("left_out", ()),
        [probe for probe in pinned.cells if probe not in cells],
        list(_times(before["timing"], after["timing"])) if "timing" in before else None,
        list(_weights(before["memory"], after["memory"])) if "memory" in before else None,
    )


def markdown(found: Found) -> str:
    """The file: sections that have something, then the count."""
    sections = (
        ("Examples that raise", [f"- `{name}`: `{_one_line(said)}`" for name, said in found.raised]),
        ("Outputs that differ", [f"`{name}`\n\n````diff\n{diff}\n````\n" for name, diff in found.printed]),
        ("Cells with another answer", _told(found.answers)),
        ("Cells that warn or leak otherwise", list(_asides(found.asides))),
        ("Probes without an answer", [f"- {_one_line(one)}" for one in (*found.left_out, *_groups(found.unanswered))]),
        ("Times: ratios that moved by more than both intervals allow", found.times or ()),
        ("Memory: bytes that differ", found.memory or ()),
    )
    parts = [f"# torch {found.new} beside the pinned {found.old}"]
    parts += [f"## {title}\n\n" + "\n".join(lines) for title, lines in sections if lines]
    return "\n\n".join(part.strip() for part in [*parts, f"**{count(found)}**"]) + "\n"


def count(found: Found) -> str:
    """All of it in one line, which is what the command says too."""
    cells, probes = len(found.answers), len({one.probe for one in found.answers})
    told = [
        f"{len(found.raised)} examples raise",
        f"{len(found.printed)} outputs differ",
        f"{cells} cells of {probes} probes have another answer",
        f"{len(found.asides)} warn or leak otherwise",
        *([f"{len(found.unanswered)} probes have none"] if found.unanswered else []),
        "times were not measured" if found.times is None else f"{len(_items(found.times))} times moved",
        "memory was not weighed" if found.memory is None else f"{len(found.memory)} figures of memory differ",
    ]
    return f"{', '.join(told)}."


def _items(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.startswith("- ")]


def _diff(snippet: Snippet, row: Row) -> str:
    """Without the head that difflib puts before it: the snippet is named above."""
    before, after = (snippet.expected.text if snippet.expected else ""), row["output"] or ""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    return "\n".join(line for number, line in enumerate(lines) if number > 1)


def _told(changed: Sequence[Change]) -> list[str]:
    cells: pins.Cells = {one.probe: {} for one in changed}
    return [f"- {_one_line(line)}" for line in pins.lines(changed, cells)]


def _asides(changed: Sequence[Change]) -> Iterator[str]:
    """A line for each warning and each leak that came or went: the same one may be given in hundreds of cells."""
    together: dict[tuple[str, str], list[str]] = {}
    for one in changed:
        old, new = (set(_beside(told)) for told in (one.old, one.new))
        for key, told in (("new", new - old), ("gone", old - new)):
            for text in sorted(told):
                together.setdefault((key, text), []).append(one.probe)
    for (key, text), probes in together.items():
        first = ", ".join(list(dict.fromkeys(probes))[:_NAMED])
        yield f"- {key}: `{_one_line(text)}` in {len(probes)} cells of {len(set(probes))} probes ({first})"


def _beside(told: str | None) -> list[str]:
    cell = pins.cell(told or "")
    return [*cell.get("warnings", ()), *(f"leaks {name}" for name in cell.get("leaks", ()))]


def _groups(probes: Sequence[str]) -> Iterator[str]:
    for group, listed in groupby(probes, key=lambda probe: probe.partition("/")[0]):
        names = [probe.partition("/")[2] for probe in listed]
        yield f"{group}: {len(names)} probes ({', '.join(names[:_NAMED])})"


def _answer(told: str | None) -> object:
    return devices.answer(pins.cell(told)) if told is not None else None


def _times(before: Record, after: Record) -> Iterator[str]:
    """Between the intervals of both there must be a gap; on another machine or where a run was rejected, one can't tell."""
    if before["host"]["cpu"] != after["host"]["cpu"] or not (before["run"]["accepted"] and after["run"]["accepted"]):
        yield "- not comparable: another CPU, or a run that was rejected"
        return
    now = {row_key(row): row for row in after["rows"]}
    moved = list(_moved_ratios(before, now))
    yield from [f"Between {_run(before)} and {_run(after)}, on the same machine:\n", *moved] if moved else ()


def _run(record: Record) -> str:
    return f"torch {record['torch']['version']} ({record['run']['mode']} run, {record['run']['started'][:10]})"


def _moved_ratios(before: Record, now: Mapping[str, Row]) -> Iterator[str]:
    for old in before["rows"]:
        new = now.get(row_key(old))
        for arm in timing_rows.ARMS if new and old["comparable"] and new["comparable"] else ():
            one, other = old["ratio"][arm], new["ratio"][arm]
            if one["hi"] < other["lo"] or other["hi"] < one["lo"]:
                yield f"- {row_key(old)}, {arm} / no_grad: {_interval(one)}, is {_interval(other)}"


def _interval(ratio: Row) -> str:
    return f"{ratio['estimate']:.3f} [{ratio['lo']:.3f}, {ratio['hi']:.3f}]"


def _weights(before: Record, after: Record) -> Iterator[str]:
    """Exact figures: each one that is another number. A workload is weighed once for each way of keeping its output."""
    now = {(row_key(row), row["output"]): row["memory"] for row in after["rows"]}
    for row in before["rows"]:
        new = now.get((row_key(row), row["output"]), {})
        for mode, counts in row["memory"].items():
            moved = [
                f"{name} {was} → {new[mode][name]}" for name, was in counts.items() if _moved(new, mode, name, was)
            ]
            if moved:
                yield f"- {row_key(row)} ({row['output']}), {mode}: {', '.join(moved)}"


def _moved(new: Row, mode: str, name: str, was: object) -> bool:
    return mode in new and name in new[mode] and new[mode][name] != was


def _one_line(text: str) -> str:
    return " ".join(text.split())
