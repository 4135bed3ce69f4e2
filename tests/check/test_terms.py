"""One wording for each term."""

import pytest

from scripts.check import terms
from scripts.check.problem import Unreadable

PATH = "docs/data/terms.yml"
ZH, EN = "docs/zh/modes/no-grad.md", "docs/en/modes/no-grad.md"
SHAPE = "a term has id, zh, en, never, synonyms, definition, page, in both languages"


def test_a_forbidden_wording_is_named_with_the_right_one(tree, told):
    line = tree.add(ZH, "在推断模式里不记录。")
    assert told(terms) == [f"{ZH}:{line}: '推断模式' is never written: 在推断模式里不记录。; write '推理模式'"]


def test_english_is_matched_as_whole_words_in_any_case(tree, told):
    tree.add(EN, "VRAMS and a VRAM_SIZE are other words.")
    assert told(terms) == []
    line = tree.add(EN, "Inferencing mode needs less vram.")
    assert told(terms) == [
        f"{EN}:{line}: 'Inferencing mode' is never written: Inferencing mode needs less; write 'inference mode'",
        f"{EN}:{line}: 'vram' is never written: needs less vram.; write 'GPU memory'",
    ]


def test_a_mixed_wording_is_matched(tree, told):
    tree.add(ZH, "占用 GPU 内存。")
    assert len(told(terms)) == 1


def test_code_and_the_other_language_are_left_alone(tree, told):
    tree.add(EN, "`VRAM` and [a link](vram.md), 推断模式")
    assert told(terms) == []


def test_titles_and_the_renderers_words_are_read_too(tree, told):
    tree.replace("docs/data/words/en.yml", "Output", "Output in VRAM")
    tree.replace(EN, "title: no_grad", "title: VRAM")
    assert told(terms) == [
        "docs/data/words/en.yml:2: 'VRAM' is never written: Output in VRAM; write 'GPU memory'",
        f"{EN}:2: 'VRAM' is never written: VRAM; write 'GPU memory'",
    ]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("  zh: 显存\n", "", "zh is missing"),
        ("  en: GPU memory\n", "  en: 3\n", "en is 3"),
        ("  en: GPU memory\n", '  en: ""\n', "en is ''"),
        ("never: {zh: [GPU 内存], en: [VRAM]}", "never: {zh: [GPU 内存]}", "never.en is missing"),
        ("never: {zh: [GPU 内存], en: [VRAM]}", "never: {zh: [GPU 内存], en: VRAM}", "never.en is 'VRAM'"),
        ("en: [VRAM]", "en: [3]", "never.en holds something that is not text"),
        ("synonyms: []", "synonym: []", "synonyms is missing"),
        ("synonyms: []", "synonyms: []\n  note: x", "note is not known"),
        (
            "definition: {zh: GPU 上的内存。, en: The memory on the GPU.}",
            "definition: x",
            "definition is not a mapping",
        ),
    ],
)
def test_a_term_that_lacks_something_is_named(tree, told, old, new, what):
    tree.replace(PATH, old, new)
    assert told(terms) == [f"{PATH}:8: {what}; {SHAPE}"]


def test_an_id_that_stands_twice_is_named(tree, told):
    tree.replace(PATH, "id: gpu-memory", "id: inference-mode")
    assert told(terms) == [f"{PATH}:8: the id 'inference-mode' stands twice; choose another"]


@pytest.mark.parametrize("text", ["{}", "a: b", "3"])
def test_what_is_no_list_is_named(tree, told, text):
    tree.write(PATH, text)
    with pytest.raises(Unreadable, match=f"{PATH}:1: is not a list; restore it"):
        told(terms)


@pytest.mark.parametrize("page", ["modes/no-such", "modes/no-grad#no-such", "modes/no-grad"])
def test_a_term_explained_nowhere_is_named(tree, told, page):
    tree.replace(PATH, "page: modes/no-grad#top", f"page: {page}")
    remedy = "name a page and a section of it, or `#top`"
    assert told(terms) == [f"{PATH}:8: gpu-memory: docs/{locale} has no {page}; {remedy}" for locale in ("en", "zh")]
