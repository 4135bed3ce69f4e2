"""What is known of a snippet's runs, in words: the output blocks under its code, and the footer of a page.

Nothing is said that a record does not hold: a snippet whose text changed after it ran is shown as out of date.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from scripts import records
from scripts.render.words import Words
from scripts.snippets import Snippet

_WHERE = re.compile(r"^\S+\.md:\d+: ")  # where in the source a reason arose: not what torch said

_OF_THE_MACHINE = ("TimeoutError", "RuntimeError: Found no NVIDIA driver", "RuntimeError: No CUDA GPUs are available")


@dataclass(frozen=True)
class Output:
    """A block to show: its label, its text, and the CSS class that tells verified from not (`output`, `output-stale`)."""

    label: str
    text: str
    shape: str


@dataclass(frozen=True)
class Run:
    """One record of snippets, with its rows by id. `folder` is where it is published, under /records/."""

    folder: str
    record: records.Record
    rows: dict[str, dict[str, Any]]

    def row(self, snippet: Snippet) -> dict[str, Any] | None:
        """The snippet's row if it is about this very text, else None."""
        row = self.rows.get(snippet.id)
        return row if row and row["input_sha256"] == snippet.sha256 else None

    @property
    def told(self) -> dict[str, str]:
        """What the words need to say where, when and on which torch."""
        return {
            "device": self.record["device"]["name"] if self.record["device"] else self.record["host"]["cpu"],
            "torch": self.record["torch"]["version"].split("+")[0],
            "date": self.record["run"]["started"][:10],
            "cpu": self.record["host"]["cpu"],
            "python": self.record["host"]["python"],
        }


@cache
def runs() -> tuple[Run, list[Run]]:
    """This build's run on the CPU, and the committed ones from GPUs. Raises RecordError where this build has none."""
    here = _run("cpu", records.load(records.BUILT / "snippets.json", "snippets"))
    return here, [_run(folder, record) for folder, record in records.committed("snippets") if record["device"]]


def outputs(snippet: Snippet, locale: str) -> list[Output]:
    """The output as this build compared it; where a GPU printed something else, or raised, that too.

    What needs CUDA is verified by the record of a GPU, and by nothing else.
    """
    say = Words(locale)
    here, elsewhere = runs()
    row = here.row(snippet)
    marks = [_on_gpu(run, snippet, row, say) for run in elsewhere]
    label = " · ".join([say("site.output"), *filter(None, [_here(here, row, say), *marks])])
    return [Output(label, *_text(snippet, [row, *(run.row(snippet) for run in elsewhere)])), *_otherwise(snippet, say)]


def _otherwise(snippet: Snippet, say: Words) -> Iterator[Output]:
    """What GPUs printed or raised where it is not what this build printed."""
    for run in runs()[1]:
        row = run.row(snippet)
        if row and row["outcome"] == "differs" and row["output"]:
            yield Output(say("site.gpu_output", **run.told), row["output"], "output")
        if row and row["outcome"] == "failed" and row["reason"]:
            yield Output(say("site.gpu_raised", **run.told), f"{without_place(row['reason'])}\n", "output")


def is_of_the_machine(reason: str) -> bool:
    """Whether a failure is no release's doing: a hang may be chance, and builds with CUDA may have run without a GPU."""
    return without_place(reason).startswith(_OF_THE_MACHINE)


def without_place(reason: str | None) -> str:
    """What was raised, without the line of the snippet's file."""
    return _WHERE.sub("", reason or "")


def footer(page_snippets: list[Snippet], locale: str) -> str:
    """Markdown that says which of a page's snippets ran, where and when; empty for a page without any."""
    if not page_snippets:
        return ""
    say = Words(locale)
    here, elsewhere = runs()
    sentences = [*_here_tally(here, page_snippets, say)]
    sentences += [_gpu_tally(run, page_snippets, say) for run in elsewhere] or [say("site.footer_gpu_none")]
    return (
        f"\n---\n\n**{say('site.footer_heading')}**{{ .ran-heading #ran }}\n\n{say.sentences(sentences)}\n{{ .ran }}\n"
    )


def _run(folder: str, record: records.Record) -> Run:
    return Run(folder, record, {row["id"]: row for row in record["rows"]})


def _here(here: Run, row: dict[str, Any] | None, say: Words) -> str:
    if row is None:
        return say("site.stale_here")
    if row["outcome"] == "skipped":
        return say("site.not_run_here")
    return say("site.ran_here", torch=f"torch {here.told['torch']}", date=here.told["date"])


def _text(snippet: Snippet, rows: list[dict[str, Any] | None]) -> tuple[str, str]:
    """The first that is not a skipped run, this build's before those of GPUs, says whether the output is verified."""
    ran = next((row for row in rows if row is None or row["outcome"] != "skipped"), None)
    verified = ran is not None and ran["outcome"] == "passed"
    return (snippet.expected.text if snippet.expected else ""), ("output" if verified else "output-stale")


def _on_gpu(run: Run, snippet: Snippet, here: dict[str, Any] | None, say: Words) -> str | None:
    """How a GPU's run compares with this build's; where this build could not run it, that the GPU did."""
    row = run.row(snippet)
    if row is None:
        return say("site.gpu_stale", **run.told) if snippet.id in run.rows else None
    alone = here is not None and here["outcome"] == "skipped" and row["outcome"] == "passed"
    key = "ran_gpu" if alone else f"gpu_{row['outcome']}"
    return say(f"site.{key}", **run.told) if row["outcome"] != "skipped" else None


def _here_tally(here: Run, page_snippets: list[Snippet], say: Words) -> Iterator[str]:
    """What this build ran and compared, what it could not run, and what changed since."""
    by_outcome: dict[str, list[str]] = {"passed": [], "skipped": [], "stale": []}
    for snippet in page_snippets:
        row = here.row(snippet)
        by_outcome[row["outcome"] if row else "stale"].append(snippet.id)
    count = len(by_outcome.pop("passed"))
    yield say("site.footer_cpu", count=count, commit=_commit(here.record, say), **here.told)
    for outcome, ids in by_outcome.items():
        if ids:
            yield say(f"site.footer_{outcome}", count=len(ids), names=", ".join(ids))


def _gpu_tally(run: Run, page_snippets: list[Snippet], say: Words) -> str:
    outcomes = [row["outcome"] if (row := run.row(snippet)) else "stale" for snippet in page_snippets]
    counts = {name: outcomes.count(name) for name in ("passed", "differs", "failed", "stale")}
    return say("site.footer_gpu", commit=_commit(run.record, say), **counts, **run.told)


def _commit(record: records.Record, say: Words) -> str:
    commit = record["git"]["commit"]
    return (
        f"`{commit[:9]}`" + (say("site.dirty") if record["git"]["dirty"] else "")
        if commit
        else say("site.commit_unknown")
    )
