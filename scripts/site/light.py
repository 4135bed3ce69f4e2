"""A page lighter than the theme makes it: one style sheet without what no page uses, scripts without comments, no blank lines.

Material's sheet has rules for everything that the theme can do, and every rule of direction twice. What goes is named in
_UNUSED and _RULED_OUT; a page that has one of these classes after all stops the build.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

SHEET = "assets/stylesheets/handbook.css"
_UNUSED = (
    "tabbed",
    "task-list",
    "critic",
    "keys",
    "arithmatex",
    "mermaid",
    "giscus",
    "emojione",
    "twemoji",
    "gemoji",
    "md-consent",
    "md-banner",
    "md-tabs",
    "md-version",
    "md-post",
    "md-author",
    "md-feedback",
    "md-status",
    "md-tag",
    "md-social",
    "md-path",
    "md-sidebar-button",
)
# The last: its rule for `*` has the style of all elements computed twice more on each page, for colours that change in 0.1 s.
_RULED_OUT = re.compile(
    rf"\[dir=rtl\]|\.(?:{'|'.join(_UNUSED)})(?![a-z])|data-md-color-(?:accent|primary)=(?!\"?custom)"
    r"|\[data-md-color-switching\]"
)
_SHEET_LINK = re.compile(r'\s*<link rel="stylesheet" href="(?P<base>[^"]*?)assets/stylesheets/[^"]+">')
_CLASSES = re.compile(r'\bclass="([^"]*)"')
_KEPT_AS_IT_IS = re.compile(r"(<(pre|script|textarea)\b.*?</\2>)", re.DOTALL)
_ICON = re.compile(r'(--[\w-]+):url\("[^"]*"\);?')
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_JS_COMMENT = re.compile(r"^\s*/\*.*?\*/|(?:^|(?<=  ))\s*// [^\"'`\n]*$", re.DOTALL | re.MULTILINE)
_MAP = re.compile(r"^//# sourceMappingURL=.*\n?|/\*# sourceMappingURL=.*?\*/", re.MULTILINE)
_PARTS = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[{};]')
_COMMAS = re.compile(r",(?![^(]*\))")


class LightError(Exception):
    """A page uses what the style sheet no longer has."""


def page(html: str) -> str:
    """The page with one style sheet, and without the blank lines and indentation of the templates."""
    used = {name for found in _CLASSES.finditer(html) for name in found[1].split()}
    if missed := sorted(name for name in used if _RULED_OUT.match(f".{name}")):
        raise LightError(
            f"class {missed[0]}: its rules are taken out of the style sheet; take it off _UNUSED in scripts/site/light.py"
        )
    html = _one_sheet(html)
    parts = _KEPT_AS_IT_IS.split(html)  # text, element, its name, text ...
    return "".join(part if at % 3 else re.sub(r"\s*\n\s*", "\n", part) for at, part in enumerate(parts) if at % 3 != 2)


def assets(site: Path, own_sheets: Iterable[str]) -> None:
    """Join the style sheets in the order of the pages, and leave out what only authors and debuggers read."""
    folder = site / "assets"
    theme = [
        path for name in ("main", "palette") for path in sorted((folder / "stylesheets").glob(f"{name}.*.min.css"))
    ]
    sheets = [*theme, *(site / name for name in own_sheets)]
    (site / SHEET).write_text(sheet([path.read_text(encoding="utf-8") for path in sheets]), encoding="utf-8")
    for path in (*sheets, *folder.rglob("*.map")):
        path.unlink()
    if left := sorted(path.name for path in (folder / "stylesheets").glob("*.css") if path != site / SHEET):
        raise LightError(
            f"assets/stylesheets/{left[0]} is no part of the one style sheet; name it in extra_css of mkdocs.yml"
        )
    for path in (folder / "javascripts").rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        minified = ".min." in path.name or path.parent.name == "lunr"
        path.write_text(_MAP.sub("", text) if minified else script(text), encoding="utf-8")


def sheet(texts: Iterable[str]) -> str:
    """The style sheets as one, of the same meaning for these pages."""
    ruled = _ruled("".join(_squeezed(text) for text in texts))
    referred = set(re.findall(r"var\((--[\w-]+)", ruled))
    return _ICON.sub(lambda found: found[0] if found[1] in referred else "", ruled)


def script(text: str) -> str:
    return re.sub(r"\n\s*\n", "\n", _JS_COMMENT.sub("", text)).strip() + "\n"


def _one_sheet(html: str) -> str:
    first = _SHEET_LINK.search(html)
    if first is None:
        raise LightError("no style sheet in the page's head; the theme has changed, see scripts/site/light.py")
    whole = f'{html[: first.start()]}\n<link rel="stylesheet" href="{first["base"]}{SHEET}">'
    return whole + _SHEET_LINK.sub("", html[first.end() :])


def _squeezed(text: str) -> str:
    """Without comments and blanks; what stands in quotes is left alone."""
    quoted: list[str] = []

    def keep(found: re.Match[str]) -> str:
        quoted.append(found[0])
        return f"\0{len(quoted) - 1}\0"

    text = re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'', keep, _CSS_COMMENT.sub("", text))
    text = re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", text)).replace(": ", ":").replace(";}", "}")
    return re.sub("\0(\\d+)\0", lambda found: quoted[int(found[1])], text).strip()


def _ruled(css: str) -> str:
    """The rules that some page may use, those inside of @media too."""
    kept = []
    for rule in _rules(css):
        head, brace, body = rule.partition("{")
        if head.startswith(("@media", "@supports")):
            inner = _ruled(body.removesuffix("}"))
            kept.append(f"{head}{{{inner}}}" if inner else "")
        elif not brace or head.startswith("@"):
            kept.append(rule)
        else:
            selectors = [one for one in _COMMAS.split(head) if not _RULED_OUT.search(one)]
            kept.append(f"{','.join(selectors)}{{{body}" if selectors else "")
    return "".join(kept)


def _rules(css: str) -> Iterator[str]:
    """The rules of the outermost level, each with its braces."""
    depth = start = 0
    for part in _PARTS.finditer(css):
        depth += {"{": 1, "}": -1}.get(part[0], 0)
        if depth == 0 and part[0] in "};":
            yield css[start : part.end()]
            start = part.end()
