"""A page as the checks read it."""

from scripts.check import prose, sections
from scripts.check.prose import CODE, Kind


def _page(tree, text):
    tree.write("docs/zh/page.md", text)
    return sections.read(tree.root, tree.root / "docs/zh/page.md")


def test_sections_go_from_heading_to_next_heading_and_the_first_holds_the_front_matter(tree):
    page = _page(tree, "---\ntitle: A\n---\n\n# One\n\ntext\n\n## 二 {#two}\n\nmore\n\n### Three {#three .class}\n\n")
    assert [(part.level, part.title, part.slug, part.line) for part in page.sections] == [
        (1, "One", "top", 5),
        (2, "二", "two", 9),
        (3, "Three", "three", 13),
    ]
    assert [part.text for part in page.sections] == [
        "---\ntitle: A\n---\n\n# One\n\ntext",
        "## 二 {#two}\n\nmore",
        "### Three {#three .class}",
    ]
    assert (page.name, page.locale, page.front) == ("page", "zh", "title: A")


def test_what_looks_like_a_heading_in_a_fence_or_a_comment_is_none(tree):
    page = _page(tree, "# One\n\n````\n# no\n```\n# no\n````\n\n<!--\n# no\n-->\n\n## Two {#two}\n")
    assert [part.slug for part in page.sections] == ["top", "two"]


def test_a_heading_without_an_id_has_no_slug(tree):
    assert [part.slug for part in _page(tree, "# One\n\n## Two\n").sections] == ["top", ""]


def test_a_changed_page_is_read_again(tree):
    _page(tree, "# One\n")
    assert _page(tree, "# One\n\n## Two {#two}\n").by_slug.keys() == {"top", "two"}


def test_readers_read_text_and_neither_code_nor_addresses_nor_ids():
    texts = {
        "## Two `x` {#two}": f"Two {CODE}",
        "see [the `x` page](a.md#b) and <https://a.b/>": f"see the {CODE} page and",
        "1. **bold** text <!-- hidden -->": "bold text",
        '!!! warning "Take care"': "Take care",
        "20 % {figure: quoted claim}": "20 %",
        "``a ` b`` c[^1]": f"{CODE} c",
    }
    assert {raw: " ".join(prose.lines(raw)[0].texts) for raw in texts} == texts


def test_a_table_row_is_read_cell_by_cell():
    assert prose.lines("| a | `b|c` |")[0].texts == ("a", CODE)


def test_lines_of_a_page_are_told_apart():
    text = "---\ntitle: A\n---\n# A\n\ntext\n- item\n| a |\n!!! note\n"
    text += '--8<-- "x"\n```python\n# x\n```\n<!-- a -->\n[a]: b\n{ .c }\n---\n'
    assert [line.kind.name for line in prose.lines(text)] == [
        "FRONT", "FRONT", "FRONT", "HEADING", "BLANK", "TEXT", "ITEM", "TABLE", "ADMONITION", "INCLUDE",
        "FENCE", "CODE", "CLOSING", "COMMENT", "DEFINITION", "ATTRIBUTES", "RULE",
    ]  # fmt: skip
    assert prose.lines(text)[1].kind is Kind.FRONT
    assert prose.lines(text)[1].texts == ("A",)
