"""Render records into build/generated/{zh,en}/*.md: tables and pictures that the pages include. Never measures.

python -m scripts.render            write what differs
python -m scripts.render --check    write nothing; exit 1 if something differs
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scripts import whole
from scripts.claims import ClaimError
from scripts.records import GENERATED, ROOT, RecordError
from scripts.render import blocks, evidence, words
from scripts.render.words import LOCALES, WordsError
from scripts.snippets import SnippetError

_last: tuple[Any, dict[str, dict[str, str]]] | None = None  # what was read, and the blocks made of it


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        differing = [path for path, text in rendered().items() if not _holds(path, text)] if options.check else render()
    except (ClaimError, RecordError, WordsError, SnippetError, whole.NotWritten) as error:
        print(error, file=sys.stderr)
        return 1
    for path in differing if options.check else ():
        print(f"{path.relative_to(ROOT)}: differs from the records; run `python -m scripts.render`", file=sys.stderr)
    if not options.check:
        print(f"{len(differing)} blocks rewritten in {GENERATED.relative_to(ROOT)}")
    return int(options.check and bool(differing))


def render() -> list[Path]:
    """Render everything and write what differs; returns the files written. What the site's hook calls."""
    return write(rendered())


def rendered(folder: Path = GENERATED) -> dict[Path, str]:
    """Every block of every language, in memory: nothing is written unless all of them could be made."""
    global _last
    read = (evidence.gather(), {locale: words.load(locale) for locale in LOCALES})
    if _last is None or _last[0] != read:  # the live site asks again at every change, and most are of a page's prose
        _last = (read, {locale: blocks.render_all(read[0], locale) for locale in LOCALES})
    return {folder / locale / name: text for locale, made in _last[1].items() for name, text in made.items()}


def write(rendered: dict[Path, str]) -> list[Path]:
    """Write the files that differ, each in one step; returns them. Others keep their time stamps, or live reload loops."""
    differing = [path for path, text in rendered.items() if not _holds(path, text)]
    for path in differing:
        whole.write(path, rendered[path])
    return differing


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.render", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a block differs")
    return parser


if __name__ == "__main__":
    sys.exit(main())
