"""Nothing is fetched from elsewhere, and no registry is named."""

import subprocess

import pytest

from scripts.check import outside

CSS, JS, HTML = "docs/assets/stylesheets/site.css", "docs/assets/javascripts/site.js", "scripts/site/theme/main.html"
SVG = "docs/assets/images/mark.svg"
REGISTRY = ".".join(("files", "pythonhosted", "org"))
WHEELS = ".".join(("download", "pytorch", "org"))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (CSS, 'a { background: url("https://a.b/c.png"); }'),
        (CSS, "a { background: url(//a.b/c.png); }"),
        (CSS, '@import "https://a.b/c.css";'),
        (CSS, "@import url(https://a.b/c.css);"),
        (JS, 'import x from "https://a.b/c.js";'),
        (JS, "importScripts('//a.b/c.js');"),
        (JS, "fetch(`http://a.b/c.json`);"),
        (HTML, '<script src="https://a.b/c.js"></script>'),
        (HTML, "<link rel=preconnect href=https://a.b>"),
        (HTML, '<img alt="" src="//a.b/c.png">'),
        (HTML, '<script type="module">import "https://a.b/c.js"</script>'),
        (HTML, "<style>a { background: url(https://a.b/c.png); }</style>"),
        (SVG, '<svg><image href="https://a.b/c.png"/></svg>'),
    ],
)
def test_what_is_fetched_from_elsewhere_is_named(tree, told, path, text):
    tree.write(path, f"\n{text}\n")
    assert told(outside) == [f"{path}:2: is fetched from elsewhere: {text[:60]}; keep a copy under docs/assets"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (CSS, 'a { background: url("data:image/svg+xml,x"); } @import "figures.css";'),
        (JS, 'fetch("../search/search_index.json"); // see https://a.b'),
        (HTML, '<a class="x" href="https://pytorch.org/">PyTorch</a> <img src="{{ \'x.svg\' | url }}" alt="">'),
        (SVG, '<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>'),
    ],
)
def test_what_lies_here_and_links_to_follow_are_accepted(tree, told, path, text):
    tree.write(path, text)
    assert told(outside) == []


def test_a_style_sheet_that_mkdocs_adds_is_named(tree, told):
    tree.replace("mkdocs.yml", "assets/stylesheets/site.css", "https://a.b/c.css")
    assert told(outside) == [
        "mkdocs.yml:22: is fetched from elsewhere: https://a.b/c.css; keep a copy under docs/assets"
    ]


def test_a_registry_is_named_wherever_it_stands(tree, told):
    tree.write("README.md", f"\nsee https://{REGISTRY}/x\n")
    assert told(outside) == [
        f"README.md:2: names {REGISTRY.removeprefix('files.')}, a host that packages come from; "
        "take it away: it belongs into pip's own settings alone"
    ]


@pytest.mark.parametrize(
    ("path", "is_allowed"), [("README.md", True), (".github/workflows/ci.yml", True), ("Makefile", False)]
)
def test_the_wheels_of_pytorch_are_named_in_the_readme_and_ci_only(tree, told, path, is_allowed):
    tree.write(path, f"TORCH_INDEX=https://{WHEELS}/whl/cpu\n")
    what = f"names {WHEELS}, a host that packages come from; take it away: it belongs into README.md and .github/ alone"
    assert told(outside) == ([] if is_allowed else [f"{path}:1: {what}"])


def test_what_git_ignores_is_left_alone_and_what_is_new_is_not(tree, told):
    subprocess.run(["git", "init", "--quiet", str(tree.root)], check=True)
    tree.write(".gitignore", "cache/\n")
    tree.write("cache/log.txt", REGISTRY)
    tree.write("notes.txt", REGISTRY)
    assert [line.split(":")[0] for line in told(outside)] == ["notes.txt"]


def test_without_git_what_is_built_is_left_alone(tree, told):
    tree.write(".venv/pip.conf", REGISTRY)
    tree.write("build/log.txt", REGISTRY)
    assert told(outside) == []
