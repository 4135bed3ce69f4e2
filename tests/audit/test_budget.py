"""The budget is what a plain Material site weighs now: built here from the same Markdown, and compared."""

import subprocess
import sys

from scripts.records import ROOT
from scripts.site import baseline


def test_the_listed_weights_are_those_of_a_plain_site() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.site.baseline", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_weight_that_is_no_longer_true_is_named() -> None:
    built = {"zh": {"index": [1000, 9000], "new": [10, 20]}, "en": {"index": [1000, 9000]}}
    listed = {"zh": {"index": [1000, 9100]}, "en": {"index": [2000, 9000]}}
    told = baseline.differing(listed, built)
    assert [line.split(" ")[1] for line in told] == ["zh/new", "en/index"]
    assert all(line.endswith("; run `make budget`") for line in told)
