"""Every fix of the theme's HTML does what it says, and stops the build when the theme's HTML is no longer as expected."""

from collections.abc import Callable

import pytest

from scripts.site import html

CHARSET = '<meta charset="utf-8">'
CONFIG = '<script id="__config" type="application/json">{"annotate": null, "base": "../.."}</script>'
DIALOG = '<div class="md-search" data-md-component="search" role="dialog">'
SOURCE = '<a href="https://git.example" class="md-source" data-md-component="source">'
PERMALINK = '<a class="headerlink" href="#a" title="Permanent link">#</a>'
ALTERNATES = '<link rel="alternate" href="./" hreflang="zh">\n <link rel="alternate" href="./en/" hreflang="en">'
ADDRESSES = {"zh": "https://modes.example/", "en": "https://modes.example/en/"}

UNEXPECTED: dict[str, tuple[Callable[[str], str], str]] = {
    "no charset for the policy": (html.with_policy, "<head></head>"),
    "two charsets for the policy": (html.with_policy, CHARSET * 2),
    "no end of the head": (lambda text: html.with_head(text, "<meta>"), CHARSET),
    "no alternates to replace": (lambda text: html.with_absolute_alternates(text, ADDRESSES), CHARSET),
    "alternates, but no charset": (lambda text: html.with_absolute_alternates(text, ADDRESSES), ALTERNATES),
    "no alternates to take off": (html.without_alternates, CHARSET),
    "no search base": (lambda text: html.with_search_base(text, "en/"), "<script>{}</script>"),
    "two search bases": (lambda text: html.with_search_base(text, "en/"), CONFIG * 2),
    "no search dialog": (lambda text: html.with_named_search(text, "Search"), "<div></div>"),
    "no script that reads the scheme": (html.with_system_scheme, "<script>var scheme</script>"),
    "another link to the repository": (html.without_repository_facts, SOURCE.replace('class="md-source"', 'class="a"')),
    "a permalink without its title": (lambda text: html.with_permalink_title(text, "Link"), '<a class="headerlink">'),
}


@pytest.mark.parametrize("case", UNEXPECTED)
def test_a_theme_that_changed_stops_the_build(case: str) -> None:
    fix, text = UNEXPECTED[case]
    with pytest.raises(html.HtmlError, match=r"scripts/site/html\.py"):
        fix(text)


def test_the_policy_holds_the_hash_of_each_inline_script_once() -> None:
    text = f'{CHARSET}<script>a()</script><script src="b.js"></script><script>a()</script>{CONFIG}'
    sealed = html.with_policy(text)
    # echo -n 'a()' | openssl dgst -sha256 -binary | base64
    assert sealed.count("'sha256-") == 1
    assert "'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4='" in sealed
    assert sealed.startswith(f'{CHARSET}\n<meta http-equiv="Content-Security-Policy"')


def test_the_policy_allows_what_lies_here_and_nothing_else() -> None:
    policy = html.with_policy(CHARSET).split('content="')[1].split('"')[0]
    kinds = ("script", "style", "font", "connect", "worker", "manifest")
    assert dict(part.split(" ", 1) for part in policy.split("; ")) == {
        **dict.fromkeys(("default-src", "base-uri", "form-action"), "'none'"),
        **{f"{kind}-src": "'self'" for kind in kinds},
        "img-src": "'self' data:",
    }


def test_alternates_become_absolute_with_a_default() -> None:
    changed = html.with_absolute_alternates(CHARSET + ALTERNATES, ADDRESSES)
    assert 'rel="alternate"' not in changed
    assert '<link rel="alternate " hreflang="en" href="https://modes.example/en/">' in changed
    assert '<link rel="alternate " hreflang="x-default" href="https://modes.example/">' in changed


def test_the_search_base_is_the_languages_own() -> None:
    assert '"base": "../en/"' in html.with_search_base(CONFIG, "../en/")
    plain = CONFIG.replace('"annotate": null, ', "")
    assert '{"base": "../en/"}' in html.with_search_base(plain, "../en/")


def test_names_and_titles_are_put_in() -> None:
    assert 'role="dialog" aria-label="Search dialog"' in html.with_named_search(DIALOG, "Search dialog")
    assert 'title="本节的链接"' in html.with_permalink_title(PERMALINK, "本节的链接")
    assert html.without_repository_facts(SOURCE) == '<a href="https://git.example" class="md-source">'


def test_the_scheme_of_the_system_is_asked_where_none_is_kept() -> None:
    text = html.with_system_scheme('<script>var palette=__md_get("__palette");if(palette&&palette.color){}</script>')
    assert 'var palette=__md_get("__palette")||matchMedia("(prefers-color-scheme: dark)").matches&&{color:' in text
    assert "};if(palette&&palette.color){}</script>" in text


def test_data_is_not_hashed_as_a_script() -> None:
    kinds = ("application/json", "application/ld+json")
    sealed = html.with_policy(CHARSET + "".join(f'<script type="{kind}">{{}}</script>' for kind in kinds))
    assert "sha256-" not in sealed
    assert "sha256-" in html.with_policy(f'{CHARSET}<script type="module">run()</script>')
