"""From a snippet's printed lines to a picture: nothing is drawn that was not printed, and what is out of date says so."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from scripts import records
from scripts.records import RecordError
from scripts.render import provenance, svg
from scripts.render.evidence import Evidence
from scripts.render.svg import Picture
from scripts.render.words import Words

Draw = Callable[[list[str]], Picture]


def drawn(evidence: Evidence, say: Words, snippet: str, draw: Draw, caption: str) -> str:
    """`draw` gets the printed lines. A snippet that this build has not run yet gives a note instead of a picture."""
    record = evidence.here.get("snippets")
    row = next((row for row in record["rows"] if row["id"] == snippet), None) if record else None
    if row is None or not row["output"]:
        return provenance.note("warning", say("pictures.absent.title"), say("pictures.absent.text", name=snippet))
    figure = svg.figure(draw(row["output"].strip().splitlines()), caption)
    if not evidence.is_stale("snippets", row):
        return figure
    return f"{provenance.note('warning', say('stale.title'), say('stale.snippet', name=snippet))}\n\n{figure}"


def malformed(snippet: str, what: str) -> RecordError:
    path = records.BUILT / "snippets.json"
    return RecordError(f"{path}: rows: {snippet}: {what}; correct snippets/{snippet}.md and run `make site`")


def arrow(points: list[tuple[float, float]], kind: str) -> Iterator[Element]:
    """A line of horizontal and vertical pieces with a head at its end; its classes are `kind` and `<kind>-head`."""
    (before_x, before_y), (x, y) = points[-2:]
    across, along = (x > before_x) - (x < before_x), (y > before_y) - (y < before_y)
    back_x, back_y = x - 7 * across, y - 7 * along
    yield svg.path([*points[:-1], (back_x, back_y)], kind)
    sides = [(back_x - 4 * along, back_y - 4 * across), (back_x + 4 * along, back_y + 4 * across)]
    yield svg.path([(x, y), *sides], f"{kind}-head", closed=True)


def box(x: float, y: float, width: float, height: float, kind: str, words: str = "") -> Iterator[Element]:
    """A box with its words in the middle."""
    yield svg.rect(x, y, width, height, kind, radius=6)
    if words:
        yield svg.text(x + width / 2, y + height / 2 + 4.5, words, anchor="middle")
