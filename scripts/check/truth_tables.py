"""What pages show of the truth tables: docs/data/behaviour/*.yml name pinned probes and modes, say each row in both languages,
and every table is on its page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scripts import pins
from scripts.check import data, prose, sections, typography
from scripts.check.problem import Problem, Unreadable
from scripts.records import RecordError
from scripts.render.behaviour_data import Row
from scripts.render.words import LOCALES

FOLDER = Path("docs/data/behaviour")
PINS = Path("docs/records/pinned/behaviour.json")
MODES = "modes"
# Its page shows every row of the group `modules`, in a block of their own: scripts/render/module_sweep.py.
SWEEP_PAGE = "modules"


@dataclass(frozen=True)
class Entry:
    """Something with words in both languages: its file and line, the key that names it, and what it says."""

    path: Path
    line: int
    name: str
    words: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A table of a page: `behaviour/graph` and `recorded`, its columns and its rows (named by their probes)."""

    path: Path
    line: int
    name: str
    columns: tuple[str, ...]
    rows: tuple[Entry, ...]

    @property
    def page(self) -> str:
        return f"behaviour/{self.path.stem}"

    @property
    def include(self) -> str:
        return f'--8<-- "generated/behaviour-{self.path.stem}-{self.name}.md"'


def problems(root: Path) -> Iterator[Problem]:
    if not (root / FOLDER).exists():
        return
    cells = _pinned(root)
    yield from _modes(root, cells)
    for path in _files(root):
        listed = tables(root, path)
        for table in listed:
            yield from _table(table, cells)
            yield from _unused(root, table)
        yield from _twice(listed)
        yield from _idle_values(root, path, listed, cells)
    for entry in entries(root):
        yield from _entry(entry)


def count(root: Path) -> int:
    return sum(len(tables(root, path)) for path in _files(root))


def entries(root: Path) -> list[Entry]:
    """Everything in these files that readers read."""
    return [entry for path in _files(root, every=True) for entry in _walk(path, data.compose(root, path.as_posix()))]


def anchors(root: Path) -> Iterator[tuple[str, str]]:
    """(page, anchor) of each row that can be cited."""
    for path in _files(root):
        yield from ((table.page, Row(row.name, {}).anchor) for table in tables(root, path) for row in table.rows)
    if (page := f"behaviour/{SWEEP_PAGE}") in sections.pages(root, LOCALES[0]):
        yield from ((page, Row(name, {}).anchor) for name in _pinned(root) if name.startswith("modules/"))


def tables(root: Path, path: Path) -> list[Table]:
    """The tables of a file. Raises Unreadable for one that is not as scripts/render/behaviour_data.py describes."""
    found = _keys(data.compose(root, path.as_posix())).get("tables")
    if not isinstance(found, yaml.MappingNode):
        raise Unreadable(Problem(path, 1, "has no tables", "see scripts/render/behaviour_data.py"))
    return [_read_table(path, name, node) for name, node in found.value]


def _read_table(path: Path, name: yaml.Node, node: yaml.Node) -> Table:
    keys = _keys(node)
    try:
        columns = tuple(one.value for one in keys["columns"].value)
        rows = tuple(entry for one in keys["rows"].value for entry in _walk(path, one))
    except (KeyError, AttributeError):
        what = f"{name.value} has no columns or no rows"
        raise Unreadable(Problem(path, data.line(name), what, "see scripts/render/behaviour_data.py")) from None
    return Table(path, data.line(name), name.value, columns, rows)


def _pinned(root: Path) -> dict[str, dict[str, str]]:
    try:
        return pins.load(root / PINS).cells
    except RecordError:
        raise Unreadable(Problem(PINS, 1, "is no table of pins", "restore it, or run `make bless`")) from None


def _modes(root: Path, cells: dict[str, dict[str, str]]) -> Iterator[Problem]:
    path = FOLDER / f"{MODES}.yml"
    named = {entry.name for entry in _walk(path, data.compose(root, path.as_posix()))}
    for mode in sorted({mode for row in cells.values() for mode in row} ^ named):
        what = f"{mode!r} has no words" if mode not in named else f"{mode!r} is a mode of no pinned cell"
        yield Problem(path, 1, what, "correct the list")


def _table(table: Table, cells: dict[str, dict[str, str]]) -> Iterator[Problem]:
    for row in table.rows:
        if row.name not in cells:
            yield Problem(table.path, row.line, f"{row.name!r} is no pinned probe", "correct it, or run `make bless`")
        for column in table.columns if row.name in cells else ():
            if column not in cells[row.name]:
                what = f"{row.name} was not run in {column!r}"
                yield Problem(table.path, row.line, what, "take another column, or run the probe in it")


def _unused(root: Path, table: Table) -> Iterator[Problem]:
    for locale in LOCALES:
        page = sections.named(root, locale, table.page)
        if page is None or not any(line.raw.strip() == table.include for line in page.lines):
            what = f"{table.name} is not on docs/{locale}/{table.page}.md"
            yield Problem(table.path, table.line, what, f"write {table.include} there")


def _twice(listed: list[Table]) -> Iterator[Problem]:
    seen: set[str] = set()
    for row in (row for table in listed for row in table.rows):
        if row.name in seen:
            yield Problem(
                row.path, row.line, f"{row.name} stands twice on one page", "its anchor must be one: keep one"
            )
        seen.add(row.name)


def _idle_values(root: Path, path: Path, listed: list[Table], cells: dict[str, dict[str, str]]) -> Iterator[Problem]:
    said = {text for table in listed for row in table.rows for text in cells.get(row.name, {}).values()}
    values = _keys(data.compose(root, path.as_posix())).get("values")
    for node in values.value if values is not None else ():
        for entry in _walk(path, node):
            if not any(text == entry.name or text.startswith(f"{entry.name} (") for text in said):
                yield Problem(
                    path, entry.line, f"no cell of the page says {entry.name!r}", "correct it, or take it away"
                )


def _entry(entry: Entry) -> Iterator[Problem]:
    for locale in LOCALES:
        if not entry.words.get(locale):
            yield Problem(entry.path, entry.line, f"{entry.name} has no words in {locale}", "write them")
    text = prose.without_code(entry.words.get("zh", ""))
    for what, remedy in typography.text_problems(text):
        yield Problem(entry.path, entry.line, what, remedy)


def _walk(path: Path, node: yaml.Node) -> Iterator[Entry]:
    """Every mapping that holds words, at any depth."""
    if isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _walk(path, one)
    elif isinstance(node, yaml.MappingNode):
        keys = _keys(node)
        if any(locale in keys for locale in LOCALES):
            name = next((keys[key].value for key in ("probe", "is", "id") if key in keys), "an entry")
            words = {locale: keys[locale].value for locale in LOCALES if locale in keys}
            yield Entry(path, data.line(node), name, words)
        else:
            for one in keys.values():
                yield from _walk(path, one)


def _keys(node: yaml.Node) -> dict[str, Any]:
    return {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def _files(root: Path, every: bool = False) -> list[Path]:
    found = sorted((root / FOLDER).glob("*.yml"))
    return [path.relative_to(root) for path in found if every or path.stem != MODES]
