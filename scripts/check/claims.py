"""docs/data/claims.yml: each claim is whole, and the line that proves it is printed by a snippet that readers find."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from scripts import snippets
from scripts.check import coverage, data, figures, prose, topics, typography
from scripts.check.problem import Problem, Unreadable, from_error
from scripts.claims import PAGE, VERDICTS
from scripts.render import places
from scripts.render.words import LOCALES

PATH = Path("docs/data/claims.yml")
# A snippet that proves more than these is a summary, not a proof.
MOST_OF_ONE_SNIPPET = 5
_LANGUAGES = dict.fromkeys(LOCALES, str)
_SHAPE: dict[str, Any] = {
    **{"id": str, "topic": str, "verdict": str, "said": _LANGUAGES, "true": _LANGUAGES},
    "proof": {"snippet": str, "line": str},
    "flip": {"find": str, "replace": str},
}

Entry = dict[str, Any]


def problems(root: Path) -> Iterator[Problem]:
    whole: list[tuple[int, Entry]] = []
    for line, entry in entries(root):
        wrong = next(data.misshapen(entry, _SHAPE, may_be_empty="flip.replace"), None)
        if wrong:
            yield Problem(PATH, line, f"{entry.get('id', 'an entry')}: {wrong}", "see scripts/claims.py")
        else:
            whole.append((line, entry))
    proofs = Counter(entry["proof"]["snippet"] for _, entry in whole)
    shown = {locale: places.of_snippets(root, locale) for locale in LOCALES}
    covered = coverage.ids(root)
    listed = topics.load(root)
    seen: set[str] = set()
    for line, entry in whole:
        found = [*_kind(entry, listed, covered, seen), *_proof(root, entry, proofs, shown), *_words(entry)]
        yield from (Problem(PATH, line, f"{entry['id']}: {what}", remedy) for what, remedy in found)
        seen.add(entry["id"])
    for name in (name for name in listed.claims if name not in seen):
        what = f"{name} has no entry in {PATH.as_posix()}"
        yield Problem(topics.PATH, topics.line(root, name), what, "write it")


def count(root: Path) -> int:
    return len(entries(root))


def entries(root: Path) -> list[tuple[int, Entry]]:
    """Each entry with its line; all scalars as text, for `true` is a key here. None where there is no file."""
    if not (root / PATH).exists():
        return []
    node = data.compose(root, PATH.as_posix())
    if not isinstance(node, yaml.SequenceNode):
        raise Unreadable(Problem(PATH, data.line(node), "is not a list of claims", "see scripts/claims.py"))
    found = [(data.line(one), _plain(one)) for one in node.value]
    for line, entry in found:
        if not isinstance(entry, dict):
            raise Unreadable(Problem(PATH, line, f"{entry!r} is no claim", "see scripts/claims.py"))
    return found


def texts(root: Path, locale: str) -> Iterator[tuple[int, str]]:
    """What readers of a language read of each claim, with its line."""
    for line, entry in entries(root):
        for key in ("said", "true"):
            if isinstance(found := entry.get(key), dict) and isinstance(found.get(locale), str):
                yield line, found[locale]


def anchors(root: Path) -> Iterator[tuple[str, str]]:
    """(page, anchor) of each claim and each topic."""
    for _, entry in entries(root):
        yield PAGE, f"claim-{entry.get('id')}"
        yield PAGE, f"topic-{entry.get('topic')}"


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    return [_plain(one) for one in node.value] if isinstance(node, yaml.SequenceNode) else node.value


def _kind(entry: Entry, listed: topics.Topics, covered: set[str], seen: set[str]) -> Iterator[tuple[str, str]]:
    if entry["verdict"] not in VERDICTS:
        yield f"{entry['verdict']!r} is no verdict", f"take one of {', '.join(VERDICTS)}"
    topic = listed.claims.get(entry["id"])
    if topic is None:
        yield "is not in docs/data/topics.yml", "correct the id, or list it there"
    elif topic != entry["topic"]:
        yield f"is of the topic {topic}, not {entry['topic']}", "correct the topic"
    if entry["id"] in seen:
        yield "stands twice", "keep one"
    if entry["id"] not in covered:
        yield "is not in docs/data/coverage", "map it to a page, a section and a snippet"


def _proof(root: Path, entry: Entry, proofs: Mapping[str, int], shown: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    name, line = entry["proof"]["snippet"], entry["proof"]["line"]
    path = root / "snippets" / f"{name}.md"
    if not path.exists():
        yield f"there is no snippet {name}", "correct its proof"
        return
    try:
        snippet = snippets.parse(path)
    except snippets.SnippetError as error:
        yield f"{from_error(error, root)}", "correct the snippet"
        return
    expected = snippet.expected.text if snippet.expected else ""
    if line not in (printed.strip() for printed in expected.splitlines()):
        yield f"{name} does not print {line!r}", "take a whole line of its expected output"
    yield from _flip(entry["flip"], snippet.shown.text, name)
    for locale in LOCALES:
        if name not in shown[locale]:
            yield f"{name} is on no page in {locale}", f"include it in docs/{locale}"
    if proofs[name] > MOST_OF_ONE_SNIPPET:
        yield (
            f"{name} proves {proofs[name]} claims, {MOST_OF_ONE_SNIPPET} are the most",
            "prove some by another snippet",
        )


def _flip(flip: dict[str, str], code: str, name: str) -> Iterator[tuple[str, str]]:
    if flip["find"] not in code:
        yield f"{flip['find']!r} is not in the code of {name}", "correct flip.find"
    elif flip["find"] == flip["replace"]:
        yield "its flip changes nothing", "correct flip.replace"


def _words(entry: Entry) -> Iterator[tuple[str, str]]:
    for locale in LOCALES:
        for line in (line for key in ("said", "true") for line in prose.lines(entry[key][locale])):
            yield from (found for text in line.texts if locale == "zh" for found in typography.text_problems(text))
            for figure in figures.figures(line):
                yield f"a figure typed by hand: {figure}", "say it without the figure"
