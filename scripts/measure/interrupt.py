"""Ctrl-C on a command line: one line that says what is left, and exit status 130. Needs nothing but the standard library."""

import functools
import sys
from collections.abc import Callable

Main = Callable[..., int]


def told(left: str) -> Callable[[Main], Main]:
    """For a `main`; `left` is what there is then, like `nothing was written`."""

    def around(main: Main) -> Main:
        @functools.wraps(main)
        def heeding(*arguments: object) -> int:
            try:
                return main(*arguments)
            except KeyboardInterrupt:
                print(f"interrupted; {left}", file=sys.stderr)
                return 130

        return heeding

    return around
