"""What is known of a snippet's runs, in words: the output blocks under its code, and the footer of a page.

Nothing is said that a record does not hold: a snippet whose text changed after it ran is shown as out of date.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from scripts import records
from scripts.render import words
from scripts.snippets import Snippet


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
    """The output as this build compared it; where a GPU printed something else, that too."""
    said = words.load(locale)["site"]
    here, elsewhere = runs()
    row = here.row(snippet)
    marks = [_on_gpu(run, snippet, said) for run in elsewhere]
    blocks = [Output(" · ".join([said["output"], _here(here, row, said), *filter(None, marks)]), *_text(snippet, row))]
    for run in elsewhere:
        gpu_row = run.row(snippet)
        if gpu_row and gpu_row["outcome"] == "differs" and gpu_row["output"]:
            blocks.append(Output(said["gpu_output"].format(**run.told), gpu_row["output"], "output"))
    return blocks


def footer(page_snippets: list[Snippet], locale: str) -> str:
    """Markdown that says which of a page's snippets ran, where and when; empty for a page without any."""
    if not page_snippets:
        return ""
    said = words.load(locale)["site"]
    here, elsewhere = runs()
    stale = [snippet.id for snippet in page_snippets if not here.row(snippet)]
    commit = _commit(here.record, said)
    sentences = [said["footer_cpu"].format(count=len(page_snippets) - len(stale), commit=commit, **here.told)]
    if stale:
        sentences.append(said["footer_cpu_stale"].format(count=len(stale), names=", ".join(stale)))
    sentences += [_gpu_tally(run, page_snippets, said) for run in elsewhere] or [said["footer_gpu_none"]]
    glue = "" if locale == "zh" else " "
    return f"\n---\n\n**{said['footer_heading']}**{{ .ran-heading }}\n\n{glue.join(sentences)}\n{{ .ran }}\n"


def _run(folder: str, record: records.Record) -> Run:
    return Run(folder, record, {row["id"]: row for row in record["rows"]})


def _here(here: Run, row: dict[str, Any] | None, said: dict[str, str]) -> str:
    if row is None:
        return said["stale_here"]
    if row["outcome"] == "skipped":
        return said["not_run_here"]
    return said["ran_here"].format(torch=f"torch {here.told['torch']}", date=here.told["date"])


def _text(snippet: Snippet, row: dict[str, Any] | None) -> tuple[str, str]:
    verified = row is not None and row["outcome"] == "passed"
    return (snippet.expected.text if snippet.expected else ""), ("output" if verified else "output-stale")


def _on_gpu(run: Run, snippet: Snippet, said: dict[str, str]) -> str | None:
    row = run.row(snippet)
    if row is None:
        return said["gpu_stale"].format(**run.told) if snippet.id in run.rows else None
    told = {**run.told, "reason": row["reason"] or ""}
    return said[f"gpu_{row['outcome']}"].format(**told) if row["outcome"] != "skipped" else None


def _gpu_tally(run: Run, page_snippets: list[Snippet], said: dict[str, str]) -> str:
    outcomes = [row["outcome"] if (row := run.row(snippet)) else "stale" for snippet in page_snippets]
    counts = {name: outcomes.count(name) for name in ("passed", "differs", "failed", "stale")}
    return said["footer_gpu"].format(commit=_commit(run.record, said), **counts, **run.told)


def _commit(record: records.Record, said: dict[str, str]) -> str:
    commit = record["git"]["commit"]
    return f"`{commit[:9]}`" + (said["dirty"] if record["git"]["dirty"] else "") if commit else said["commit_unknown"]
