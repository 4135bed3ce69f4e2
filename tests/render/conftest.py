"""The evidence that these tests render: fixtures shaped like real records, with figures that no machine measured."""

import copy
import json
from pathlib import Path

import pytest

from scripts import claims, pins
from scripts.pins import Pins
from scripts.records import Record
from scripts.render import behaviour_data, frameworks_data
from scripts.render.evidence import Evidence, row_key
from scripts.render.places import Place
from scripts.render.words import LOCALES

FIXTURES = Path(__file__).parent / "fixtures"


PLACES = {
    "two-switches/four-combinations": Place(
        "modes/two-switches", "four-combinations", "Both?", "The four combinations"
    ),
    "no-grad/basics": Place("modes/no-grad", "", "no_grad", ""),
    "no-grad/other": Place("modes/no-grad", "scope", "no_grad", "Scope"),
}


def read(name: str) -> Record:
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


def hashes(record: Record) -> dict[str, str]:
    """What today's code would hash to if nothing had changed since the record."""
    return {row_key(row): row["input_sha256"] for row in record["rows"]}


@pytest.fixture
def here() -> dict[str, Record]:
    """This build's records, a fresh copy for each test."""
    return {kind: read(kind) for kind in ("snippets", "timing", "memory", "behaviour")}


@pytest.fixture
def gpu() -> dict[str, list[tuple[str, Record]]]:
    return {kind: [("example-gpu", read(f"gpu-{kind}"))] for kind in ("timing", "memory")}


@pytest.fixture
def evidence(here: dict[str, Record], gpu: dict[str, list[tuple[str, Record]]]) -> Evidence:
    """Everything there, nothing out of date."""
    current = {f"{kind}-cpu": hashes(record) for kind, record in here.items()}
    current |= {f"{kind}-cuda": hashes(pairs[0][1]) for kind, pairs in gpu.items()}
    frameworks = {"frameworks": [("frameworks-cpu", read("frameworks"))]}
    current["frameworks-cpu"] = hashes(read("frameworks"))
    shown = behaviour_data.load(FIXTURES / "behaviour", FIXTURES / "errors.yml")
    named = frameworks_data.load(FIXTURES / "frameworks.yml")
    pinned = Pins(pins.platform(here["behaviour"]), pins.texts(here["behaviour"]))
    listed = claims.load(FIXTURES / "claims.yml")
    places = dict.fromkeys(LOCALES, PLACES)
    terms = behaviour_data.read(FIXTURES / "terms.yml")
    elsewhere = gpu | frameworks
    return Evidence(copy.deepcopy(here), elsewhere, current, pinned, shown, named, listed, places, terms)
