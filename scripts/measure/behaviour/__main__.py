"""Run the truth tables: every probe in every mode, into behaviour.json, and compare the cells with the pinned ones.

    python -m scripts.measure.behaviour                     into build/records/cpu/behaviour.json
    python -m scripts.measure.behaviour --device cuda       into docs/records/<gpu>/behaviour.json
    python -m scripts.measure.behaviour --out docs/records/torch-<x.y.z>-cpu    with the torch of a GPU's record: its twin
    python -m scripts.measure.behaviour --only graph/       run these and print them; nothing is written
    python -m scripts.measure.behaviour --bless             accept the cells as they are, for you to review in git's diff

Exit 1 when a cell is not as pinned, on the platform of the pins; elsewhere the pages show the difference.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts import pins, records, whole
from scripts.measure import device as devices
from scripts.measure import interrupt, machine, progress, provenance
from scripts.measure.behaviour import apart, cell
from scripts.measure.behaviour.probe import Probe, every, fast, slow_groups


@interrupt.told("the old record stays")
def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    path = options.out or Path("behaviour.json")
    try:
        folder = devices.folder(options.device)
        if options.only:
            return _print(options.only, options.device)
        path = (options.out or folder) / "behaviour.json"
        record = measure(options.device)
        records.save(record, path)
        print(f"{path}: {len(record['rows'])} probes, {record['run']['cost_s']:.0f} s")
        return _accept(record) if options.bless else _compare(record)
    except (records.RecordError, whole.NotWritten, cell.BrokenProbe, apart.GroupFailed) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{whole.refusal(error.filename or path, error)}; the old record stays", file=sys.stderr)
        return 1


def measure(device: str) -> records.Record:
    """A whole run on a device: the fast probes here, the slow groups in processes of their own. Writes nothing.

    On the CPU a probe that can't be trusted stops the run. On another device or another release of torch, where a run is
    rare, it is left out, and named in the record's `left_out`.
    """
    since = time.monotonic()
    record = provenance.new("behaviour", "full", machine.code_sha256(), device)
    record["left_out"] = []
    quick, groups = fast(), slow_groups()

    def slow(group: str, listed: list[Probe]) -> list[dict]:
        found = apart.run(group, listed, device)
        record["left_out"] += found["left_out"]
        return found["rows"]

    with progress.shown("behaviour", len(quick) + len(groups)) as advance:
        for probe in quick:
            record["rows"] += apart.kept(lambda probe=probe: [cell.row(probe, device)], device, record["left_out"])
            advance(probe.group)
        with ThreadPoolExecutor(side_by_side()) as pool:
            waiting = [
                pool.submit(
                    apart.kept, lambda group=group, listed=listed: slow(group, listed), device, record["left_out"]
                )
                for group, listed in groups.items()
            ]
            for group, found in zip(groups, waiting, strict=True):
                record["rows"] += found.result()
                advance(group)
    record["torch"]["threads"] = 1
    return provenance.finish(record, since)


def side_by_side() -> int:
    """How many slow groups run at once: each starts processes of its own and has limits of time, so few cores mean one."""
    return max(1, (os.cpu_count() or 1) // 4)


def _compare(record: records.Record) -> int:
    pinned = pins.load()
    changed = pins.changes(pinned, record)
    if not changed:
        return 0
    if not pins.holds_here(pinned, record):
        told = ", ".join(pinned.platform.values())
        print(f"{len(changed)} cells differ from those pinned on {told}; the pages show them")
        return 0
    for line in pins.lines(changed, pinned.cells):
        print(f"{_pinned_path()}: {line}", file=sys.stderr)
    print(f"{len(changed)} cells are not as pinned; where torch is right, run `make bless` and review", file=sys.stderr)
    return 1


def _accept(record: records.Record) -> int:
    if pins.PATH.exists():
        pinned = pins.load()
        print("\n".join(pins.lines(pins.changes(pinned, record), pinned.cells)))
    pins.save(record)
    print(f"{_pinned_path()}: written; review it with git diff")
    return 0


def _print(wanted: Sequence[str], device: str) -> int:
    """Run some probes and show each cell, the modes that agree in one line."""
    for probe in _chosen(wanted):
        print(probe.id)
        together: dict[str, list[str]] = {}
        for mode, found in cell.row(probe, device)["cells"].items():
            together.setdefault(pins.text(found), []).append(mode)
        for text, modes in together.items():
            print(f"    {text}\n        {', '.join(modes)}")
    return 0


def _chosen(wanted: Sequence[str]) -> Iterator[Probe]:
    listed = every()
    found = [one for one in listed if one.id.startswith(tuple(wanted))]
    if not found:
        raise records.RecordError(f"no probe begins with {' or '.join(wanted)}; the groups: {_groups(listed)}")
    yield from found


def _groups(listed: Sequence[Probe]) -> str:
    return ", ".join(dict.fromkeys(one.group for one in listed))


def _pinned_path() -> Path:
    return pins.PATH.relative_to(records.ROOT)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.measure.behaviour",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu", help="where to run (default: %(default)s)")
    parser.add_argument("--out", type=Path, metavar="DIR", help="the record's folder")
    parser.add_argument(
        "--only", nargs="+", metavar="ID", help="probes whose ids begin so: run and print, write nothing"
    )
    parser.add_argument("--bless", action="store_true", help="accept the cells as they are")
    return parser


if __name__ == "__main__":
    sys.exit(main())
