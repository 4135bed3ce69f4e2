"""Lets pytest-codeblocks run the snippets as the handbook promises; what is done, and why, stands in the module."""

from scripts.measure.snippet_runner import (  # noqa: F401
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_runtest_call,
    pytest_runtest_makereport,
    pytest_runtest_setup,
)
