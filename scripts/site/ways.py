"""What stands around a page's own text: what it is made from, its terms explained, and where to report a mistake.

Put into the finished page, so that the search index, the Markdown and the notebook of a page know nothing of it.
"""

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath

from mkdocs.utils import get_relative_url

from scripts.render import made_from, ran
from scripts.render.words import LOCALES, Words
from scripts.site import feedback, hover
from scripts.site.html import HtmlError

_ARTICLE = re.compile(r'<article class="md-content__inner md-typeset">(?P<inside>.*)</article>', re.DOTALL)
_TITLE_END = "</h1>"


@dataclass(frozen=True)
class Place:
    """A page that is being built: its source, the language, its address below the site and in full, and the repository's."""

    source: Path
    uri: str
    locale: str
    url: str
    canonical: str
    repository: str

    @property
    def name(self) -> str:
        """Like `modes/no-grad`, the same in both languages."""
        return PurePosixPath(self.uri).relative_to(self.locale).with_suffix("").as_posix()

    def relative(self, path: str) -> str:
        """From this page to a path below the site."""
        return get_relative_url(path, self.url)

    @property
    def glossary(self) -> str:
        """From this page to the glossary, whichever form the addresses have."""
        below = "" if self.locale == LOCALES[0] else f"{self.locale}/"
        return self.relative(f"{below}{hover.PAGE}{'.html' if self.url.endswith('.html') else '/'}")


def added(html: str, place: Place) -> str:
    """Raises HtmlError where the theme's page has no article with a title."""
    found = _ARTICLE.search(html)
    if found is None or found["inside"].count(_TITLE_END) != 1:
        raise HtmlError(f"{place.uri}: no article with one title; the theme has changed, see scripts/site/ways.py")
    head, body = found["inside"].split(_TITLE_END)
    body = hover.linked(body, place.name, place.glossary, place.locale)
    inside = f"{head}{_TITLE_END}\n{tested(place)}{body}{report(place)}"
    return f"{html[: found.start('inside')]}{inside}{html[found.end('inside') :]}"


def tested(place: Place) -> str:
    """The line under the title."""
    say, made = Words(place.locale), made_from.of_page(place.source, place.locale)
    said = f'<a href="#{made.to}">{escape(made.text)}</a>' if made.to else escape(made.text)
    parts = [said, *map(escape, made.details)]
    if made.record:
        parts.append(f'<a href="{place.relative(f"records/{made.record}")}">{say("made_from.record")}</a>')
    sign = f'<span class="pm-sign" aria-hidden="true">{made.sign}</span> ' if made.sign else ""
    shape = {"✓": "pm-tested", "?": "pm-tested pm-untested"}.get(made.sign, "pm-tested")
    return f'<p class="{shape}">{sign}{" · ".join(parts)}</p>'


def report(place: Place) -> str:
    """The link at the end of a page; a script makes one for each section out of its template."""
    if not place.repository:
        return ""
    say, (run, _) = Words(place.locale), ran.runs()
    about = (place.repository, say, place.name, place.canonical, run)
    page, template = feedback.about(*about), feedback.about(*about, feedback.SECTION, feedback.ANCHOR)
    words = f'data-text="{say("feedback.section_link")}" data-name="{escape(say.find("feedback.section_name") or "")}"'
    link = (
        f'<a href="{escape(page)}" rel="nofollow" data-report="{escape(template)}" {words}>{say("feedback.link")}</a>'
    )
    return f'<p class="pm-feedback">{link}</p>\n'
