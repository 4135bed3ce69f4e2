"""The one style sheet means what its parts meant, less what no page uses; scripts lose comments and nothing else."""

from pathlib import Path

import pytest

from scripts.site import light
from tests.site import reading

PAGE = '<link rel="stylesheet" href="../assets/stylesheets/{name}.css">'


def test_rules_that_no_page_uses_go_and_others_stay() -> None:
    css = (
        "/* note */ a > b , [dir=rtl] a { color : red; } .tabbed-set{x:y}"
        "@media print { .md-banner{x:y} .c { d: e } } @media screen { .mermaid{x:y} } [data-md-color-accent=red]{x:y}"
        '[data-md-color-accent=custom]{x:y} [data-md-color-primary="custom"]{x:y} .keyspace{x:y}'
    )
    kept = '[data-md-color-accent=custom]{x:y}[data-md-color-primary="custom"]{x:y}.keyspace{x:y}'
    assert light.sheet([css]) == f"a > b{{color :red}}@media print{{.c{{d:e}}}}{kept}"


def test_text_in_quotes_is_left_alone() -> None:
    css = '.a::before{content: "} ; /  {  "}.b{background:url("data:image/svg+xml;{}")}'
    assert light.sheet([css]) == css.replace("content: ", "content:")


def test_icons_that_nothing_refers_to_go() -> None:
    used, unused = '--one:url("data:1");', '--two:url("data:2")'
    assert light.sheet([f":root{{{used}{unused}}}", ".a{mask:var(--one)}"]) == f":root{{{used}}}.a{{mask:var(--one)}}"


def test_a_page_that_uses_what_went_stops_the_build() -> None:
    with pytest.raises(light.LightError, match=r"class tabbed-set: .*; take it off _UNUSED"):
        light.page(f'{PAGE.format(name="main")}<div class="a tabbed-set">')


def test_a_page_without_a_style_sheet_stops_the_build() -> None:
    with pytest.raises(light.LightError, match="no style sheet"):
        light.page("<head></head>")


def test_a_page_gets_one_sheet_and_keeps_its_code() -> None:
    code = "<pre>a\n\n    b</pre>"
    sheets = f"  {PAGE.format(name='main')}\n\n  {PAGE.format(name='site')}\n"
    html = f"{sheets} <p>\n\n   text</p>{code}\n  <script>\n  x\n</script>"
    expected = f"\n{PAGE.format(name='handbook')}\n<p>\ntext</p>{code}\n<script>\n  x\n</script>"
    assert light.page(html) == expected


def test_a_sheet_that_belongs_to_no_page_stops_the_build(tmp_path: Path) -> None:
    for name in (
        "stylesheets/main.1.min.css",
        "stylesheets/palette.1.min.css",
        "stylesheets/own.css",
        "stylesheets/other.css",
    ):
        path = tmp_path / "assets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(".a{b:c}", encoding="utf-8")
    with pytest.raises(light.LightError, match=r"other\.css is no part .*; name it in extra_css"):
        light.assets(tmp_path, ["assets/stylesheets/own.css"])


def test_scripts_lose_their_comments_only() -> None:
    script = (
        '/* what\n   it does */\nconst a = "/* no */";  // why\n\n  // alone\nfetch("https://a//b");  // it\'s kept\n'
    )
    assert light.script(script) == 'const a = "/* no */";  \nfetch("https://a//b");  // it\'s kept\n'


def test_every_page_has_the_one_sheet_and_it_is_there(site: Path) -> None:
    for path, page in reading.everything(site).items():
        (link,) = (one for one in page.all("link") if one.attributes["rel"] == "stylesheet")
        assert link.attributes["href"].endswith(light.SHEET), path
    assert [path.name for path in site.rglob("*.css")] == [Path(light.SHEET).name]
    assert not list(site.rglob("*.map"))
