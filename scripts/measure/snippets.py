"""Run the snippets through pytest-codeblocks and record what they printed.

    python -m scripts.measure.snippets                      all, on the CPU, into build/records/cpu/snippets.json
    python -m scripts.measure.snippets --only no-grad/basics  one, shows the difference, records nothing
    python -m scripts.measure.snippets --keep               all, but not where the record is of these very snippets
    python -m scripts.measure.snippets --bless              rewrite the expected outputs that changed, for review
    python -m scripts.measure.snippets --device cuda          into docs/records/<gpu>/snippets.json
    python -m scripts.measure.snippets --again --out docs/records/torch-2.6.0-cpu    those that failed there, once more

On the CPU a snippet that fails, or prints something else, fails the run and the old record stays. On CUDA, and under another
release of torch than the pinned one, such a snippet is recorded (`failed`, `differs`) and shown on its page. Under another
release one that failed is run once more, in a process of its own: what it came to there is what counts.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from scripts import records, snippets
from scripts.measure import codeblocks, device, pinned, provenance

_CODE = ("snippets.py", "codeblocks.py", "snippet_runner.py", "clean_state.py", "pinned.py", "limit.py")


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        folder = device.folder(options.device)
        wanted = [snippets.parse(path) for path in _wanted(options.only)]
    except (records.RecordError, snippets.SnippetError) as error:
        print(error, file=sys.stderr)
        return 1
    if not wanted:
        print(f"no snippet {options.only!r} in {snippets.FOLDER}; see `ls snippets`", file=sys.stderr)
        return 2
    path = (options.out or folder) / "snippets.json"
    try:
        return _done(wanted, path, options)
    except KeyboardInterrupt:
        print(f"interrupted; {_relative(path)} is as it was", file=sys.stderr)
        return 130
    except records.RecordError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenProcessPool:
        print(f"a process that ran snippets died; {_relative(path)} is as it was, run them again", file=sys.stderr)
        return 1


def _done(wanted: list[snippets.Snippet], path: Path, options: argparse.Namespace) -> int:
    if options.again:
        return _again(wanted, path)
    if options.keep and _is_current(wanted, path, options.device):
        print(f"{_relative(path)}: kept, it is of these very snippets")
        return 0
    return _bless(wanted) if options.bless else _run(wanted, path, options)


def _run(wanted: list[snippets.Snippet], path: Path, options: argparse.Namespace) -> int:
    since = time.monotonic()
    status, collected = codeblocks.run(wanted, options.device)
    missing = [snippet for snippet in wanted if snippet.id not in collected]
    for snippet in missing:
        print(f"{_relative(snippet.path)}:1: was not run; see the errors above", file=sys.stderr)
    if missing or status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        return 1
    if options.only:
        return int(status)
    if options.device == "cpu" and pinned.runs_here() and status != pytest.ExitCode.OK:
        return 1
    if options.device == "cpu" and not pinned.runs_here():
        collected |= codeblocks.alone([one for one in wanted if collected[one.id]["outcome"] == "failed"])
    record = provenance.finish(_record(wanted, collected, options.device), since)
    records.save(record, path)
    print(f"{_tally(record['rows'])} in {record['run']['cost_s']} s; recorded in {_relative(path)}")
    return 0


def _again(wanted: list[snippets.Snippet], path: Path) -> int:
    """Run what a record has as failed once more, where torch is the record's and the snippet still the same."""
    record = records.load(path, "snippets")
    if record["torch"]["version"] != provenance.new("snippets", "full", "", "cpu")["torch"]["version"]:
        print(f"{_relative(path)}: is of torch {record['torch']['version']}, and not of this one", file=sys.stderr)
        return 1
    failed = {row["id"]: row for row in record["rows"] if row["outcome"] == "failed"}
    rows = codeblocks.alone(
        [one for one in wanted if one.id in failed and failed[one.id]["input_sha256"] == one.sha256]
    )
    record["rows"] = [row | rows.get(row["id"], {}) for row in record["rows"]]
    records.save(record, path)
    print(f"{_tally(record['rows'])}; recorded in {_relative(path)}")
    return 0


