"""mkdocs.yml: nothing is left out of the navigation, and the traps stay shut."""

import pytest

from scripts.check import nav

CONFIG = "mkdocs.yml"


def test_a_page_outside_the_navigation_is_named(tree, told):
    tree.write("docs/zh/errors.md", "# 报错\n")
    assert told(nav) == [f"{CONFIG}:7: the page errors.md is not in the navigation; add it to nav"]


def test_a_page_that_does_not_exist_is_named(tree, told):
    tree.replace(
        CONFIG, "  - index.md\n", "  - index.md\n  - symptoms.md\n  - 源码: https://github.com/pytorch/pytorch\n"
    )
    tree.replace(CONFIG, "模式: Modes", "模式: Modes, 源码: Source")
    assert told(nav) == [f"{CONFIG}:9: nav names symptoms.md, which is no page; correct it, or write the page"]


def test_a_title_without_translation_is_named(tree, told):
    tree.replace(CONFIG, "模式: Modes", "模 式: Modes")
    assert told(nav) == [f"{CONFIG}:9: the title '模式' has no translation in en; add it to nav_translations of en"]


def test_a_nested_title_without_translation_is_named(tree, told):
    tree.replace(CONFIG, "      - modes/no-grad.md\n", "      - 内层:\n          - 标题: modes/no-grad.md\n")
    assert told(nav) == [
        f"{CONFIG}:10: the title '内层' has no translation in en; add it to nav_translations of en",
        f"{CONFIG}:11: the title '标题' has no translation in en; add it to nav_translations of en",
    ]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("  font: false\n", "", "1: fonts would come from elsewhere; set theme.font: false"),
        ("font: false", "font: {text: Roboto}", "4: fonts would come from elsewhere; set theme.font: false"),
        (
            "fallback_to_default: false",
            "fallback_to_default: true",
            "15: a missing page would be published in the other language, without a word; set fallback_to_default: false",
        ),
        (
            "    - content.code.copy\n",
            "    - navigation.instant.prefetch\n",
            "6: navigation.instant makes static-i18n warn, so that --strict fails; take it away",
        ),
        (
            "use_align_attribute: true",
            "use_align_attribute: false",
            "21: aligned tables would carry style attributes, which the policy refuses; "
            "set use_align_attribute: true under tables",
        ),
    ],
)
def test_a_trap_that_opens_again_is_named(tree, told, old, new, what):
    tree.replace(CONFIG, old, new)
    assert told(nav) == [f"{CONFIG}:{what}"]


@pytest.mark.parametrize("separator", [r"[\s.]+", r"[\s\u200b]+", "["])
def test_a_search_that_does_not_split_words_is_named(tree, told, separator):
    tree.replace(CONFIG, r"[\s\u200b.]+", separator)
    assert told(nav) == [
        rf"{CONFIG}:13: the search would not split words at \u200b, .; put them into the separator of the plugin search"
    ]


def test_the_extra_with_the_old_theme_is_named(tree, told):
    tree.replace("pyproject.toml", "mkdocs-static-i18n", "mkdocs-static-i18n[material]")
    assert told(nav) == [
        "pyproject.toml:1: the extra [material] of mkdocs-static-i18n pins an old theme with a known hole; "
        "depend on mkdocs-static-i18n without it"
    ]


def test_a_folder_of_two_letters_is_named(tree, told):
    tree.write("docs/js/site.js", "")
    assert told(nav) == [
        "docs/js:1: a folder of two letters is taken for a language, and what is in it vanishes; give it a longer name"
    ]
