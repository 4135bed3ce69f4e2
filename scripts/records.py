"""The one definition of a record: what was measured, where, when, on which torch.

A record is a JSON object with the same envelope for every kind (snippets, timing, memory, behaviour) and a list of rows.
`measure.provenance` fills the envelope, `save` writes it in one step, `load` refuses what is broken, foreign or from
another method, in one line that names file and field. Needs nothing but the standard library, because
`make gpu` runs on machines that have little else.
"""

import hashlib
import io
import json
import os
import tokenize
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, NoReturn

from scripts import fields, whole

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / os.environ.get("BUILD_DIR", "build")  # tests build elsewhere: they never touch this machine's records
BUILT = BUILD / "records" / "cpu"
GENERATED = BUILD / "generated"
COMMITTED = ROOT / "docs" / "records"

SCHEMA = 1
# Raised by hand when what a figure means changes: older records of that kind are then refused.
METHODS = {"snippets": 1, "timing": 1, "memory": 1, "behaviour": 1, "frameworks": 1, "labs": 1}
MODES = ("quick", "full", "gold")
# From Python 3.12 on an f-string is told in pieces, from 3.14 on a t-string too.
_FSTRING_STARTS = {getattr(tokenize, name, None) for name in ("FSTRING_START", "TSTRING_START")}
_FSTRING_ENDS = {getattr(tokenize, name, None) for name in ("FSTRING_END", "TSTRING_END")}

Record = dict[str, Any]


class RecordError(Exception):
    """A record that can't be used. The message is one line: file, field, what is wrong, what to do."""


def source_sha256(source: str) -> str:
    """The sha256 of Python source without comments and blank lines, so that only a change of code makes a row stale."""
    kept = [text for kind, text in _tokens(source) if kind not in (tokenize.COMMENT, tokenize.NL)]
    return hashlib.sha256("\x00".join(kept).encode()).hexdigest()


def _tokens(source: str) -> Iterator[tuple[int, str]]:
    """Kind and text of each token. An f-string is one, as up to Python 3.11, so that a hash is the same on every Python."""
    lines, begun = io.StringIO(source).readlines(), []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in _FSTRING_STARTS:
            begun.append(token.start)
        elif token.type in _FSTRING_ENDS:
            start = begun.pop()
            if not begun:
                yield tokenize.STRING, _between(lines, start, token.end)
        elif not begun:
            yield token.type, token.string


def _between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """The text from one (line, column) to another; lines count from 1."""
    (first, left), (last, right) = start, end
    if first == last:
        return lines[first - 1][left:right]
    return "".join([lines[first - 1][left:], *lines[first : last - 1], lines[last - 1][:right]])


def text_sha256(text: str) -> str:
    """The sha256 of a text as it stands."""
    return hashlib.sha256(text.encode()).hexdigest()


def save(record: Record, path: Path) -> None:
    """Validate, then write beside the old file and rename: a crash at any moment leaves the old record whole.

    Raises RecordError, also where the system does not let it be written.
    """
    _validate(record, path, record.get("kind", ""))
    try:
        with whole.replacing(path) as file:
            json.dump(record, file, ensure_ascii=False, indent=1, allow_nan=False)
            file.write("\n")
    except whole.NotWritten as error:
        raise RecordError(f"{error}") from None


def load(path: Path, kind: str, only: Collection[str] | None = None) -> Record:
    """Read and validate. Raises RecordError for a record that is missing, cut off, foreign, future or of another method.

    `only` leaves rows of other ids away, unread: a record of all truth tables takes a tenth of a second.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"), parse_constant=_not_json)
    except FileNotFoundError:
        raise RecordError(f"{path}: no such record; run `make site` (or `make gpu` for a GPU)") from None
    except (OSError, ValueError, RecursionError) as error:
        raise RecordError(f"{path}: not a whole JSON file ({error}); delete it and measure again") from None
    if only is not None and isinstance(record, dict) and isinstance(record.get("rows"), list):
        record["rows"] = [row for row in record["rows"] if isinstance(row, dict) and row.get("id") in only]
    _validate(record, path, kind)
    return record


def load_if_any(path: Path, kind: str) -> Record | None:
    """Like `load`, but None where there is no file."""
    return load(path, kind) if path.exists() else None


def may_replace(new_record: Record, old: Record | None) -> str | None:
    """None if the new record may stand in the old one's place, else why not: quick never replaces an accepted full one,
    nor a rejected run an accepted one. Where nothing accepted stands, a rejected run is recorded, so that pages can say so.
    """
    if old is None or not old["run"]["accepted"]:
        return None
    if not new_record["run"]["accepted"]:
        return f"the run was rejected: {new_record['run']['reason']}"
    if MODES.index(new_record["run"]["mode"]) < MODES.index(old["run"]["mode"]) and _same_machine(new_record, old):
        return f"a {new_record['run']['mode']} run never replaces an accepted {old['run']['mode']} one"
    return None


def committed(kind: str, load: Callable[[Path, str], Record] = load) -> list[tuple[str, Record]]:
    """(folder name, record) of every committed record of a kind, other than the pinned expectations."""
    found = sorted(COMMITTED.glob(f"*/{kind}.json"))
    return [(path.parent.name, load(path, kind)) for path in found if path.parent.name != "pinned"]


def _same_machine(a: Record, b: Record) -> bool:
    return a["torch"]["version"] == b["torch"]["version"] and a["host"]["cpu"] == b["host"]["cpu"]


def _validate(record: Any, path: Path, kind: str) -> None:
    _check(record, fields.ENVELOPE, path, "")
    if record["schema"] != SCHEMA:
        raise RecordError(
            f"{path}: schema: is {record['schema']}, this code reads {SCHEMA}; measure again with this commit"
        )
    if record["kind"] != kind or kind not in METHODS:
        raise RecordError(
            f"{path}: kind: is {record['kind']!r}, expected {kind!r}; restore the right file or measure again"
        )
    if record["inputs"]["method"] != METHODS[kind]:
        raise RecordError(
            f"{path}: inputs.method: is {record['inputs']['method']}, this code's is {METHODS[kind]}; measure again"
        )
    if record["run"]["mode"] not in MODES:
        raise RecordError(
            f"{path}: run.mode: is {record['run']['mode']!r}, expected one of {', '.join(MODES)}; measure again"
        )
    if kind == "timing":
        _check(record.get("design"), fields.DESIGN, path, "design")
    if record["device"] is not None:
        _check(record["device"], fields.DEVICE, path, "device")
    for number, row in enumerate(record["rows"]):
        _check(row, fields.ROWS[kind], path, f"rows[{number}]")


def _check(value: Any, shape: Any, path: Path, where: str) -> None:
    found = next(fields.problems(value, shape, where), None)
    if found:
        raise RecordError(f"{path}: {found}; delete the file and measure again")


def _not_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
