"""For all tests: `--accept` writes the golden dumps anew instead of comparing them."""

from __future__ import annotations

import os

import pytest
from hypothesis import Phase, settings
from hypothesis.internal.conjecture import engine, providers

LONGEST_SHRINKING = 30
"""Seconds: a letter that breaks a promise is simplified no longer than this before it is shown."""
QUICK = tuple(phase for phase in Phase if phase is not Phase.explain)
"""To explain a failure Hypothesis traces every line of the program, which makes it ten times as slow."""

settings.register_profile("steady", derandomize=True, database=None, deadline=None, phases=QUICK)
settings.register_profile("searching", deadline=None)
EXAMPLES = os.environ.get("REJOINDER_EXAMPLES", "steady")
"""`steady`: the same examples in every run; `searching` looks for new ones."""
settings.load_profile(EXAMPLES)


def _same_on_every_machine() -> None:
    """Hypothesis also tries numbers and words that it finds in the program's modules: those that happen to be loaded,
    from where they happen to be installed. So one machine (or worker) tried what another did not.
    """
    if hasattr(providers, "is_local_module_file"):  # older versions look at no module
        providers.is_local_module_file = lambda path: False
    engine.MAX_SHRINKING_SECONDS = LONGEST_SHRINKING


if EXAMPLES == "steady":
    _same_on_every_machine()


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
