"""What a lab's cells printed and drew, put under them from their run; and nothing where the run is not of these cells."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts import labs
from scripts.labs import Lab, LabError
from scripts.records import ROOT
from scripts.render import lab as rendering
from scripts.render.words import LOCALES, Words

PAGE = ROOT / "docs" / "en" / "labs" / "planted.md"
TEXT = """# Title

```python
print("a")
```

Between.

```python
plot()
```

![Rises & `x`.](figure "It \\"rises\\".")

![Falls.](figure "It falls.")

```python
1 + 1
```

After.
"""
DRAWN = {"output_type": "display_data", "data": {"image/svg+xml": ["<svg>", "</svg>"], "text/plain": ["<Figure>"]}}
OUTPUTS: list[list[dict[str, Any]]] = [
    [{"output_type": "stream", "name": "stdout", "text": ["a\n", "b\n"]}],
    [DRAWN, {"output_type": "stream", "name": "stdout", "text": "drawn\n"}, DRAWN],
    [{"output_type": "execute_result", "data": {"text/plain": ["2"]}}],
]
HANDBOOK = {
    "git": {"commit": "0123456789abcdef"},
    "torch": {"version": "2.13.0+cpu"},
    "run": {"started": "2026-01-02T03:04:05+00:00"},
    "host": {"cpu": "Example CPU", "python": "3.11.7"},
}


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lab:
    """A lab whose cells ran."""
    monkeypatch.setattr(labs, "BUILT", tmp_path)
    read = labs.parse(PAGE, TEXT)
    write(read, OUTPUTS)
    return read


def write(lab: Lab, outputs: list[list[dict[str, Any]]]) -> None:
    cells = [{"source": cell.source, "outputs": shown} for cell, shown in zip(lab.cells, outputs, strict=True)]
    labs.record(lab.name).parent.mkdir(exist_ok=True)
    labs.record(lab.name).write_text(json.dumps({"cells": cells, "metadata": {"handbook": HANDBOOK}}), encoding="utf-8")


@pytest.mark.parametrize("locale", LOCALES)
def test_outputs_and_places_of_figures_stand_under_their_cells(lab: Lab, locale: str) -> None:
    lines = rendering.with_outputs(TEXT.splitlines(), lab, locale)
    say = Words(locale)
    title = f"{say('site.output')} · {say('site.lab_ran', torch='2.13.0', date='2026-01-02')}"
    block = f'```{{ .text .no-copy .output .as-printed title="{title}" }}'
    assert [line for line in lines if line] == [
        "# Title",
        *("```python", 'print("a")', "```", block, "a", "b", "```"),
        "Between.",
        *("```python", "plot()", "```"),
        rendering.placeholder(1, lab.cells[1].figures[0]),
        rendering.placeholder(2, lab.cells[1].figures[1]),
        *(block, "drawn", "```"),
        *("```python", "1 + 1", "```", block, "2", "```"),
        "After.",
    ]


def test_a_place_of_a_figure_is_one_image_that_says_what_is_seen(lab: Lab) -> None:
    place = rendering.placeholder(1, lab.cells[1].figures[0])
    assert place.startswith('<img data-lab-figure="1" alt="Rises &amp; &#96;x&#96;."')
    assert "`" not in place


def test_cells_that_did_not_run_are_named_with_the_command(lab: Lab) -> None:
    told = "docs/en/labs/planted.md:1: these cells have not run yet; run `python -m scripts.measure.labs`"
    changed = labs.parse(PAGE, TEXT.replace("1 + 1", "1 + 2"))
    record = labs.record(lab.name)
    whole = record.read_text(encoding="utf-8")
    for text, asked in ((whole, changed), (whole[: len(whole) // 2], lab), ("[]", lab), ("{}", lab)):
        record.write_text(text, encoding="utf-8")
        with pytest.raises(LabError) as error:
            rendering.outputs(asked)
        assert str(error.value) == told
    record.unlink()
    with pytest.raises(LabError):
        rendering.outputs(lab)


@pytest.mark.parametrize(("drawn", "cell", "line"), [(1, 2, 9), (3, 2, 9)])
def test_figures_and_descriptions_must_match(lab: Lab, drawn: int, cell: int, line: int) -> None:
    write(lab, [OUTPUTS[0], [DRAWN] * drawn, OUTPUTS[2]])
    with pytest.raises(LabError) as error:
        rendering.outputs(lab)
    what = f"cell {cell} draws {drawn} figures, 2 are described under it"
    assert str(error.value).startswith(
        f'docs/en/labs/planted.md:{line}: {what}; write ![what one sees](figure "caption")'
    )


def test_a_figure_that_nobody_described_is_named(lab: Lab) -> None:
    write(lab, [[DRAWN], *OUTPUTS[1:]])
    with pytest.raises(LabError, match=r"planted\.md:3: cell 1 draws 1 figures, 0 are described under it"):
        rendering.outputs(lab)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_footer_says_where_and_when_it_ran(lab: Lab, locale: str) -> None:
    footer = rendering.footer(lab, locale)
    for fact in ("2026-01-02", "2.13.0", "Example CPU", "3.11.7", "012345678", " 3 ", "record:cpu/labs/planted.ipynb"):
        assert fact in footer, fact
