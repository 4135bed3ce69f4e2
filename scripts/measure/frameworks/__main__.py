"""Run every case of every framework in this environment, into docs/records/frameworks-cpu/frameworks.json.

make frameworks                                       makes the environment, then runs this in it
python -m scripts.measure.frameworks --only lightning/   run these and print what they found; nothing is written
"""

import argparse
import importlib.metadata
import io
import logging
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

from scripts import records
from scripts.measure import interrupt, machine, progress, provenance
from scripts.measure.frameworks.case import Case, every

KIND = "frameworks"
PATH = records.COMMITTED / "frameworks-cpu" / f"{KIND}.json"


@interrupt.told("the record is as it was")
def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    chosen = [one for one in every() if one.id.startswith(tuple(options.only or [""]))]
    if not chosen:
        print(f"no case begins with {' or '.join(options.only)}; there are {', '.join(one.id for one in every())}")
        return 2
    try:
        record = measure(chosen)
    except ModuleNotFoundError as error:
        print(f"{error}; run `make frameworks`, which installs what is needed", file=sys.stderr)
        return 1
    if options.only:
        for row in record["rows"]:
            print(row["id"], row["facts"])
        return 0
    records.save(record, options.out)
    print(f"{options.out}: {len(record['rows'])} cases; look at the page recipes/frameworks, then commit it")
    return 0


def measure(chosen: Sequence[Case]) -> records.Record:
    since = time.monotonic()
    record = provenance.new(KIND, "full", machine.code_sha256())
    names = dict.fromkeys(one.framework for one in chosen)
    record["frameworks"] = {name: _version(name) for name in names}
    with progress.shown(KIND, len(chosen)) as advance, quiet(), redirect_stdout(io.StringIO()):
        for one in chosen:
            record["rows"].append(row(one))
            advance(one.id)
    return provenance.finish(record, since)


def row(one: Case) -> dict:
    return {
        "id": one.id,
        "framework": one.framework,
        "input_sha256": one.input_sha256,
        "source": one.source,
        "uses": one.uses,
        "facts": one.run(),
    }


@contextmanager
def quiet() -> Iterator[None]:
    """An empty working folder, no network, and nothing printed by the frameworks."""
    os.environ |= {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1", "TRANSFORMERS_VERBOSITY": "error"}
    home = Path.cwd()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(home)
            logging.disable(logging.NOTSET)


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        raise ModuleNotFoundError(f"{name} is not installed here") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.measure.frameworks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", nargs="+", metavar="ID", help="cases whose ids begin so: run and print")
    parser.add_argument("--out", type=Path, default=PATH, metavar="FILE", help="the record (default: %(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
