"""What tests of several rooms share: the built site."""

from pathlib import Path

import pytest

from tests import building


@pytest.fixture(scope="session")
def site() -> Path:
    """The site's folder; see tests/building.py."""
    return building.site()
