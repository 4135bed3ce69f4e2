"""Terms of the glossary in running text: the first use in a section becomes a link to the entry, described by its definition.

Works on finished HTML, after the search index was made. Chinese has no word boundaries, so Python-Markdown's abbr finds nothing
there; here the longest term wins, as it stands. In English a term is a word of its own, or its plural.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape, unescape

from scripts.render import behaviour_data
from scripts.render.evidence import TERMS
from scripts.render.glossary import Term, anchor
from scripts.render.words import Words

PAGE = "reference/glossary"
# Whole at once where nothing inside is of interest: most of a page is code.
_TOKEN = re.compile(
    r"<!--.*?-->|<(?P<whole>pre|code|svg|script|style|table)\b.*?</(?P=whole)>|<(?P<tag>/?[\w-]+)[^>]*>|[^<]+",
    re.DOTALL,
)
_VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "source", "area", "col", "embed", "track", "base"}
_QUIET_TAGS = {
    "a",
    "button",
    "figcaption",
    "figure",
    "form",
    "label",
    "nav",
    "select",
    "summary",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
}
_QUIET_CLASSES = {
    "admonition-title",
    "output",
    "output-stale",
    "pm-explorer",
    "pm-filters",
    "pm-proof",
    "pm-provenance",
    "pm-tested",
    "ran",
    "ran-heading",
}
_HIGHLIGHT = re.compile(r"</div>\s*$")
_ID, _CLASS = re.compile(r'\bid="([^"]*)"'), re.compile(r'\bclass="([^"]*)"')


@dataclass(frozen=True)
class Known:
    """The terms of one language: what finds them, and each by the wording that is found, in lower case."""

    pattern: re.Pattern[str]
    by_wording: dict[str, Term]


@cache
def known(locale: str) -> Known:
    """The terms that are told in running text: all but those that say `hover: false`."""
    return of_terms([term for term in behaviour_data.read(TERMS) if term.get("hover", True)], locale)


def of_terms(terms: Sequence[Term], locale: str) -> Known:
    by_wording = {term[locale].lower(): term for term in terms}
    wordings = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in sorted(by_wording, key=len, reverse=True))
    pattern = rf"(?P<term>{wordings})" if locale == "zh" else rf"(?<![\w-])(?P<term>{wordings})s?(?![\w-])"
    return Known(re.compile(pattern, re.IGNORECASE), by_wording)


def linked(article: str, page: str, url: str, locale: str, terms: Known | None = None) -> str:
    """The HTML of an article with its terms linked to `url`, the glossary's, and their definitions at its end, hidden.

    `page` is like `modes/no-grad`: a term is not told in the very section that explains it, nor anything in the glossary.
    """
    if page == PAGE:
        return article
    writer = _Writer(page, url, locale, terms or known(locale))
    text = "".join(writer.written(article))
    return text + tips(writer.used, locale) if writer.used else text


def tips(used: dict[str, Term], locale: str) -> str:
    """Definitions that links are described by; docs/assets/javascripts/ways.js shows them."""
    told = "".join(
        f'<span class="pm-tip" role="tooltip" id="tip-{ident}" hidden><b>{escape(term[locale])}</b>'
        f"{Words(locale)('ways.says')}{escape(term['definition'][locale])}</span>"
        for ident, term in used.items()
    )
    return f'<div class="pm-tips">{told}</div>\n'


@dataclass
class _Writer:
    """Goes through an article from tag to tag. `quiet` has an entry for each open element: whether text in it is left alone."""

    page: str
    url: str
    locale: str
    terms: Known
    used: dict[str, Term] = field(default_factory=dict)
    quiet: list[tuple[str, bool]] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    at: list[str] = field(default_factory=lambda: ["top", ""])
    after_code: bool = False

    def written(self, article: str) -> Iterator[str]:
        for token in _TOKEN.finditer(article):
            text = token[0]
            if token["tag"]:
                self._enter_or_leave(token["tag"], text)
            elif not token["whole"] and not text.startswith("<!--") and text.strip():
                self.after_code = False
                text = text if self._is_quiet() else self.terms.pattern.sub(self._link, text)
            yield text

    def _is_quiet(self) -> bool:
        return bool(self.quiet) and self.quiet[-1][1]

    def _enter_or_leave(self, tag: str, text: str) -> None:
        if tag.startswith("/"):
            self._leave(tag[1:])
        elif tag not in _VOID and not text.endswith("/>"):
            classes = set(_of(_CLASS, text).split())
            explains_code = tag == "ol" and self.after_code  # annotations: Material shows them in tooltips of its own
            own = tag in _QUIET_TAGS or bool(classes & _QUIET_CLASSES) or explains_code
            self.quiet.append((f"{tag}.highlight" if "highlight" in classes else tag, own or self._is_quiet()))
            self.after_code = False
            if tag in ("h2", "h3"):
                self._begin(tag, _of(_ID, text))

    def _leave(self, tag: str) -> None:
        while self.quiet:
            name = self.quiet.pop()[0]
            if name.partition(".")[0] == tag:
                self.after_code = name == "div.highlight"
                return

    def _begin(self, tag: str, ident: str) -> None:
        if tag == "h2":
            self.told.clear()
            self.at = [ident, ""]
        else:
            self.at = [self.at[0], ident]

    def _link(self, found: re.Match[str]) -> str:
        term = self.terms.by_wording[re.sub(r"\s+", " ", unescape(found["term"])).lower()]
        ident = term["id"]
        page, _, slug = term["page"].partition("#")
        if ident in self.told or (page == self.page and slug in self.at):
            return found[0]
        self.told.add(ident)
        self.used[ident] = term
        return f'<a class="pm-term" href="{self.url}#{anchor(ident)}" aria-describedby="tip-{ident}">{found[0]}</a>'


def _of(pattern: re.Pattern[str], tag: str) -> str:
    found = pattern.search(tag)
    return found[1] if found else ""
