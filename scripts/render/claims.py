"""The fact check as a block: every claim with its verdict, what is true, and the line of output that proves it."""

import html
from collections import Counter
from collections.abc import Iterator, Sequence

from scripts.claims import VERDICTS, Claim
from scripts.records import RecordError
from scripts.render import provenance
from scripts.render.evidence import Evidence
from scripts.render.tables import joined
from scripts.render.words import Words, load


def render(evidence: Evidence, say: Words) -> str:
    """A summary, the filters, and the claims by topic. Raises RecordError for a proof that no page shows."""
    topics = _by_topic(evidence.claims, say)
    parts = [
        f"{_summary(evidence.claims, say)}\n{{ .pm-reading }}",
        _filters(evidence.claims, topics, say),
        *(_topic(topic, listed, evidence, say) for topic, listed in topics.items()),
        _caption(evidence, say),
    ]
    return joined(parts)


def _by_topic(claims: Sequence[Claim], say: Words) -> dict[str, list[Claim]]:
    """In the order in which the words name the topics; what to unlearn comes first."""
    order = list(load(say.locale)["claims"]["topics"])
    for claim in claims:
        say(f"claims.topics.{claim.topic}")
    found = {topic: [claim for claim in claims if claim.topic == topic] for topic in order}
    by_verdict = {topic: sorted(listed, key=lambda one: VERDICTS.index(one.verdict)) for topic, listed in found.items()}
    return {topic: listed for topic, listed in by_verdict.items() if listed}


def _summary(claims: Sequence[Claim], say: Words) -> str:
    counts = Counter(claim.verdict for claim in claims)
    verdicts = [say(f"claims.counted.{verdict}", count=counts[verdict]) for verdict in VERDICTS if counts[verdict]]
    snippets = len({claim.snippet for claim in claims})
    return say("claims.summary", count=len(claims), verdicts=say.join(verdicts), snippets=snippets)


def _filters(claims: Sequence[Claim], topics: dict[str, list[Claim]], say: Words) -> str:
    """Hidden until their script runs: without JavaScript every claim is simply there."""
    present = {claim.verdict for claim in claims}
    verdicts = {verdict: say(f"claims.verdicts.{verdict}") for verdict in VERDICTS if verdict in present}
    named = {topic: say(f"claims.topics.{topic}") for topic in topics}
    told = html.escape(say("claims.shown", shown="{shown}", count="{count}"))
    return "\n".join(
        [
            '<form class="pm-filters" data-search-exclude hidden>',
            _select("verdict", verdicts, say),
            _select("topic", named, say),
            f'<p role="status" data-told="{told}"></p>',
            "</form>",
            '<script src="asset:javascripts/claims.js" defer></script>',
        ]
    )


def _select(name: str, options: dict[str, str], say: Words) -> str:
    listed = {"": say(f"claims.filters.every_{name}"), **options}
    inner = "".join(f'<option value="{value}">{html.escape(text)}</option>' for value, text in listed.items())
    return f'<label>{html.escape(say(f"claims.filters.{name}"))} <select name="{name}">{inner}</select></label>'


def _topic(topic: str, listed: Sequence[Claim], evidence: Evidence, say: Words) -> str:
    title = f"### {say(f'claims.topics.{topic}')} {{ #topic-{topic} }}"
    inner = "\n\n".join([title, *(_claim(claim, evidence, say) for claim in listed)])
    return f'<section class="pm-claims" markdown="1">\n\n{inner}\n\n</section>'


def _claim(claim: Claim, evidence: Evidence, say: Words) -> str:
    verdict = f'<span class="pm-verdict pm-{claim.verdict}">{say(f"claims.verdicts.{claim.verdict}")}</span>'
    return "\n\n".join(
        [
            f'<div class="pm-claim" data-verdict="{claim.verdict}" data-topic="{claim.topic}" markdown="1">',
            f"#### {verdict} {say('claims.said', said=claim.said[say.locale])} {{ #{claim.anchor} }}",
            claim.true[say.locale],
            f"{_proof(claim, evidence, say)}\n{{ .pm-proof data-search-exclude }}",
            "</div>",
        ]
    )


def _proof(claim: Claim, evidence: Evidence, say: Words) -> str:
    place = evidence.places[say.locale].get(claim.snippet)
    if place is None:
        raise RecordError(
            f"docs/data/claims.yml: {claim.id}: no page in {say.locale} shows {claim.snippet}; include it"
        )
    told = "claims.printed" if claim.is_shown_by(_printed(claim, evidence)) else "claims.not_printed"
    return say(told, line=_code(claim.line), place=f"[{place.name}]({place.link})")


def _printed(claim: Claim, evidence: Evidence) -> str:
    """What this build's run of the snippet printed; nothing where the snippet changed since, or did not run."""
    record = evidence.here.get("snippets")
    rows: Iterator[dict] = (row for row in (record["rows"] if record else ()) if row["id"] == claim.snippet)
    return next((row["output"] or "" for row in rows if not evidence.is_stale("snippets", row)), "")


def _caption(evidence: Evidence, say: Words) -> str:
    record = evidence.here.get("snippets")
    if record is None or not evidence.claims:
        return ""
    told = say("claims.ran", where=provenance.where(record, say), commit=provenance.commit(record, say))
    link = say("provenance.record", url="{{site_root}}records/cpu/snippets.json")
    return f"{say.sentences([told, link])}\n{{ .pm-provenance }}"


def _code(line: str) -> str:
    """A code span, also of a line that holds backticks."""
    ticks = "`" * (1 + max(map(len, "".join(c if c == "`" else " " for c in line).split()), default=0))
    return f"{ticks}{line}{ticks}" if len(ticks) == 1 else f"{ticks} {line} {ticks}"
