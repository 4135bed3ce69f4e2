"""Measured figures are not typed into prose (rule 5): they come in generated blocks, with where and when they were measured.

A figure is a number with a unit or a ratio word, or in one clause with faster, slower, 快, 慢, 省. Definitions and versions
are free; what else has to stand there carries `{figure: reason}` on its line.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from scripts.check import prose, sections
from scripts.check.problem import Problem
from scripts.check.prose import CODE, Line

MOST_EXEMPT = 15
_NOTE = re.compile(r"\{figure[^}]*\}")
_REASON = re.compile(r"\{figure: \s*\S[^}]*\}")

_NUMBER = r"(?<![A-Za-z0-9_.])\d+(?:[.,]\d+)*(?: ?[-–~～] ?\d+(?:[.,]\d+)*)?"
_SIGNS = r"%|％|×(?! ?\d)|倍|秒|毫秒|微秒|纳秒|分钟|小时|字节|个百分点"
_UNITS = (
    r"(?:x(?! ?\d)|percent|per cent|ms|µs|μs|us|ns|s|sec|seconds?|milliseconds?|microseconds?|minutes?|hours?"
    r"|[KMGT]?i?B|bytes?)(?![A-Za-z0-9_])"
)
_TIMES = (
    rf"(?<!\d)(?<!\d )× ?{_NUMBER}|百分之[一二三四五六七八九十百]+|[一两二三四五六七八九十百千几]+倍"
    r"|\b(?:\d+|two|three|four|five|ten) times (?:faster|slower|as|more|less|the)\b"
    r"|\b(?:twice|half|double|triple) (?:as (?:fast|slow|much|long|large|big)|the (?:time|memory|speed))\b"
)
_FIGURE = re.compile(rf"{_NUMBER} ?-?(?:{_SIGNS}|{_UNITS})|{_TIMES}", re.IGNORECASE)

_CLAUSE = re.compile(r"[，。；：！？（）、]|[,.;:!?()](?=\s|$)")
_COMPARED = re.compile(r"\b(?:faster|slower)\b|快(?!照)|慢|省(?![略份])", re.IGNORECASE)
_AMOUNT = re.compile(rf"{_NUMBER}|一半|\bhalf\b|\btwice\b", re.IGNORECASE)
# Numbers that measure nothing: p=0.5, 1/(1-p), torch 2.13, 2.13.0, #11390, 2×2.
_FREE = re.compile(
    r"\w+ ?= ?-?\d[\d./]*|\d+ ?/ ?\(\d ?- ?\w\)|\b(?:pytorch|torch|python|cuda|cudnn|version|v) ?\d+(?:\.\d+)*"
    r"|版本 ?\d+(?:\.\d+)*|\d+(?:\.\d+){2,}|#\d+|\d+(?: ?[×x] ?\d+)+",
    re.IGNORECASE,
)


def problems(root: Path) -> Iterator[Problem]:
    exempt = 0
    for page in sections.all_pages(root):
        for line in page.lines:
            notes = _NOTE.findall(line.raw)
            exempt += bool(notes)
            for note in notes:
                if not _REASON.fullmatch(note):
                    yield Problem(page.path, line.number, f"{note} gives no reason", "write {figure: reason}")
            if exempt > MOST_EXEMPT and notes:
                what = f"is the line number {exempt} with a typed figure, {MOST_EXEMPT} are allowed"
                yield Problem(page.path, line.number, what, "say it without the figure")
            for found in () if notes else figures(line):
                remedy = "include the generated block that holds it, or add {figure: reason} to the line"
                yield Problem(page.path, line.number, f"a figure typed by hand: {found}", remedy)


def count_exempt(root: Path) -> int:
    """Lines that carry a reason for their typed figures, in all languages."""
    return sum(bool(_NOTE.search(line.raw)) for page in sections.all_pages(root) for line in page.lines)


def figures(line: Line) -> list[str]:
    """The figures that a reader finds on a line."""
    found = []
    for text in line.texts:
        spans = [match.span() for match in _FIGURE.finditer(text)] or list(_comparisons(text))
        found += [prose.around(text, *span) for span in spans]
    return found


def _comparisons(text: str) -> Iterator[tuple[int, int]]:
    """Amounts that stand in one clause with a word that compares."""
    kept = _FREE.sub(lambda free: CODE * len(free[0]), text)
    start = 0
    for end in (*(mark.start() for mark in _CLAUSE.finditer(kept)), len(kept)):
        amount = _AMOUNT.search(kept, start, end)
        if amount and _COMPARED.search(kept, start, end):
            yield amount.span()
        start = end
