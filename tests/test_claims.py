"""A claim is proved by a line that is gone once the mode under test is flipped: tried for claims drawn at random.

`CLAIMS_SEED=7 pytest tests/test_claims.py` draws the same ones again; `python -m scripts.measure.flips` flips them all.
"""

import os
import random
import subprocess
import sys

import pytest

from scripts import claims
from scripts.check import coverage
from scripts.records import ROOT

DRAWN = 20


@pytest.mark.xdist_group("snippets")
def test_flipping_the_mode_of_claims_drawn_at_random_takes_their_proof_away() -> None:
    seed = int(os.environ.get("CLAIMS_SEED") or random.SystemRandom().randrange(10**6))
    print(f"CLAIMS_SEED={seed}")
    known = [claim.id for claim in claims.load()]
    drawn = random.Random(seed).sample(known, min(DRAWN, len(known)))
    command = [sys.executable, "-m", "scripts.measure.flips", "--only", *drawn]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"CLAIMS_SEED={seed}\n{done.stdout}{done.stderr}"
    assert done.stdout == f"{len(drawn)} claims flipped, 0 of them without effect\n"


def test_the_command_maps_every_topic_to_page_anchor_and_snippet(capsys: pytest.CaptureFixture[str]) -> None:
    assert coverage.main([]) == 0
    listed = coverage.rows(ROOT)
    lines = capsys.readouterr().out.splitlines()
    assert len(listed) == 149 + 19
    assert [line.split()[0] for line in lines[: len(listed)]] == [name for name, *_ in listed]
    for name, place, snippet in listed:
        assert "#" in place, name
        assert (ROOT / "snippets" / f"{snippet}.md").exists(), name
