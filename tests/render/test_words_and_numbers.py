"""Words: the same keys and the same blanks in both languages. Numbers: no rounding across the line they are read against."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.render import numbers, words
from scripts.render.tables import table
from scripts.render.words import LOCALES, Words, WordsError


def leaves(tree: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def test_both_languages_have_the_same_keys() -> None:
    zh, en = (dict(leaves(words.load(locale))) for locale in LOCALES)
    assert sorted(zh) == sorted(en)


def test_both_languages_fill_in_the_same_values() -> None:
    zh, en = (dict(leaves(words.load(locale))) for locale in LOCALES)
    for key, value in zh.items():
        assert sorted(set(re.findall(r"\{(\w+)\}", value))) == sorted(set(re.findall(r"\{(\w+)\}", en[key]))), key


def test_all_words_are_texts() -> None:
    """An unquoted yes, no or number would be something else in YAML."""
    for locale in LOCALES:
        assert [key for key, value in leaves(words.load(locale)) if not isinstance(value, str)] == []


def test_a_missing_key_and_a_missing_value_are_one_line() -> None:
    for call in (lambda: Words("en")("no.such.key"), lambda: Words("en")("lists.range", least=1)):
        with pytest.raises(WordsError, match=r"words/en.yml: ") as caught:
            call()
        assert "\n" not in str(caught.value)


def test_words_that_are_no_yaml_are_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    (tmp_path / "planted.yml").write_text("site:\n  ran: 'unfinished\n", encoding="utf-8")
    with pytest.raises(WordsError, match=r"/planted\.yml: is not YAML \(.* line 2, .*\); correct it$") as caught:
        words.load("planted")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_workload_that_is_measured_has_a_name(locale: str) -> None:
    pytest.importorskip("torch")
    from scripts.measure import suite
    from scripts.render import timing_rows

    found = [*suite.timed("cpu"), *suite.timed("cuda"), *(weighing.workload for weighing in suite.weighed())]
    for workload in found:
        row = {"workload": workload.name, "params": workload.params}
        assert "=" not in timing_rows.label(row, Words(locale)), workload.label


def test_every_verdict_of_the_measurement_has_its_words() -> None:
    from scripts.measure import intervals
    from scripts.render import timing_rows

    named = {intervals.FASTER, intervals.SLOWER, intervals.UNCLEAR, intervals.BELOW_FLOOR}
    assert set(timing_rows.VERDICTS) == named


@pytest.mark.parametrize(
    ("triple", "shown"),
    [
        ((0.8531, 0.8462, 0.8607), "0.853 [0.846, 0.861]"),
        ((0.9998, 0.9986, 1.0010), "1.000 [0.999, 1.001]"),
        ((0.9993, 0.9988, 0.9997), "0.9993 [0.9988, 0.9997]"),
        ((1.0004, 1.00003, 1.0008), "1.00040 [1.00003, 1.00080]"),
    ],
)
def test_an_interval_that_leaves_out_one_is_not_shown_as_touching_it(
    triple: tuple[float, float, float], shown: str
) -> None:
    assert numbers.interval(*triple) == shown


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [(0, "0.0 %"), (0.0004, "< 0.1 %"), (0.125, "12.5 %"), (0.9999, "> 99.9 %"), (1, "100.0 %"), (-0.0004, "> -0.1 %")],
)
def test_a_small_share_is_not_rounded_to_nothing(fraction: float, shown: str) -> None:
    assert numbers.percent(fraction) == shown.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 B"),
        (512, "512 B"),
        (1024, "1 KiB (1,024)"),
        (49920, "48.8 KiB (49,920)"),
        (3151872, "3.01 MiB (3,151,872)"),
    ],
)
def test_bytes_keep_their_exact_count(count: int, shown: str) -> None:
    assert numbers.exact_size(count).replace("\N{NO-BREAK SPACE}", " ") == shown


@pytest.mark.parametrize(("value", "shown"), [(0.7955, "0.795"), (38.98, "39.0"), (2526.4, "2,526"), (0, "0")])
def test_times_have_three_digits_and_no_powers_of_ten(value: float, shown: str) -> None:
    assert numbers.microseconds(value) == shown


def test_a_pipe_in_a_cell_stays_in_its_cell() -> None:
    assert table(["a"], ["left"], [["x|y"]]).splitlines()[-3] == "| x\\|y |"


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells in a table of 1 columns"):
        table(["a"], ["left"], [["x", "y"]])
