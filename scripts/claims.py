"""The one definition of a claim: what is said about these modes, what is true, and the line of output that proves it.

- id: eval-keeps-dropout-off                 # docs/data/claims.yml, in the order of docs/data/topics.yml
  topic: dropout
  verdict: correct
  said: {zh: …, en: …}
  true: {zh: …, en: …}
  proof: {snippet: topic/name, line: "a whole line of its expected output"}
  flip: {find: ".eval()", replace: ".train()"}   # in the snippet's code; with it the line is gone

The renderer, the checks and scripts/measure/flips.py all read claims through `load`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scripts.records import ROOT

PATH = ROOT / "docs" / "data" / "claims.yml"
PAGE = "fact-check"
# In the order in which a reader wants them: what to unlearn first.
VERDICTS = ("wrong", "misleading", "outdated", "version-dependent", "unmeasured", "correct")

Text = dict[str, str]


class ClaimError(Exception):
    """A claim that is not as described above. The message is one line: path: what is wrong; what to do."""


@dataclass(frozen=True)
class Claim:
    """`said` and `true` by language; `snippet` is an id like `no-grad/basics`, `line` a line that it prints, stripped."""

    id: str
    topic: str
    verdict: str
    said: Text
    true: Text
    snippet: str
    line: str
    find: str
    replace: str

    @property
    def anchor(self) -> str:
        """What is cited, so it never changes."""
        return f"claim-{self.id}"

    def flipped(self, code: str) -> str:
        """The snippet's code with the mode under test changed."""
        return code.replace(self.find, self.replace)

    def is_shown_by(self, output: str) -> bool:
        """Whether the line that proves the claim is a whole line of an output."""
        return self.line in (line.strip() for line in output.splitlines())


def load(path: Path = PATH) -> tuple[Claim, ...]:
    """Every claim in the order of the file; none where there is no file. Raises ClaimError."""
    if not path.exists():
        return ()
    try:
        listed = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # `true` is a key, not a boolean
        return tuple(_claim(path, entry) for entry in listed or ())
    except yaml.YAMLError as error:
        raise _error(path, f"is not YAML ({' '.join(str(error).split())})") from None


def _claim(path: Path, entry: Any) -> Claim:
    try:
        flat = {
            **{key: entry[key] for key in ("id", "topic", "verdict", "said", "true")},
            **entry["proof"],
            **entry["flip"],
        }
        return Claim(**flat)
    except (KeyError, TypeError) as error:
        name = entry.get("id") if isinstance(entry, dict) else entry
        raise _error(path, f"{name} is not as described in scripts/claims.py ({error!r})") from None


def _error(path: Path, what: str) -> ClaimError:
    return ClaimError(f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}: {what}; correct it")
