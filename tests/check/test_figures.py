"""Measured figures are not typed; definitions are free."""

import pytest

from scripts.check import figures

ZH, EN = "docs/zh/modes/no-grad.md", "docs/en/modes/no-grad.md"
REMEDY = "include the generated block that holds it, or add {figure: reason} to the line"

TYPED = [
    "saves 20% here", "saves 20-40 % here", "saves 3.5 percent", "is 1.5× the rest", "is ×2 now", "a 2x gain", "a 2 x gain",
    "in 3 ms", "in 3.2µs", "in 3 μs", "in 15us", "in 15 ns", "in 2 s", "in 2 seconds", "takes 512 B", "takes 4 KiB",
    "takes 4KB", "takes 1,024 MiB", "takes 1.5 GB", "takes 3 GiB", "16 bytes each", "3 times faster", "three times as fast",
    "twice as fast", "half the memory", "is faster by 3", "slower, in 7 of 10 runs it is slower",
    "快 3 倍", "两倍于", "快了三倍", "占 20％", "百分之五", "用 3 秒", "用 3 毫秒", "用 5 微秒", "快了 3",
    "慢 2 次", "省一半", "省下 3 份", "快3倍", "省20%的时间",
]  # fmt: skip
FREE = [
    "p=0.5 and p = 0.5", "scaled by 1/(1-p)", "torch 2.13 is faster", "on Python 3.11.7 it is slower", "2×2 and 2 × 3 cells",
    "3 layers, 100 launches", "float32 and int8", "an 8-bit value", "it is faster; 3 of them", "`20 %` in code", "#11390",
    "[text](page-3s.md#20ms)", "twice", "the other half", "it is faster than version 2", "in 2 steps",
    "三种写法", "快照 3 份", "省略 3 个", "第 3 次，快一点", "版本 2 更快", "成倍", "缓存 3 份",
]  # fmt: skip


@pytest.mark.parametrize("text", TYPED)
def test_a_typed_figure_is_named(tree, told, text):
    line = tree.add(EN, text)
    [problem] = told(figures)
    assert problem.startswith(f"{EN}:{line}: a figure typed by hand: ")
    assert problem.endswith(f"; {REMEDY}")


@pytest.mark.parametrize("text", FREE)
def test_definitions_versions_and_counts_are_free(tree, told, text):
    tree.add(EN, text)
    assert told(figures) == []


def test_the_message_quotes_the_place(tree, told):
    line = tree.add(ZH, "在这里，`no_grad` 省下 20 % 的时间。")
    assert told(figures) == [f"{ZH}:{line}: a figure typed by hand: 在这里，`…` 省下 20 % 的时间。; {REMEDY}"]


def test_titles_headings_tables_and_descriptions_are_prose_too(tree, told):
    tree.replace(EN, "and nothing else;", "and saves 20 %;")
    lines = [tree.add(EN, text) for text in ("## In 3 ms {#h}", "| a | 3 ms |", '!!! note "In 3 ms"', "- 3 ms")]
    assert [problem.split(":")[1] for problem in told(figures)] == ["3", *map(str, lines)]


def test_a_line_with_a_reason_is_exempt_and_counted(tree, told):
    tree.add(EN, '"20-40 % faster" is often read. {figure: quoted claim}')
    assert told(figures) == []
    assert figures.count_exempt(tree.root) == 1


@pytest.mark.parametrize("note", ["{figure: }", "{figure}", "{figure:quoted}"])
def test_a_reason_is_given_as_the_pages_take_it_out(tree, told, note):
    line = tree.add(EN, f"20 % {note}")
    assert told(figures) == [f"{EN}:{line}: {note} gives no reason; write {{figure: reason}}"]


def test_fifteen_exemptions_are_the_most(tree, told):
    for path in [ZH, EN, EN] * 5:
        tree.add(path, "3 ms {figure: quoted claim}")
    assert told(figures) == []
    line = tree.add(EN, "3 ms {figure: quoted claim}")
    assert told(figures) == [
        f"{EN}:{line}: is the line number 16 with a typed figure, 15 are allowed; say it without the figure"
    ]
