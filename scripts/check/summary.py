"""What this build's records change beside the published ones, as Markdown: figures, cells and outputs.

    python -m scripts.check.summary --base https://modes.example/     the records that a site publishes
    python -m scripts.check.summary --base docs/records/old           those in a folder

Writes build/summary.md, and appends it to $GITHUB_STEP_SUMMARY, the page of a workflow's run. Exit 0 whatever it finds: a
change is for a person to judge.
"""

import argparse
import http.client
import os
import sys
import tempfile
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from scripts import records
from scripts.check import differences
from scripts.records import Record

TITLES = {"timing": "Figures: time", "memory": "Figures: memory", "behaviour": "Cells", "snippets": "Outputs"}
PATH = records.BUILD / "summary.md"
_MOST = 60  # lines of one kind; the artifact has the records whole
_SECONDS = 30


class Unpublished(Exception):
    """There is nothing to compare with. The message says why, in one line."""


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        text = summary(options.base, options.built)
    except records.RecordError as error:
        print(error, file=sys.stderr)
        return 1
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text(text, encoding="utf-8")
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if page:
        with Path(page).open("a", encoding="utf-8") as file:
            file.write(text)
    print(text)
    return 0


def summary(base: str, built: Path) -> str:
    """A section for each kind. Raises RecordError where this build has no record to tell of."""
    parts = [f"# What changes beside {base}"]
    for kind, title in TITLES.items():
        new = records.load(built / f"{kind}.json", kind)
        try:
            old = fetch(base, kind)
        except Unpublished as error:
            parts.append(f"## {title}\n\nNothing to compare with: {error}")
        else:
            parts.append(_section(title, old, new))
    return "\n\n".join(parts) + "\n"


def fetch(base: str, kind: str) -> Record:
    """The record of a kind that a site publishes, or that lies in a folder. Raises Unpublished."""
    try:
        if not base.startswith(("https://", "http://")):
            return records.load(Path(base) / f"{kind}.json", kind)
        url = f"{base.rstrip('/')}/records/cpu/{kind}.json"
        with urllib.request.urlopen(url, timeout=_SECONDS) as answer, tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"published-{kind}.json"
            path.write_bytes(answer.read())
            return records.load(path, kind)
    except (OSError, http.client.HTTPException, records.RecordError) as error:
        raise Unpublished(" ".join(str(error).split())) from None


def _section(title: str, old: Record, new: Record) -> str:
    rejected = [f"was rejected: {one['run']['reason']}" for one in (old, new) if not one["run"]["accepted"]]
    if rejected:
        return f"## {title}\n\n{_made(old)} → {_made(new)}\n\nNot compared: a run {'; a run '.join(rejected)}"
    found = differences.lines(old, new)
    count = {0: "no difference", 1: "1 difference"}.get(len(found), f"{len(found)} differences")
    shown = [f"- {line}" for line in found[:_MOST]]
    rest = [f"- and {len(found) - _MOST} more, in the records themselves"] if len(found) > _MOST else []
    return "\n".join([f"## {title}: {count}", "", f"{_made(old)} → {_made(new)}", "", *shown, *rest]).rstrip()


def _made(record: Record) -> str:
    """Where and when: another processor has other ratios."""
    commit = (record["git"]["commit"] or "unknown")[:12]
    return (
        f"{record['run']['started'][:10]}, torch {record['torch']['version']}, "
        f"{differences.code(record['host']['cpu'])}, {record['run']['mode']}, commit {differences.code(commit)}"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.check.summary",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--base", required=True, metavar="URL|FOLDER", help="a published site, or a folder of records")
    parser.add_argument("--built", type=Path, default=records.BUILT, help="this build's records (default: %(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
