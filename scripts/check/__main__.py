"""The fast checks: what contradicts the rules, one line each, `path:line: what is wrong; what to do`. Nothing is executed.

python -m scripts.check                               exit 0: good, 1: problems, 2: wrong usage
python -m scripts.check --fix modes/no-grad#use-it    both sides of these sections were read and say the same
python -m scripts.check --fix urls                    list the addresses that are new
"""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts import whole
from scripts.check import (
    claims,
    coverage,
    fences,
    figures,
    frameworks,
    headings,
    known_changes,
    labs,
    markup,
    nav,
    outside,
    parity,
    queries,
    sections,
    snippets,
    terms,
    translations,
    truth_tables,
    typography,
    urls,
    words,
)
from scripts.check.problem import Problem, Unreadable
from scripts.records import ROOT

CHECKS = (
    headings,
    fences,
    labs,
    markup,
    typography,
    figures,
    parity,
    translations,
    snippets,
    terms,
    truth_tables,
    frameworks,
    words,
    urls,
    nav,
    outside,
    coverage,
    claims,
    queries,
    known_changes,
)


def main(argv: Sequence[str] | None = None, root: Path = ROOT) -> int:
    parser = _parser()
    options = parser.parse_args(argv)
    if options.fix is None:
        return _check(root)
    malformed = [name for name in options.fix if name != "urls" and not all(name.partition("#"))]
    if malformed:
        parser.error(f"{malformed[0]!r} is not PAGE#SLUG, like modes/no-grad#use-it; each section is named")
    try:
        return _fix(root, options.fix)
    except translations.NotASection as error:
        parser.error(f"there is no section {error}; `make check` lists what is to be reviewed")


def found(root: Path) -> list[Problem]:
    """Everything that is wrong, in the order of files and lines."""
    problems: set[Problem] = set()
    for check in CHECKS:
        try:
            problems.update(check.problems(root))
        except Unreadable as error:
            problems.add(error.problem)
    return sorted(problems)


def _check(root: Path) -> int:
    problems = found(root)
    for problem in problems:
        print(problem)
    told = {0: "no problem", 1: "1 problem"}.get(len(problems), f"{len(problems)} problems")
    print(f"checked {_counted(root)}: {told}")
    return int(bool(problems))


def _fix(root: Path, names: Sequence[str]) -> int:
    try:
        refused = translations.fix(root, [name for name in names if name != "urls"])
        new = urls.append(root) if "urls" in names and not refused else []
    except (Unreadable, whole.NotWritten) as error:
        print(f"not recorded: {error}")
        return 1
    for problem in refused:
        print(f"not recorded: {problem}")
    for name in names if not refused else ():
        print(f"{len(new)} new addresses listed" if name == "urls" else f"recorded as reviewed together: {name}")
    return int(bool(refused))


def _counted(root: Path) -> str:
    try:
        return ", ".join(
            [
                f"{len(sections.all_pages(root))} pages",
                f"{snippets.count(root)} snippets",
                f"{labs.count(root)} labs",
                f"{terms.count(root)} terms",
                f"{words.count(root)} words",
                f"{truth_tables.count(root)} truth tables",
                f"{urls.count(root)} addresses",
                f"{coverage.count(root)} topics",
                f"{claims.count(root)} claims",
                f"{queries.count(root)} queries",
                f"{fences.count_inline(root)} of {fences.MOST_INLINE} inline fences",
                f"{figures.count_exempt(root)} of {figures.MOST_EXEMPT} typed figures",
            ]
        )
    except Unreadable as error:
        return f"what could be read ({error.problem.path.as_posix()} could not)"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.check", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--fix", nargs="+", metavar="PAGE#SLUG", help="record named sections as reviewed together, or `urls`"
    )
    return parser


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it quietly
    sys.exit(main())
