"""The pins hold what a record holds, in words that can be read back."""

from scripts import pins


def test_every_pinned_cell_can_be_read_back() -> None:
    told = [one for cells in pins.load().cells.values() for one in cells.values()]
    assert len(told) > 10_000
    assert not [one for one in told if pins.text(pins.cell(one)) != one]


def test_value_error_warnings_and_leaks_come_apart() -> None:
    assert pins.cell("a, b") == {"value": "a, b"}
    cell = {"error": "TypeError: no", "warnings": ["UserWarning: one", "UserWarning: two"], "leaks": ["grad mode"]}
    assert pins.cell(pins.text(cell)) == cell
