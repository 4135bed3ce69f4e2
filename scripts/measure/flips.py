"""Flip the mode that a claim is about, and see that the line which proves it is no longer printed.

    python -m scripts.measure.flips                   every claim of docs/data/claims.yml
    python -m scripts.measure.flips --only ID ID …    some of them
    python -m scripts.measure.flips --file PATH       the claims of another file

A line that is printed whatever the mode proves nothing. Each run is a process forked after torch was imported: seeded, in an
empty folder with copies of its topic's files, as the snippets are run. Where a snippet starts a file, the file is flipped.
Exit 0: every flip takes its line away; 1: one line for each that does not; 2: wrong usage.
"""

import argparse
import contextlib
import io
import multiprocessing
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from scripts import claims, snippets
from scripts.claims import Claim
from scripts.measure import clean_state, interrupt, snippet_runner
from scripts.snippets import Snippet

LIMIT_S = 120
# An edit that ends so broke the code instead of changing a mode.
_BROKEN = ("SyntaxError", "IndentationError", "NameError", "ImportError", "ModuleNotFoundError")


@dataclass(frozen=True)
class Job:
    """A snippet to run with this code in the place of its own."""

    snippet: Snippet
    code: str


@dataclass(frozen=True)
class Run:
    """What was printed, and the exception that ended it: its type and its message, or None."""

    output: str
    error: str | None


@interrupt.told("nothing was written")
def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        chosen = _chosen(claims.load(options.file), options.only)
        faults = found(chosen)
    except (claims.ClaimError, snippets.SnippetError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyError as error:
        print(f"no claim {error} in {options.file}", file=sys.stderr)
        return 2
    for fault in faults:
        print(fault)
    print(f"{len(chosen)} claims flipped, {len(faults)} of them without effect")
    return int(bool(faults))


def found(chosen: Sequence[Claim], folder: Path = snippets.FOLDER) -> list[str]:
    """A line for each claim whose flip does not take its proof away. Raises SnippetError where there is no such snippet."""
    intact = [_job(folder, claim) for claim in chosen]
    flipped = [Job(job.snippet, claim.flipped(job.code)) for claim, job in zip(chosen, intact, strict=True)]
    runs = run_all({*intact, *flipped})
    faults = [_fault(claim, runs[i], runs[f]) for claim, i, f in zip(chosen, intact, flipped, strict=True)]
    return [f"{claim.id}: {claim.snippet}: {fault}" for claim, fault in zip(chosen, faults, strict=True) if fault]


def run_all(jobs: Iterable[Job]) -> dict[Job, Run]:
    """Run each in a process of its own, as many at a time as there are cores."""
    waiting = sorted(
        jobs, key=lambda job: (job.snippet.file is None, job.snippet.id, job.code)
    )  # processes last longest
    running: dict[Connection, tuple[Job, multiprocessing.Process]] = {}
    done: dict[Job, Run] = {}
    try:
        while waiting or running:
            while waiting and len(running) < (os.cpu_count() or 1):
                job = waiting.pop(0)
                connection, process = _start(job)
                running[connection] = (job, process)
            for connection in wait(list(running), LIMIT_S) or list(running):
                job, process = running.pop(connection)
                done[job] = _finished(connection, process)
    finally:
        for _, process in running.values():  # a Ctrl-C does not reach them: each has a session of its own
            _end(process)
    return done


def _start(job: Job) -> tuple[Connection, multiprocessing.Process]:
    forking = multiprocessing.get_context("fork")
    here, there = forking.Pipe(duplex=False)
    process = forking.Process(target=_work, args=(job, there))
    process.start()
    there.close()
    return here, process


def _finished(connection: Connection, process: multiprocessing.Process) -> Run:
    try:
        run = connection.recv() if connection.poll() else Run("", f"nothing after {LIMIT_S} s")
    except EOFError:
        run = Run("", "the process died")
    _end(process)
    return run


def _end(process: multiprocessing.Process) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid or 0, signal.SIGKILL)  # what it started, too
    process.join()


def _work(job: Job, there: Connection) -> None:
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a flipped snippet may warn; only what it prints counts
    with snippet_runner.folder_for(job.snippet.path, "cpu"):
        there.send(_started(job) if job.snippet.file else _executed(job.code))


def _executed(code: str) -> Run:
    printed = io.StringIO()
    clean_state.seed()
    try:
        with contextlib.redirect_stdout(printed):
            exec(code, {"__MODULE__": "__main__"})  # as pytest-codeblocks does
    except Exception as error:
        return Run(printed.getvalue(), traceback.format_exception_only(error)[-1].strip())
    return Run(printed.getvalue(), None)


def _started(job: Job) -> Run:
    Path(str(job.snippet.file)).write_text(job.code, encoding="utf-8")
    done = subprocess.run(["/bin/bash", "-c", job.snippet.started.text], capture_output=True, text=True, check=False)
    last = (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1]
    return Run(done.stdout, last if done.returncode else None)


def _fault(claim: Claim, intact: Run, flipped: Run) -> str | None:
    if not claim.is_shown_by(intact.output):
        return f"does not print {claim.line!r} ({intact.error or 'runs through'}); correct the line"
    if flipped.error and flipped.error.startswith(_BROKEN):
        return f"flipped it is broken ({flipped.error}); change the mode, not the code around it"
    if claim.is_shown_by(flipped.output):
        return f"flipped it still prints {claim.line!r}; flip what the line depends on, or take another line"
    return None


def _job(folder: Path, claim: Claim) -> Job:
    path = folder / f"{claim.snippet}.md"
    if not path.exists():
        raise snippets.SnippetError(f"{claim.id}: no snippet {claim.snippet}; correct its proof")
    snippet = snippets.parse(path)
    return Job(snippet, snippet.shown.text)


def _chosen(listed: Sequence[Claim], only: Sequence[str] | None) -> list[Claim]:
    known = {claim.id: claim for claim in listed}
    return list(listed) if only is None else [known[name] for name in only]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.measure.flips",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", nargs="+", metavar="ID", help="flip these claims only")
    parser.add_argument("--file", type=Path, default=claims.PATH, help="the claims (default: docs/data/claims.yml)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
