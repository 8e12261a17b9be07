"""Settings of every test, and what the run tells at its end."""

from __future__ import annotations

import os
import tempfile
from typing import Any

import pytest

from autograder.judging import sandbox

os.environ["COURSE_PROGRESS"] = "off"  # here, and in every kernel started from here


@pytest.fixture(scope="session")
def tier() -> str:
    """The sandbox that grading uses here."""
    try:
        return sandbox.choose()
    except sandbox.SandboxUnavailableError as error:
        pytest.skip(f"NO SANDBOX HERE, NOTHING IS GRADED: {error}")


TOLD = pytest.StashKey[list[tuple[str, bool]]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[TOLD] = []
    # Whoever tests may have a gradebook of their own set in Jupyter's folder.
    settings = tempfile.TemporaryDirectory(prefix="jupyter-")
    config.add_cleanup(settings.cleanup)
    os.environ["JUPYTER_CONFIG_DIR"] = settings.name


@pytest.fixture
def told(pytestconfig: pytest.Config) -> list[tuple[str, bool]]:
    """For each wrong answer tried: its chapter, and whether the message named a mistake."""
    return pytestconfig.stash[TOLD]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if told := config.stash[TOLD]:
        terminalreporter.section("wrong answers told the name of their mistake")
    for chapter in [*sorted({where for where, _ in told}), *(["all"] if told else [])]:
        named = [was for where, was in told if chapter in (where, "all")]
        if named:
            share = sum(named) / len(named)
            terminalreporter.line(f"{chapter:<20}{sum(named):>5} of {len(named):>3}{share:>7.0%}")
