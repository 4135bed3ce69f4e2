"""Records that are cut off anywhere, or of which anything was changed: refused in one line that names file and field, or shown.

Nothing in between: no traceback, neither from reading a record nor from drawing the pages' blocks from it.
"""

import copy
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts import records
from scripts.records import Record, RecordError
from scripts.render import blocks
from scripts.render.evidence import Evidence
from scripts.render.words import Words
from tests.render import conftest as rendering

read, evidence, gpu, here = rendering.read, rendering.evidence, rendering.gpu, rendering.here
EXAMPLES = 150
KINDS = ("timing", "memory", "behaviour", "snippets")
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
VALUES = LEAVES | st.lists(LEAVES, max_size=3) | st.dictionaries(st.text(max_size=5), LEAVES, max_size=2)


def small() -> Record:
    """A whole record with one row."""
    record = read("memory")
    return record | {"rows": record["rows"][:1]}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a record, as the keys and numbers that lead there."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))][0 if path else 1 :]


def mutated(record: Record, place: tuple[Any, ...], value: Any, gone: bool) -> Record:
    changed = copy.deepcopy(record)
    inner = changed
    for key in place[:-1]:
        inner = inner[key]
    if gone:
        del inner[place[-1]]
    else:
        inner[place[-1]] = value
    return changed


def refusal(path: Path, kind: str) -> str | None:
    """What is said of a record that is refused; None for one that is taken."""
    try:
        records.load(path, kind)
    except RecordError as error:
        said = str(error)
    else:
        return None
    assert said.startswith(f"{path}: ")
    assert "; " in said, "no remedy"
    assert "\n" not in said
    return said


def test_a_small_record_is_refused_wherever_it_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "memory.json"
    records.save(small(), path)
    whole = path.read_bytes()
    for length in range(len(whole) - 2):
        path.write_bytes(whole[:length])
        assert "not a whole JSON file" in str(refusal(path, "memory")), f"cut to {length} of {len(whole)} bytes"
    path.write_bytes(whole[:-1])  # without its last line break it is whole
    assert refusal(path, "memory") is None


def test_a_record_with_any_byte_changed_is_refused_or_read(tmp_path: Path) -> None:
    path = tmp_path / "memory.json"
    records.save(small(), path)
    whole = path.read_bytes()
    for at in range(len(whole)):
        for byte in (0xFF, ord("}")):
            path.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
            refusal(path, "memory")


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_of_which_anything_was_changed_is_refused_or_shown(
    tmp_path: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    evidence: Evidence = request.getfixturevalue("evidence")
    record, path = evidence.here[kind], tmp_path / f"{kind}.json"

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(st.sampled_from(places(record)), VALUES, st.booleans())
    def tried(place: tuple[Any, ...], value: Any, gone: bool) -> None:
        path.write_text(json.dumps(mutated(record, place, value, gone)), encoding="utf-8")
        if refusal(path, kind) is None:
            shown(replace(evidence, here={**evidence.here, kind: records.load(path, kind)}), kind)

    tried()


def shown(evidence: Evidence, kind: str) -> None:
    """Draw the blocks that are about a record: they are drawn, or refused in one line."""
    for about, make in blocks._MADE:
        if about == kind or kind in ("snippets", "behaviour"):
            with suppress(RecordError):
                blocks._shown(about, make, evidence, Words("en"))
