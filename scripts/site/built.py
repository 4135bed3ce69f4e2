"""The site is built beside the old one and takes its place once it is whole: a build that fails or is killed tears none.

Glue between MkDocs and scripts.whole, scripts.alone. `mkdocs serve` builds into a folder of its own and needs none of it.
"""

import logging
import shutil
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.utils import CountHandler

from scripts import whole
from scripts.alone import Alone, Taken

_site: Path | None = None
_lock: Alone | None = None


def begin(config: MkDocsConfig) -> None:
    """Let MkDocs build beside the site. Raises PluginError where another build is at it, or nothing can be written."""
    global _site, _lock
    _site = Path(config.site_dir)
    lock = Alone(_site.with_name(f".{_site.name}.lock"))
    try:
        _site.parent.mkdir(parents=True, exist_ok=True)
        lock.take(f"another build of {_site.name}")
        _lock = lock
        whole.restore(_site)
        shutil.rmtree(_beside(_site), ignore_errors=True)
        _beside(_site).mkdir()
    except Taken as error:
        raise PluginError(f"{error}") from None
    except OSError as error:
        end()
        raise PluginError(f"{whole.refusal(_site, error)}") from None
    config.site_dir = str(_beside(_site))


def finish(config: MkDocsConfig) -> None:
    """Put the site in its place, unless --strict is about to refuse it for a warning."""
    if _site is not None and not _warned(config):
        whole.swap(_beside(_site), _site)
    end()


def end() -> None:
    """Leave the site that stands there as it is, and nothing beside it."""
    global _site, _lock
    if _site is not None and _lock is not None:
        shutil.rmtree(_beside(_site), ignore_errors=True)
        _lock.leave()
    _site = _lock = None


def refused(error: Exception) -> None:
    """Say in one line what the system did not let the build write. Raises Abort, for MkDocs shows others as a traceback."""
    if isinstance(error, OSError) and error.errno is not None:
        raise Abort(f"{whole.refusal(error.filename or 'the site', error)}; the old site is as it was")


def _beside(site: Path) -> Path:
    return site.with_name(f".{site.name}.new")


def _warned(config: MkDocsConfig) -> bool:
    counters = [one for one in logging.getLogger("mkdocs").handlers if isinstance(one, CountHandler)]
    return bool(config.strict) and any(one.get_counts() for one in counters)
