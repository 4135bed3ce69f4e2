"""The renderers' words are the same in both languages."""

from scripts.check import words

ZH, EN = "docs/data/words/zh.yml", "docs/data/words/en.yml"


def test_a_key_that_a_language_lacks_is_named(tree, told):
    tree.add(ZH, "timing:\n  axis:\n    inference: 推理")
    tree.add(EN, "  footer: more")
    assert told(words) == [
        f"{EN}:5: site.footer is missing in {ZH}; add it there",
        f"{ZH}:7: timing.axis.inference is missing in {EN}; add it there",
    ]


def test_other_placeholders_are_named(tree, told):
    tree.replace(EN, "ran {date} · {torch}", "ran {date}")
    assert told(words) == [f"{EN}:3: site.ran has {{date}}, in {ZH}:3 {{date}}, {{torch}}; use the same in both"]


def test_a_placeholder_in_one_language_only_is_named(tree, told):
    tree.replace(ZH, "输出", "输出 {device}")
    assert told(words) == [f"{EN}:2: site.output has no placeholder, in {ZH}:2 {{device}}; use the same in both"]


def test_doubled_braces_are_no_placeholder(tree, told):
    tree.replace(ZH, "输出", "'{{site_root}}'")
    assert told(words) == []


def test_a_broken_format_is_named(tree, told):
    tree.replace(EN, "Output", "'Output {'")
    [line] = told(words)
    assert line.startswith(f"{EN}:2: site.output is no format (")


def test_a_key_that_stands_twice_is_named(tree, told):
    tree.write(EN, tree.read(EN) + "  output: Printed\n")
    assert told(words) == [f"{EN}:4: site.output stands twice, the second one counts; keep one"]