def _bless(wanted: list[snippets.Snippet]) -> int:
    """Failing snippets are not blessed: an output that changed is, an example that broke is not."""
    _, collected = codeblocks.run(wanted, "cpu", "--no-summary", "--show-capture=no")
    failed = False
    for snippet in wanted:
        row = collected.get(snippet.id, {"outcome": "failed", "output": None})
        if row["outcome"] == "differs":
            snippet.path.write_text(snippets.with_output(snippet, row["output"]), encoding="utf-8")
            print(f"{_relative(snippet.path)}: expected output rewritten; review it with git diff")
        elif row["outcome"] == "failed":
            print(
                f"{_relative(snippet.path)}:1: failed, not blessed; run `make snippet S={snippet.id}`", file=sys.stderr
            )
            failed = True
    return int(failed)


def _is_current(wanted: Iterable[snippets.Snippet], path: Path, device: str) -> bool:
    """Whether the record holds what running would record. By what is read, not by dates: a clock may have been set back."""
    try:
        old = records.load(path, "snippets")
    except records.RecordError:
        return False
    rows = {row["id"]: row["input_sha256"] for row in old["rows"] if row["outcome"] != "failed"}
    return _ran_with(old) == _ran_with(_begun(device)) and rows == {one.id: one.sha256 for one in wanted}


def _ran_with(record: records.Record) -> list[Any]:
    """What decides what a snippet prints, beside its text."""
    torch = [record["torch"][key] for key in ("version", "git_version", "cpu_capability")]
    return [record["inputs"], *torch, record["host"]["python"], record["device"]]


def _record(wanted: Iterable[snippets.Snippet], rows: dict[str, dict[str, Any]], device: str) -> records.Record:
    record = _begun(device)
    record["rows"] = [{"id": snippet.id, "input_sha256": snippet.sha256, **rows[snippet.id]} for snippet in wanted]
    return record


def _begun(device: str) -> records.Record:
    """A record without rows: the runner's code, and the files beside the snippets that some of them import."""
    here = Path(__file__).parent
    code = records.source_sha256("\n".join((here / name).read_text(encoding="utf-8") for name in _CODE))
    record = provenance.new("snippets", "full", code, device)
    beside = sorted([*snippets.FOLDER.glob("*/*.py"), *snippets.FOLDER.glob("*.py")])
    texts = (f"{path.relative_to(snippets.FOLDER)}\0{path.read_text(encoding='utf-8')}" for path in beside)
    record["inputs"]["beside_sha256"] = records.text_sha256("\0".join(texts))
    return record


def _wanted(only: str | None) -> list[Path]:
    return [path for path in snippets.find() if not only or snippets.snippet_id(path) == only]


def _tally(rows: list[dict[str, Any]]) -> str:
    outcomes = [row["outcome"] for row in rows]
    counts = ", ".join(f"{outcomes.count(name)} {name}" for name in sorted(set(outcomes)))
    return f"{len(rows)} snippets: {counts}"


def _relative(path: Path) -> Path:
    return path.relative_to(snippets.ROOT) if path.is_relative_to(snippets.ROOT) else path


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.measure.snippets", description=__doc__.split("\n")[0])
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu", help="default device of the snippets")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="the record's folder (default: build/records/cpu, or docs/records/<gpu>)",
    )
    parser.add_argument("--only", metavar="TOPIC/NAME", help="run one snippet and show the difference; records nothing")
    parser.add_argument("--again", action="store_true", help="run what the record in --out has as failed once more")
    parser.add_argument("--keep", action="store_true", help="do nothing where the record is of these very snippets")
    parser.add_argument("--bless", action="store_true", help="rewrite expected outputs that changed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
