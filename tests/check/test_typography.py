"""How Chinese is set."""

import pytest

from scripts.check import typography

ZH, EN = "docs/zh/modes/no-grad.md", "docs/en/modes/no-grad.md"
SPACE = "no space between Chinese and Latin, digits or code"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("先记录,再恢复", "half-width , beside Chinese: 先记录,再恢复; write the full-width one"),
        ("先记录, 再恢复", "half-width , beside Chinese: 先记录, 再恢复; write the full-width one"),
        ("例如:", "half-width : beside Chinese: 例如:; write the full-width one"),
        ("真的吗?", "half-width ? beside Chinese: 真的吗?; write the full-width one"),
        ("结束.", "half-width . beside Chinese: 结束.; write the full-width one"),
        ("`eval()`: 设置", "half-width : beside Chinese: `…`: 设置; write the full-width one"),
        ("调用(一次）", "half-width ( beside Chinese: 调用(一次）; write the full-width one"),
        ("调用eval 之后", f"{SPACE}: 调用eval 之后; put one between"),
        ("共 3次", f"{SPACE}: 共 3次; put one between"),
        ("调用`eval()` 之后", f"{SPACE}: 调用`…` 之后; put one between"),
        ("见[no_grad](no-grad.md)。", f"{SPACE}: 见no_grad。; put one between"),
        ("结束， 再来", "a space beside full-width punctuation: 结束， 再来; take it away"),
        ("eval （评估）", "a space beside full-width punctuation: eval （评估）; take it away"),
    ],
)
def test_what_is_set_wrongly_is_named(tree, told, text, what):
    line = tree.add(ZH, text)
    assert told(typography) == [f"{ZH}:{line}: {what}"]


@pytest.mark.parametrize(
    "text",
    [
        "`no_grad` 里：不记录，用 torch 2.13 跑了 3 次（见[下文](#use-it)）。",
        "1. 一项：**注意**，`a,b:c` 不算",
        "| （一） | 二 |",
        "## 标题：eval() {#heading-id}",
        "12:30 开始，见 <https://a.b/中文c>",
    ],
)
def test_what_is_set_rightly_is_accepted(tree, told, text):
    tree.add(ZH, text)
    assert told(typography) == []


def test_the_description_is_read_too(tree, told):
    tree.replace(ZH, "停止记录计算图，", "停止记录计算图,")
    assert len(told(typography)) == 1


@pytest.mark.parametrize("text", ["一行\n又一行", "- 一项\n  又一行", "1. 一项\n    又一行"])
def test_a_line_break_in_a_paragraph_is_named(tree, told, text):
    line = tree.add(ZH, text) + 1
    what = "continues the line above, and readers see a space between; join them: one paragraph, one line"
    assert told(typography) == [f"{ZH}:{line}: {what}"]


@pytest.mark.parametrize(
    "text",
    [
        "- 一项\n- 又一项",
        "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |",
        '!!! note "标题"\n    正文',
        "## 标题 {#heading-id}\n正文",
        "正文\n{ .ran }",
        "<!-- 注\n释 -->",
    ],
)
def test_other_neighbouring_lines_are_accepted(tree, told, text):
    tree.add(ZH, text)
    assert told(typography) == []


def test_english_pages_are_left_alone(tree, told):
    tree.add(EN, "Two,lines\nof 中文text")
    assert told(typography) == []
