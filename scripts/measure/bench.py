"""Measure this machine quickly and print it beside the published record. Writes nothing.

    python -m scripts.measure.bench                    about 1 minute, the main table
    python -m scripts.measure.bench --only mlp         one family of workloads, a few seconds
    python -m scripts.measure.bench --device cuda      beside the committed record of a GPU

The published record is this build's own if it has one, else the newest committed one. Ratios can be compared between
machines, times can't.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from scripts import records
from scripts.measure import interrupt, suite, timing
from scripts.measure.design import RATIOS
from scripts.measure.launches import LaunchError

_HEADER = ("workload", "arm", "here", "verdict here", "published", "verdict published")


@interrupt.told("nothing was written")
def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    names = sorted({row.name for row in suite.timed(options.device)})
    if options.only not in (None, *names):
        print(f"--only {options.only}: no such workload; one of {', '.join(names)}", file=sys.stderr)
        return 2
    try:
        where, published = _published(options.device)
        here = timing.measure("quick", options.device, options.only)
    except (LaunchError, records.RecordError) as error:
        print(error, file=sys.stderr)
        return 1
    _show(table(here["rows"], published["rows"] if published else []))
    print(_closing(here, where, published))
    return 0


def table(here: Sequence[dict[str, Any]], published: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """One line per row and arm, the control first; a row that the other side lacks, or measured otherwise, has no figure."""
    known = {(row["input_sha256"], str(row["params"])): row for row in published}
    lines: list[tuple[str, ...]] = []
    for row in here:
        other = known.get((row["input_sha256"], str(row["params"])))
        label = " ".join([row["workload"], *(f"{key}={value}" for key, value in row["params"].items())])
        for arm in reversed(RATIOS):
            lines.append((label, arm, *_figures(row, arm), *_figures(other, arm)))
            label = ""
    return lines


def _figures(row: dict[str, Any] | None, arm: str) -> tuple[str, str]:
    if row is None:
        return "-", "not measured"
    one = row["ratio"][arm]
    verdict = one["verdict"] if row["comparable"] else f"{one['verdict']} (other operators)"
    return f"{one['estimate']:.3f} [{one['lo']:.3f}, {one['hi']:.3f}]", verdict


def _published(device: str) -> tuple[str, records.Record | None]:
    """This build's record, else the newest committed one of that device; its place, for the closing line."""
    path = records.BUILT / "timing.json"
    if device == "cpu" and path.exists():
        return str(path), records.load(path, "timing")
    found = [pair for pair in records.committed("timing") if (pair[1]["device"] is not None) == (device == "cuda")]
    if not found:
        return "nowhere", None
    folder, newest = max(found, key=lambda pair: pair[1]["run"]["started"])
    return str(records.COMMITTED / folder / "timing.json"), newest


def _closing(here: records.Record, where: str, published: records.Record | None) -> str:
    said = (
        f"here: {_machine(here)}, {here['run']['cost_s']:.0f} s, load {here['host']['load_after']}; nothing was written"
    )
    if not here["run"]["accepted"]:
        said = f"here: rejected twice, so there are no figures: {here['run']['reason']}"
    if published is None:
        return f"{said}\npublished: no record to compare with"
    return f"{said}\npublished: {_machine(published)}, {published['run']['mode']}, {where}"


def _machine(record: records.Record) -> str:
    name = record["device"]["name"] if record["device"] else record["host"]["cpu"]
    return f"{name}, torch {record['torch']['version']}, {record['run']['started'][:10]}"


def _show(lines: Sequence[tuple[str, ...]]) -> None:
    """A rich table on a terminal that has rich, else columns of plain text."""
    try:
        from rich.console import Console
        from rich.table import Table
    except ImportError:
        _show_plainly(lines)
        return
    if not Console().is_terminal:
        _show_plainly(lines)
        return
    shown = Table(*_HEADER)
    for line in lines:
        shown.add_row(*line, end_section=line[1] == RATIOS[0])
    Console().print(shown)


def _show_plainly(lines: Sequence[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(_HEADER, *lines, strict=True)]
    for line in (_HEADER, *lines):
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.measure.bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--device", choices=("cpu", "cuda"), default="cpu", help="what to measure (default: %(default)s)"
    )
    parser.add_argument("--only", metavar="WORKLOAD", help="one family of workloads, like mlp")
    return parser


if __name__ == "__main__":
    sys.exit(main())
