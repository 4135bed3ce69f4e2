"""Where a truth table's cells are not as pinned, and what other devices and releases answer otherwise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from scripts import pins
from scripts.records import Record
from scripts.render import devices, provenance, releases
from scripts.render.evidence import Evidence
from scripts.render.words import Words


def differences(
    evidence: Evidence, record: Record, probes: Iterable[str], say: Words, closing: str | None = None
) -> Iterator[str]:
    """What is not as pinned, and what other devices and releases did otherwise; nothing where all agree.

    `closing` leads to the causes, for the tables whose rows are sorted by them.
    """
    probes = set(probes)
    here = pins.texts(record, probes)  # one block's cells, not all: this runs for every block
    if evidence.pins:
        pinned = {probe: told for probe, told in evidence.pins.cells.items() if probe in probes}
        on = _platform(evidence.pins, say)
        yield from _difference(say("behaviour.not_pinned", on=on), pins.compare(pinned, here), say)
    for folder, other in evidence.elsewhere.get("behaviour", ()):
        if not other["device"]:
            continue
        alike = devices.twin(evidence, other)
        known = pins.texts(alike, probes) if alike else {}
        changed = [
            one
            for one in pins.compare(here, pins.texts(other, probes))
            if None not in (one.old, one.new) and known.get(one.probe, {}).get(one.mode) != one.new
        ]
        key = "behaviour.elsewhere_device" if alike else "behaviour.elsewhere"
        title = say(key, where=provenance.where(other, say), folder=folder)
        yield from _difference(title, changed, say, closing)
    yield from _other_releases(evidence, here, say)


def _other_releases(evidence: Evidence, here: Mapping[str, Mapping[str, str]], say: Words) -> Iterator[str]:
    """How many rows the CPU answers otherwise with another torch: the answers stand on `changes`, release by release."""
    found: dict[str, set[str]] = {}
    for _, other in evidence.elsewhere.get("behaviour", ()):
        if not other["device"]:
            asked = {row["id"] for row in other["rows"] if not evidence.is_stale("behaviour", row)} & here.keys()
            changed = pins.compare({probe: here[probe] for probe in asked}, pins.texts(other, asked))
            found[releases.of(other)] = {one.probe for one in changed if None not in (one.old, one.new)}
    torch = sorted((name for name, probes in found.items() if probes), key=releases.order)
    if torch:
        count = len(set().union(*found.values()))
        told = say("behaviour.other_releases", count=count, torch=say.join(torch))
        yield f"{told}\n{{ .pm-reading }}"


def _difference(title: str, changed: Sequence[pins.Change], say: Words, closing: str | None = None) -> Iterator[str]:
    if changed:
        lines = [
            say("behaviour.change", probe=probe, modes=say.join([f"`{mode}`" for mode in modes]), old=old, new=new)
            for (probe, old, new), modes in _together(changed).items()
        ]
        told = [*(f"    - {line}" for line in lines), *(["", f"    {closing}"] if closing else [])]
        yield "\n".join([f'??? warning "{title} ({len(changed)})"', "", *told])


def _together(changed: Sequence[pins.Change]) -> dict[tuple[str, str | None, str | None], list[str]]:
    """The modes in which the same cell of a row became the same other one."""
    found: dict[tuple[str, str | None, str | None], list[str]] = {}
    for one in changed:
        found.setdefault((one.probe, one.old, one.new), []).append(one.mode)
    return found


def as_pinned(evidence: Evidence, record: Record, say: Words) -> str:
    """A sentence: whether every cell of this build is as pinned."""
    if evidence.pins is None:
        return say("behaviour.unpinned")
    changed = pins.compare(evidence.pins.cells, pins.texts(record))
    on = _platform(evidence.pins, say)
    return say("behaviour.changed", count=len(changed), on=on) if changed else say("behaviour.unchanged", on=on)


def _platform(pinned: pins.Pins, say: Words) -> str:
    """`torch 2.13.0, Linux x86_64, AVX512`."""
    return say.join([f"torch {value}" if name == "torch" else value for name, value in pinned.platform.items()])
