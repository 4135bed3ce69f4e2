"""All generated blocks of one language, by file name. Pure: the same evidence gives the same Markdown."""

import traceback
from collections.abc import Callable
from pathlib import Path

from scripts.records import RecordError
from scripts.render import (
    behaviour,
    changes,
    changes_known,
    changes_runs,
    cheat_sheet,
    claims,
    devices,
    explorer,
    frameworks,
    glossary,
    gpu,
    memory,
    method,
    pictures,
    provenance,
    timing,
    two_by_two,
)
from scripts.render.evidence import Evidence
from scripts.render.words import Words

Make = Callable[[Evidence, Words], dict[str, str]]
_UNSHOWN = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
# In the pages' order, each with the record that it is about.
_MADE: tuple[tuple[str, Make], ...] = (
    ("snippets", lambda evidence, say: {"two-by-two": two_by_two.render(evidence, say)}),
    ("timing", timing.render),
    ("memory", memory.render),
    ("behaviour", behaviour.render),
    ("frameworks", frameworks.render),
    ("behaviour", lambda _, say: {"behaviour-explorer": explorer.block(say)}),
    ("snippets", lambda evidence, say: {"claims": claims.render(evidence, say)}),
    ("timing", gpu.render),
    ("behaviour", devices.render),
    ("behaviour", lambda evidence, say: {changes.BLOCK: changes.render(evidence, say)}),
    ("behaviour", lambda evidence, say: {changes_known.BLOCK: changes_known.render(evidence, say)}),
    ("snippets", changes_runs.render),
    ("behaviour", lambda evidence, say: {cheat_sheet.BLOCK: cheat_sheet.render(evidence, say)}),
    ("snippets", lambda evidence, say: {glossary.BLOCK: glossary.render(evidence.terms, say)}),
    ("snippets", pictures.render),
    ("timing", lambda evidence, say: {"method": method.render(evidence, say)}),
    ("snippets", lambda evidence, say: {"machine": provenance.machine(dict(evidence.here), say)}),
    ("behaviour", lambda evidence, say: {explorer.FILE: explorer.script(evidence, say)}),
)


def render_all(evidence: Evidence, locale: str) -> dict[str, str]:
    """`{"timing.md": "…"}`, and the script of the mode explorer. Raises RecordError or WordsError, of one line, before
    anything is written.
    """
    say = Words(locale)
    found: dict[str, str] = {}
    for kind, make in _MADE:
        made = _shown(kind, make, evidence, say)
        found |= {name if "." in name else f"{name}.md": f"{text.strip()}\n" for name, text in made.items()}
    return found


def _shown(kind: str, make: Make, evidence: Evidence, say: Words) -> dict[str, str]:
    """The blocks that one record is shown in. What its fields allow and no table can show is an error of one line, too."""
    try:
        return make(evidence, say)
    except _UNSHOWN as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        at = f"{Path(frame.filename).name}:{frame.lineno}"
        told = f"{type(error).__name__}: {' '.join(str(error).split())[:120]}"
        raise RecordError(
            f"{kind}.json: rows: can't be shown ({told}, at {at}); delete the file and measure again"
        ) from error
