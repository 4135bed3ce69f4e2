"""The command line that timing and memory share: arguments, Ctrl-C, one-line errors, and what becomes of a record."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from scripts import records, whole
from scripts.measure import device
from scripts.measure.design import LAUNCHES
from scripts.measure.launches import LaunchError

# What measures: (mode, device) -> record.
Measure = Callable[[str, str], records.Record]


def run(kind: str, description: str, measure: Measure, argv: Sequence[str] | None = None) -> int:
    """0 also when a run was rejected, so that the site is still built; 1 when measuring failed, 130 on Ctrl-C."""
    options = _parser(kind, description).parse_args(argv)
    try:
        folder = device.folder(options.device)
    except records.RecordError as error:
        print(error, file=sys.stderr)
        return 1
    path = (options.out or folder) / f"{kind}.json"
    if options.mode == "keep" and _loadable(path, kind):
        print(f"{path}: kept as it is")
        return 0
    return _measure_into(path, lambda: measure("quick" if options.mode == "keep" else options.mode, options.device))


def _measure_into(path: Path, measure: Callable[[], records.Record]) -> int:
    try:
        print(publish(measure(), path))
    except KeyboardInterrupt:
        print(f"interrupted; {path} is as it was", file=sys.stderr)
        return 130
    except (LaunchError, records.RecordError) as error:
        print(f"{error}; {path} is as it was", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{whole.refusal(error.filename or path, error)}; {path} is as it was", file=sys.stderr)
        return 1
    return 0


def publish(record: records.Record, path: Path) -> str:
    """Save the record unless a better one stands there, and say in one line what was done."""
    why_not = records.may_replace(record, _loadable(path, record["kind"]))
    if why_not:
        return f"{path}: the old record stays: {why_not}"
    records.save(record, path)
    run = record["run"]
    what = f"{len(record['rows'])} rows" if run["accepted"] else f"no accepted measurement ({run['reason']})"
    return f"{path}: {what}, {run['mode']}, {run['cost_s']:.0f} s"


def _loadable(path: Path, kind: str) -> records.Record | None:
    """The record that stands there, or None for one that this code can't use and may replace."""
    try:
        return records.load_if_any(path, kind)
    except records.RecordError:
        return None


def _parser(kind: str, description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"python -m scripts.measure.{kind}",
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    modes = (*LAUNCHES, "keep")
    parser.add_argument("--mode", choices=modes, default="full", help="how long to measure (default: %(default)s)")
    parser.add_argument(
        "--device", choices=("cpu", "cuda"), default="cpu", help="what to measure (default: %(default)s)"
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="the record's folder (default: build/records/cpu, or docs/records/<gpu>)",
    )
    return parser
