"""What tests of the build share."""

import shutil
from pathlib import Path

import pytest

from scripts.records import ROOT
from tests import building


@pytest.fixture
def project(site: Path, tmp_path: Path) -> Path:  # noqa: ARG001 - its records
    """A copy of the project with the test site's records."""
    for name in ("docs", "snippets", "scripts"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    shutil.copytree(building.BUILD / "records", tmp_path / "build" / "records")
    return tmp_path
