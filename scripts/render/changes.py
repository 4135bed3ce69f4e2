"""What changed from release to release of torch, as the pinned truth tables and the committed records of the CPU have it.

Each release is compared with the one recorded before it, the newest first, so that a new answer stands under the first
release that gave it. Names that a release lacks are told first, a line each; everything else is folded by kind. What devices
change stands on behaviour/devices; scripts/render/changes_known.py tells what matters most.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scripts.render import behaviour_data, changes_cells, changes_outputs, devices, provenance
from scripts.render.cells import Legend
from scripts.render.changes_cells import Change
from scripts.render.changes_outputs import Difference
from scripts.render.evidence import Evidence
from scripts.render.releases import Ran, Release, anchor, answered, order, ran
from scripts.render.tables import joined
from scripts.render.words import Words

BLOCK = "changes"

Found = Change | Difference


@dataclass(frozen=True)
class Step:
    """A release beside the one before it: their answers, and what the snippets printed; None where one has no record."""

    torch: str
    cells: tuple[Release, Release] | None
    outputs: tuple[Ran, Ran] | None


def render(evidence: Evidence, say: Words) -> str:
    """A section for each release that has one before it."""
    found = steps(evidence)
    if not found:
        return provenance.note("note", say("changes.none_title"), say("changes.none"))
    return "\n\n".join(_section(one, evidence, say) for one in found)


def steps(evidence: Evidence) -> list[Step]:
    """The newest release first."""
    cells = {pair[1].torch: pair for pair in pairwise(answered(evidence))}
    outputs = {pair[1].torch: pair for pair in pairwise(ran(evidence))}
    names = sorted({*cells, *outputs}, key=order, reverse=True)
    return [Step(name, cells.get(name), outputs.get(name)) for name in names]


def _section(step: Step, evidence: Evidence, say: Words) -> str:
    found = changes_cells.changes(evidence, *step.cells) if step.cells else []
    answers = [one for one in found if not one.is_unasked]
    printed = changes_outputs.differences(*step.outputs) if step.outputs else []
    parts = [
        f"## torch {step.torch} {{ #{anchor(step.torch)} }}",
        f"{say.sentences([*_counted(step, found, printed, evidence, say)])}\n{{ .pm-reading }}",
        *_absent(answers, printed, step, say),
        *_folded(step, [one for one in answers if one.absent == (None, None)], evidence, say),
        *_printed(step, [one for one in printed if one.absent == (None, None)], evidence, say),
        f"{_ran(step, say)}\n{{ .pm-provenance }}",
    ]
    return joined(parts)


def _counted(
    step: Step, answers: Sequence[Change], printed: Sequence[Difference], evidence: Evidence, say: Words
) -> Iterator[str]:
    if step.cells:
        old, new = step.cells
        alike = changes_cells.asked_alike(evidence, old, new)
        unasked = {one.probe for one in answers if one.is_unasked}
        asked = [one for one in answers if not one.is_unasked]
        changed = [one for one in asked if not one.in_text_only or one.absent != (None, None)]
        counts = {
            "old": old.torch,
            "new": new.torch,
            "questions": len(alike),
            "cells": sum(len(old.cells[probe].keys() & new.cells[probe].keys()) for probe in alike),
            "answers": len({one.probe for one in changed}),
            "answered": sum(len(one.modes) for one in changed),
            "missing": len(new.cells.keys() - old.cells.keys()),
            "unasked": len(unasked),
            "other": len(old.cells.keys() & new.cells.keys()) - len(alike),
        }
        yield say("changes.counted", **counts)
        yield from (say(f"changes.{key}", **counts) for key in ("missing", "other", "unasked") if counts[key])
    if step.outputs:
        both = step.outputs[0].rows.keys() & step.outputs[1].rows.keys()
        yield say("changes.ran_both", total=len(both), count=len(printed), old=step.outputs[0].torch)


def _absent(answers: Sequence[Change], printed: Sequence[Difference], step: Step, say: Words) -> Iterator[str]:
    """The names that only one of two releases has, a line each, with what uses them. Usually both compare the same two."""
    groups: dict[tuple[str, str], dict[str, list[Found]]] = {}
    for pair, found in ((step.cells, answers), (step.outputs, printed)):
        for key, one in ((key, one) for key in ("added", "removed") for one in found):
            if name := one.absent[key == "removed"]:
                groups.setdefault((pair[0].torch, key), {}).setdefault(name, []).append(one)
    for (old, key), names in groups.items():
        lines = [f"- {_used(name, found, say)}" for name, found in sorted(names.items())]
        yield "\n".join([say(f"changes.{key}", old=old, new=step.torch), "", *lines])


def _used(name: str, found: Sequence[Found], say: Words) -> str:
    questions = {one.probe for one in found if isinstance(one, Change)}
    examples = {one.id for one in found if isinstance(one, Difference)}
    counts = (("questions", questions), ("examples", examples))
    told = [say(f"changes.of_{key}", count=len(ones)) for key, ones in counts if ones]
    return say("changes.used", name=f"`{name}`", uses=say.join(told))


def _folded(step: Step, found: Sequence[Change], evidence: Evidence, say: Words) -> Iterator[str]:
    """What differs in the truth tables: answers as tables, texts of errors and warnings as lists."""
    if not step.cells:
        return
    answers = [one for one in found if not one.in_text_only]
    if answers:
        values = {one["is"]: one for one in behaviour_data.read(devices.CAUSES)["values"]}
        legend = Legend(say, evidence.shown)
        inner = [*changes_cells.tables(answers, step.cells, evidence, values, legend), *_legend(legend)]
        yield _fold("answers", len({one.probe for one in answers}), inner, say)
    texts = [one for one in found if one.in_text_only]
    if texts:
        lines = changes_cells.texts(texts, say)
        yield _fold("texts", len(lines), ["\n".join(lines)], say, searched=True)
    warned = list(_warnings(step.cells, evidence, say))
    if warned:
        yield _fold("warnings", len(warned), ["\n".join(warned)], say, searched=True)


def _warnings(both: tuple[Release, Release], evidence: Evidence, say: Words) -> Iterator[str]:
    """A list item for each warning that only one of both releases gives."""
    for key, found in zip(("unwarned", "warned"), changes_cells.warnings(evidence, *both), strict=True):
        for text, probes in found.items():
            asked = changes_cells.named(probes, evidence)
            told = {"text": changes_cells.code(text), "old": both[0].torch, **changes_cells.asking(asked, say)}
            yield f"- {say(f'changes.{key}', **told)}"


def _printed(step: Step, found: list[Difference], evidence: Evidence, say: Words) -> Iterator[str]:
    if step.outputs and found:
        lines = changes_outputs.lines(found, step.outputs, evidence, say)
        yield _fold("outputs", len(found), ["\n".join(lines)], say)


def _fold(key: str, count: int, inner: Sequence[str], say: Words, *, searched: bool = False) -> str:
    """Closed until a reader opens it. Only texts that readers paste are worth finding."""
    kept = "" if searched else " data-search-exclude"
    head = f'<details class="note"{kept} markdown="1">\n<summary>{say(f"changes.{key}", count=count)}</summary>'
    return "\n\n".join([head, *inner, "</details>"])


def _legend(legend: Legend) -> Iterator[str]:
    if legend.entries:
        lines = "\n".join(line.replace("](../", "](") for line in legend.lines())
        yield (
            '<div class="pm-legend" data-search-exclude markdown="1">\n\n'
            f"{legend.say('behaviour.legend')}\n\n{lines}\n\n</div>"
        )


def _ran(step: Step, say: Words) -> str:
    """Where and when each was run, and its records."""
    both = [one for pair in (step.cells, step.outputs) if pair for one in reversed(pair)]
    told = dict.fromkeys(
        say("changes.ran", torch=one.torch, where=provenance.where(one.record, say))
        if one.record
        else say("changes.pinned", torch=one.torch)
        for one in (step.cells or step.outputs)[::-1]
    )
    links = [
        say("changes.record", torch=one.torch, kind=kind, url=f"{{{{site_root}}}}records/{one.folder}/{kind}.json")
        for one, kind in ((one, "behaviour" if isinstance(one, Release) else "snippets") for one in both)
    ]
    return say.sentences([*told, say("changes.records", records=say.join(links))])
