"""One issue with what the weekly run found: opened if there is something to tell, edited as long as it is open.

    python3 -m scripts.check.weekly --print     what it would say, from build/weekly; needs no network
    python3 -m scripts.check.weekly             find the open issue labelled `weekly` and edit it, or open one

build/weekly holds what the other jobs left, in any folders: audit.xml (pytest's), advisories-*.md (pip-audit's), and a .md of
`make upgrade` for each torch. $RESULTS is GitHub's `needs`: a job that failed is told even if it left nothing. Runs `gh`,
which takes $GH_TOKEN and $GH_REPO. Standard library only, since it runs where issues may be written.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "weekly"
LABEL = "weekly"
TITLE = "Weekly run: what differs"
_MOST = 60_000  # characters; GitHub takes 65,536 of an issue
_CODE_OR_MENTION = re.compile(r"(?P<code>(?P<ticks>`+)[\s\S]*?(?P=ticks))|(?<!\w)@(?=\w)")
_NUMBER = re.compile(r"\b\d+\b")


@dataclass(frozen=True)
class Part:
    """A section of the issue. `bad` ones are worth opening an issue for."""

    title: str
    text: str
    bad: bool


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    parts = gathered(FOLDER, json.loads(os.environ.get("RESULTS") or "{}"))
    text = body(parts, os.environ.get("RUN_URL", ""))
    if options.print:
        print(text)
        return 0
    try:
        print(publish(text, any(part.bad for part in parts)))
    except FileNotFoundError:
        print("gh is missing; install GitHub's command line, or say --print", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"gh {' '.join(error.cmd[1:3])}: {error.stderr.strip() or error.returncode}", file=sys.stderr)
        return 1
    return 0


def gathered(folder: Path, results: dict[str, dict[str, str]]) -> list[Part]:
    """A part for each thing found in the folder, after one for the jobs that did not succeed."""
    failed = [f"- `{job}`: {told['result']}" for job, told in results.items() if told["result"] != "success"]
    parts = [Part("Jobs that did not succeed", "\n".join(failed), bad=True)] if failed else []
    for path in sorted(folder.rglob("audit.xml")):
        parts.append(_audit(path))
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8").strip()
        pins = path.stem.removeprefix("advisories-")
        parts.append(_upgrade(path.stem, text) if pins == path.stem else _advisories(pins, text))
    return parts


def body(parts: Sequence[Part], run: str) -> str:
    """Markdown that GitHub takes: short enough, and calling nobody. A part that does not fit is told by its title."""
    opening = f"What the last weekly run found: {run or 'run by hand'}. This text is replaced by the next run."
    told, left = [opening], _MOST - len(opening)
    for number, part in enumerate(parts):
        share = left // (len(parts) - number)
        section = f"## {part.title}\n\n{_cut(_calling_nobody(part.text), share - len(part.title) - 8)}"
        left -= len(section) + 2
        told.append(section)
    return "\n\n".join([*told, *([] if parts else ["Nothing."])]) + "\n"


def publish(text: str, worth_opening: bool) -> str:
    """Edit the open issue, or open one if that is worth it; says what was done."""
    listed = _gh("issue", "list", "--label", LABEL, "--state", "open", "--limit", "1", "--json", "number")
    found = json.loads(listed or "[]")
    if found:
        number = str(found[0]["number"])
        _gh("issue", "edit", number, "--title", TITLE, "--body-file", "-", text=text)
        return f"edited issue {number}"
    if not worth_opening:
        return "nothing differs, and no issue is open"
    _gh("label", "create", LABEL, "--force", "--description", "What the weekly run found")
    return f"opened {_gh('issue', 'create', '--title', TITLE, '--label', LABEL, '--body-file', '-', text=text).strip()}"


def _audit(path: Path) -> Part:
    """The tests of `make audit` that failed, each with the first line of its reason."""
    cases = list(ElementTree.parse(path).iter("testcase"))
    bad = [(case, told) for case in cases for told in case if told.tag in ("failure", "error")]
    lines = [f"- `{case.get('classname')}::{case.get('name')}`: `{_reason(told)}`" for case, told in bad]
    return Part(f"Audit: {len(bad)} of {len(cases)} tests failed", "\n".join(lines) or "All passed.", bool(bad))


def _reason(told: ElementTree.Element) -> str:
    lines = (told.get("message") or told.text or "no message").strip().splitlines()
    return lines[0].replace("`", "'")[:300] if lines else "no message"


def _advisories(pins: str, text: str) -> Part:
    return Part(f"Known vulnerabilities in {pins}.txt", text or "None known.", bool(text))


def _upgrade(name: str, text: str) -> Part:
    """What `make upgrade` wrote ends with a line of counts; without one it is told, to be on the safe side."""
    counts = [int(number) for number in _NUMBER.findall(text.rpartition("\n")[2])]
    return Part(f"torch {name}", re.sub(r"^#", "###", text, flags=re.MULTILINE), not counts or any(counts))


def _calling_nobody(text: str) -> str:
    """`@name` outside of code would write to that person, every week."""
    return _CODE_OR_MENTION.sub(lambda found: found["code"] or "@\u200b", text)


def _cut(text: str, most: int) -> str:
    """At most so many characters, ending with a whole line and with no fence left open."""
    if len(text) <= most:
        return text
    kept = text[: max(most - 120, 0)].rpartition("\n")[0]
    fences = re.findall(r"^ *(`{3,})", kept, re.MULTILINE)
    closing = f"\n{fences[-1]}" if len(fences) % 2 else ""
    return f"{kept}{closing}\n\n… and more: the run's artifacts have it whole."


def _gh(*arguments: str, text: str | None = None) -> str:
    done = subprocess.run(["gh", *arguments], input=text, capture_output=True, text=True, check=True)
    return done.stdout


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.check.weekly",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--print", action="store_true", help="print what the issue would say, and change nothing")
    return parser


if __name__ == "__main__":
    sys.exit(main())
