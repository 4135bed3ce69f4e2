"""Where figures come from, in words: the caption under a table, and what keeps a record from being shown."""

from datetime import datetime
from typing import Any

from scripts.records import Record
from scripts.render.tables import table
from scripts.render.words import Words

KINDS = ("timing", "memory", "snippets")


def where(record: Record, say: Words) -> str:
    """Device, torch, threads, date and mode of a record, as one phrase."""
    host, torch = record["host"], record["torch"]
    device = record["device"]["name"] if record["device"] else host["cpu"]
    threads = say(f"provenance.{'thread' if torch['threads'] == 1 else 'threads'}", count=torch["threads"])
    return say(
        "provenance.where",
        device=device,
        torch=torch["version"],
        threads=threads,
        date=date(record),
        mode=mode(record, say),
    )


def caption(record: Record, say: Words, folder: str, closing: str) -> str:
    """The paragraph under a table: provenance, what carries over to other machines, and a link to the record."""
    link = say("provenance.record", url=f"{{{{site_root}}}}records/{folder}/{record['kind']}.json")
    parts = [say("provenance.measured", where=where(record, say), commit=commit(record, say)), closing, link]
    return f"{say.sentences(parts)}\n{{ .pm-provenance }}"


def withheld(record: Record | None, kind: str, say: Words) -> str | None:
    """In words, why this build shows no figures of a kind; None where it may show them."""
    if record is None:
        return note("warning", say(f"absent.{kind}.title"), say(f"absent.{kind}.text"))
    if record["run"]["accepted"]:
        return None
    reason = say("rejected.reason", reason=record["run"]["reason"] or say("provenance.unknown"))
    told = say("rejected.text", where=where(record, say), attempt=record["run"]["attempt"])
    return note("warning", say(f"rejected.{kind}"), say.sentences([told, reason]))


def smoke(record: Record, say: Words) -> str | None:
    """In words, that a record is from a quick run; None for a full or gold one."""
    if record["run"]["mode"] != "quick":
        return None
    return note("note", say("quick.title"), say(f"quick.{record['kind']}"))


def outdated(labels: list[str], say: Words) -> str | None:
    """In words, which rows are out of date; None where none is."""
    if not labels:
        return None
    return note("warning", say("stale.title"), say("stale.rows", names=say.join(labels)))


def date(record: Record) -> str:
    return datetime.fromisoformat(record["run"]["started"]).date().isoformat()


def mode(record: Record, say: Words) -> str:
    return say(f"modes.{record['run']['mode']}")


def commit(record: Record, say: Words) -> str:
    known = record["git"]["commit"]
    if not known:
        return say("provenance.commit_unknown")
    return f"`{known[:9]}`" + (say("provenance.dirty") if record["git"]["dirty"] else "")


def machine(records: dict[str, Record], say: Words) -> str:
    """The full provenance of this build's records, a column for each kind there is."""
    kinds = [kind for kind in KINDS if kind in records]
    header = [say("machine.what"), *(say(f"machine.kinds.{kind}") for kind in kinds)]
    told = {kind: _described(records[kind], say) for kind in kinds}
    names = list(dict.fromkeys(name for kind in kinds for name in told[kind]))
    rows = [[say(f"machine.rows.{name}"), *(told[kind].get(name, "—") for kind in kinds)] for name in names]
    missing = [say(f"machine.missing.{kind}") for kind in KINDS if kind not in records]
    return "\n\n".join([table(header, ["left", *["left"] * len(kinds)], rows), *missing])


def _described(record: Record, say: Words) -> dict[str, str]:
    run, torch, host = record["run"], record["torch"], record["host"]
    return {
        "date": run["started"].replace("T", " ").replace("+00:00", " UTC"),
        "mode": mode(record, say),
        "accepted": say(f"answers.{'yes_' if run['accepted'] else 'no_'}"),
        "cost": say("provenance.seconds", count=f"{run['cost_s']:.0f}"),
        "torch": f"{torch['version']} (`{torch['git_version'][:9]}`)",
        "build": torch["build"],
        "threads": str(torch["threads"]),
        "capability": torch["cpu_capability"],
        "matmul": f"`{torch['matmul_precision']}`",
        "fastpath": say(f"answers.{'yes_' if torch['fastpath'] else 'no_'}"),
        "cpu": host["cpu"],
        "cores": str(host["cores"]),
        "python": host["python"],
        "kernel": host["kernel"],
        "libc": host["libc"],
        "load": _load(host, say),
        "commit": commit(record, say),
        "method": str(record["inputs"]["method"]),
    }


def _load(host: dict[str, Any], say: Words) -> str:
    """The system's load before and after, where the record says it."""
    before, after = (host.get(key) for key in ("load_before", "load_after"))
    if before is None or after is None:
        return "—"
    return say("provenance.load", before=_one(before), after=_one(after))


def _one(load: Any) -> str:
    """The load of the last minute, from a number or from the usual three."""
    return f"{load[0] if isinstance(load, (list, tuple)) else load:.1f}"


def note(kind: str, title: str, text: str) -> str:
    return f'!!! {kind} "{title}"\n    {text}'
