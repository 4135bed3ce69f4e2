"""Every table says what it holds, in a caption of its own, and what its cells are headed by."""

from collections import Counter
from pathlib import Path

from scripts.render.words import Words
from scripts.site import tables
from tests.site import reading

TABLE = "<table><thead><tr><th>Mode</th><th align='right'>Time</th></tr></thead></table>"
HEADING = '<h2 id="a">Costs, <code>x</code><a class="headerlink" href="#a">#</a></h2>'


def missing(page: reading.Element) -> list[str]:
    """What the tables of a page lack, a line each."""
    found = []
    captions = Counter(caption.text.strip() for caption in page.all("caption"))
    for table in page.all("table"):
        if len(table.all("caption")) != 1:
            found.append("no caption")
        headers = table.all("th")
        if not headers or [header for header in headers if header.attributes.get("scope") not in ("col", "row")]:
            found.append("header cells without a scope")
    return found + [f"twice: {text}" for text, count in captions.items() if count > 1 or len(text) < 4]


def test_the_tables_of_every_page_are_described(site: Path) -> None:
    pages = reading.everything(site)
    assert sum(len(page.all("table")) for page in pages.values()) > 100
    assert not {path: lacks for path, page in pages.items() if (lacks := missing(page))}


def test_a_caption_is_the_section_and_the_columns_and_unique() -> None:
    html = tables.described(HEADING + TABLE + TABLE, Words("en"))
    assert '<caption class="pm-caption">Costs, x: Mode, Time</caption>' in html
    assert '<caption class="pm-caption">Costs, x: Mode, Time (2)</caption>' in html
    assert html.count('<th scope="col"') == 4
    assert not missing(reading.parse(html))


def test_the_question_of_a_row_heads_it() -> None:
    row = '<tr><td align="left">Is it? <a class="pm-row" href="#a" id="a">#</a></td><td>yes</td></tr>'
    html = tables.described(
        HEADING + TABLE.replace("</table>", f"<tbody><tr><td>no name</td></tr>{row}</tbody></table>"), Words("en")
    )
    assert '<th scope="row" align="left">Is it? <a class="pm-row"' in html
    assert "<td>no name</td>" in html
    assert "<td>yes</td>" in html


def test_the_rows_of_truth_tables_are_headed(site: Path) -> None:
    page = reading.everything(site)["behaviour/compile/index.html"]
    headed = [cell for cell in page.all("th") if cell.attributes.get("scope") == "row"]
    assert (
        len(headed)
        == len(
            [row for table in page.all("table") for row in table.all("a") if row.attributes.get("class") == "pm-row"]
        )
        > 10
    )


def test_tables_that_say_nothing_are_found() -> None:
    assert missing(reading.parse(TABLE)) == ["no caption", "header cells without a scope"]
    twice = "<table><caption>Same</caption><tr><th scope='col'>a</th></tr></table>" * 2
    assert missing(reading.parse(twice)) == ["twice: Same"]
