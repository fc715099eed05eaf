"""For all tests: `--accept` writes the golden dumps anew instead of comparing them."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("steady", derandomize=True, database=None, deadline=None)
settings.register_profile("searching", deadline=None)
settings.load_profile(os.environ.get("REJOINDER_EXAMPLES", "steady"))
"""The same examples in every run; `REJOINDER_EXAMPLES=searching` looks for new ones."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="write tests/golden/<case>/expected/ anew: look at the diff, then commit it",
    )


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether what is set now shall be what is expected from now on."""
    return bool(request.config.getoption("--accept"))
