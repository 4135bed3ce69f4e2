"""The rows of a memory record: what is out of date, how far a peak falls, and the falls of a depth sweep."""

from collections.abc import Sequence

from scripts.records import Record, RecordError
from scripts.render.evidence import Evidence, Row, row_key

MODES = ("grad", "no_grad", "inference")
_COUNTS = ("peak", "live", "saved")


def split(evidence: Evidence, record: Record, device: str = "cpu") -> tuple[list[Row], list[Row]]:
    """Rows that may be shown with figures, and rows whose workload changed since."""
    for row in record["rows"]:
        _check(row)
    stale = [row for row in record["rows"] if evidence.is_stale("memory", row, device)]
    return [row for row in record["rows"] if row not in stale], stale


def fall(row: Row) -> float:
    """The share of the forward pass's peak that no_grad takes away."""
    grad, no_grad = row["memory"]["grad"]["peak"], row["memory"]["no_grad"]["peak"]
    return 1 - no_grad / grad if grad else 0.0


def whole_fall(row: Row) -> float:
    """The same with the weights counted on both sides: nearer to what a process sees."""
    weights = row["weights_bytes"]
    grad, no_grad = row["memory"]["grad"]["peak"] + weights, row["memory"]["no_grad"]["peak"] + weights
    return 1 - no_grad / grad if grad else 0.0


def falls_by_depth(rows: Sequence[Row], family: str) -> dict[int, float]:
    found = {row["params"]["layers"]: fall(row) for row in rows if row["workload"] == family}
    return dict(sorted(found.items()))


def held_to_dropped(loops: Sequence[Row], mode: str) -> list[float]:
    """Peak with the previous output held over peak with it dropped, of each model that has both rows."""
    peaks = {(row_key(row), row["output"]): row["memory"][mode]["peak"] for row in loops}
    return [
        peak / peaks[model, "dropped"]
        for (model, output), peak in peaks.items()
        if output == "kept" and (model, "dropped") in peaks
    ]


def _check(row: Row) -> None:
    """Raises RecordError where a row lacks a count that the tables show."""
    where = f"memory.json: rows: {row['workload']}"
    for key in ("sweep", "forwards"):
        if key not in row:
            raise RecordError(f"{where}: {key}: is missing; measure again")
    for mode in MODES:
        for count in _COUNTS:
            if not isinstance(row["memory"].get(mode, {}).get(count), int):
                raise RecordError(f"{where}: memory.{mode}.{count}: is missing or no integer; measure again")
