"""The mode explorer: its place on the page, and its answers as a script file, which a page from file:// can load too."""

import json
from typing import Any

from scripts.render import cells
from scripts.render.behaviour_data import Shown, Table
from scripts.render.evidence import Evidence, require_row
from scripts.render.words import Words

PAGE = "index"
FILE = "explorer-data.js"
# In the order of the explorer's two first choices: training first, then without the training flag.
MODES = (("grad", "no_grad", "inference_mode"), ("eval", "eval + no_grad", "eval + inference_mode"))
_UI = ("training", "training_yes", "training_no", "grad", "have", "act", "raises", "warns", "explained", "row")


def block(say: Words) -> str:
    """Hidden until its script runs: without JavaScript the tables below are the answer. The scripts are not deferred: what
    stands below is shown after them, and does not move."""
    return "\n".join(
        [
            '<div id="pm-explorer" class="pm-explorer" data-errors="../errors/" data-search-exclude hidden></div>',
            f'<script src="asset:javascripts/explorer-data-{say.locale}.js"></script>',
            '<script src="asset:javascripts/explorer.js"></script>',
        ]
    )


def script(evidence: Evidence, say: Words) -> str:
    """A script that sets one name to the recorded answers; empty ones where this build has no record."""
    shown = [table for table in evidence.shown.tables if table.page == PAGE and table.title]
    if evidence.here.get("behaviour") is None:
        shown = []
    data = {
        "words": {name: say(f"explorer.{name}") for name in _UI},
        "grads": [say("explorer.grad_default"), *(evidence.shown.modes[mode][say.locale] for mode in MODES[0][1:])],
        "modes": MODES,
        "haves": [_have(table, evidence, say) for table in shown],
    }
    return f"window.pmExplorer = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


def _have(table: Table, evidence: Evidence, say: Words) -> dict[str, Any]:
    rows = [
        {"text": row.text[say.locale], "anchor": row.anchor, "cells": _answers(table, row.probe, evidence, say)}
        for row in table.rows
    ]
    return {"text": (table.title or {})[say.locale], "rows": rows}


def _answers(table: Table, probe: str, evidence: Evidence, say: Words) -> dict[str, Any]:
    row = require_row(evidence.here.get("behaviour"), "behaviour", probe)
    return {mode: _answer(row["cells"][mode], table, evidence.shown, say) for pair in MODES for mode in pair}


def _answer(cell: dict[str, Any], table: Table, shown: Shown, say: Words) -> dict[str, Any]:
    """What the cell says in words, or the error with its entry on the errors page; warnings beside it."""
    warned = {"warnings": cell["warnings"]} if "warnings" in cell else {}
    if "error" in cell:
        return {"error": cell["error"], "slug": shown.entry_of(cell["error"]), **warned}
    return {"text": cells.plain(cell["value"], table.values, say), **warned}
