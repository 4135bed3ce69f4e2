"""A lab's cells with what they printed and drew, as Markdown lines for its page, and where they ran, in words."""

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from scripts import labs
from scripts.labs import Lab
from scripts.render.words import Words

SVG = "image/svg+xml"
Output = dict[str, Any]


def outputs(lab: Lab) -> list[list[Output]]:
    """What each cell printed and drew. Raises LabError where these very cells have not run, or a figure is not described."""
    try:
        cells = json.loads(labs.record(lab.name).read_text(encoding="utf-8"))["cells"]
        ran = ["".join(cell["source"]) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError):
        ran = []
    if tuple(ran) != lab.sources:
        raise lab.error(1, "these cells have not run yet; run `python -m scripts.measure.labs`")
    found = [cell["outputs"] for cell in cells]
    for cell, shown in zip(lab.cells, found, strict=True):
        if len(drawn := figures(shown)) != len(cell.figures):
            what = f"cell {cell.number} draws {len(drawn)} figures, {len(cell.figures)} are described under it"
            raise lab.error(cell.line, f'{what}; write ![what one sees](figure "caption") for each')
    return found


def figures(shown: Sequence[Output]) -> list[str]:
    """The SVG of each figure among a cell's outputs."""
    return ["".join(output["data"][SVG]) for output in shown if SVG in output.get("data", {})]


def printed(shown: Sequence[Output]) -> str:
    """What a cell printed, and the value of its last line where it has one."""
    texts = [output.get("text") or _value(output) for output in shown]
    return "".join("".join(text) for text in texts)


def with_outputs(lines: Sequence[str], lab: Lab, locale: str) -> list[str]:
    """The page's lines; under each cell a placeholder for each figure, and what it printed."""
    say, told, number = Words(locale), where(lab), 0
    found: list[str] = []
    at = 0
    for cell, shown in zip(lab.cells, outputs(lab), strict=True):
        found += lines[at : cell.last_line]
        for figure in cell.figures:
            number += 1
            found += ["", placeholder(number, figure)]
        if text := printed(shown):
            title = " · ".join([say("site.output"), say("site.lab_ran", **told)])
            found += ["", f'```{{ .text .no-copy .output .as-printed title="{title}" }}', *text.splitlines(), "```"]
        found.append("")
        at = cell.figures[-1].line if cell.figures else cell.last_line
    return [*found, *lines[at:]]


def placeholder(number: int, figure: labs.Figure) -> str:
    """Stands for a figure until the page's cells come from mkdocs-jupyter; in a text without pictures it says what is seen."""
    alternative, caption = (escape(text).replace("`", "&#96;") for text in (figure.alternative, figure.caption))
    return f'<img data-lab-figure="{number}" alt="{alternative}" title="{caption}">'


def footer(lab: Lab, locale: str) -> str:
    """Markdown that says where and when the cells ran."""
    say = Words(locale)
    heading = f"**{say('site.footer_heading')}**{{ .ran-heading #ran }}"
    return f"\n---\n\n{heading}\n\n{say('site.footer_lab', **where(lab))}\n{{ .ran }}\n"


def _value(output: Output) -> list[str]:
    """The text of a cell's last line; a figure's says nothing but its size."""
    data = output.get("data", {})
    return [] if SVG in data or "text/plain" not in data else [*data["text/plain"], "\n"]


def where(lab: Lab) -> dict[str, Any]:
    """What the words need to say where, when and on which torch the cells ran."""
    run = json.loads(labs.record(lab.name).read_text(encoding="utf-8"))["metadata"]["handbook"]
    commit = run["git"]["commit"]
    return {
        "torch": run["torch"]["version"].split("+")[0],
        "date": run["run"]["started"][:10],
        "cpu": run["host"]["cpu"],
        "python": run["host"]["python"],
        "count": len(lab.cells),
        "commit": f"`{commit[:9]}`" if commit else "?",
        "record": f"record:cpu/labs/{lab.name}.ipynb",
    }
