"""All generated blocks of one language, by file name. Pure: the same evidence gives the same Markdown."""

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


def render_all(evidence: Evidence, locale: str) -> dict[str, str]:
    """`{"timing.md": "…"}`, and the script of the mode explorer. Raises RecordError or WordsError, of one line, before
    anything is written.
    """
    say = Words(locale)
    blocks = {
        "two-by-two": two_by_two.render(evidence, say),
        **timing.render(evidence, say),
        **memory.render(evidence, say),
        **behaviour.render(evidence, say),
        **frameworks.render(evidence, say),
        "behaviour-explorer": explorer.block(say),
        "claims": claims.render(evidence, say),
        **gpu.render(evidence, say),
        **devices.render(evidence, say),
        changes.BLOCK: changes.render(evidence, say),
        changes_known.BLOCK: changes_known.render(evidence, say),
        **changes_runs.render(evidence, say),
        cheat_sheet.BLOCK: cheat_sheet.render(evidence, say),
        glossary.BLOCK: glossary.render(evidence.terms, say),
        **pictures.render(evidence, say),
        "method": method.render(evidence, say),
        "machine": provenance.machine(dict(evidence.here), say),
    }
    pages = {f"{name}.md": f"{text.strip()}\n" for name, text in blocks.items()}
    return {**pages, explorer.FILE: explorer.script(evidence, say)}
