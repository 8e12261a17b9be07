"""What holds for every test: chapters' markers, who runs beside whom, and what may be skipped."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

# Nothing heavy is imported here: this file is read before the first test of any run.

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("attacks", "grading", "browser", "authoring", "course")
"""Rooms with the longest files first: whoever gets one of them last keeps the others waiting."""

os.environ["COURSE_PROGRESS"] = "off"  # here, and in every kernel started from here


def pytest_configure(config: pytest.Config) -> None:
    for folder in sorted((ROOT / "source").glob("ch*/")):
        config.addinivalue_line("markers", f"{folder.name}: tests of this chapter")
    # Whoever tests may have a gradebook of their own set in Jupyter's folder.
    settings = tempfile.TemporaryDirectory(prefix="jupyter-")
    config.add_cleanup(settings.cleanup)
    os.environ["JUPYTER_CONFIG_DIR"] = settings.name


@pytest.fixture(scope="session")
def tier() -> str:
    """The sandbox that grading uses here."""
    from autograder.judging import sandbox

    try:
        return sandbox.choose()
    except sandbox.SandboxUnavailableError as error:
        pytest.skip(f"NO SANDBOX HERE, NOTHING IS GRADED: {error}")


# --- side by side ---------------------------------------------------------------------------------


# Files whose tests share the executed chapters: to run those takes longer than to look at them.
EXECUTED = ("test_chapters.py", "test_headless.py", "test_plots_neurons.py", "test_progress.py")
# Files of the room `browser` share a server and a browser; this one without the chapter that trains
# takes as long as all others and that chapter.
CHAPTERS_IN_BROWSER, TRAINS = "test_browser.py", "ch06_training_loop"
# Files whose tests share nothing but for a wall or a chapter, which their ids tell, or nothing
# at all: they are long, and what must stay together keeps one process busy and the others waiting.
APART = {
    "test_attacks.py": re.compile(r"\b(bwrap|landlock|none)\b"),
    "test_equality.py": re.compile(r"\bch\d\d_\w+"),
    "test_faults.py": re.compile(".+"),
    "test_secret_seeds.py": re.compile(r"\w+\[ch\d\d_.+"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_room)  # stable: the order within a room stays


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Side by side, what shares a fixture that takes long to make stays in one process."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return scope_of(nodeid)

    return Scheduling(config, log)


def scope_of(nodeid: str) -> str:
    """What runs in one process, one test after another: a file, but for those named above."""
    path, _, test = nodeid.partition("::")
    room, _, name = path.removeprefix("tests/").rpartition("/")
    if room == "browser":
        chapters = name == CHAPTERS_IN_BROWSER and TRAINS not in test
        return "chapters in a browser" if chapters else "figures in a browser"
    part = APART[name].search(test) if name in APART else None
    return "executed chapters" if name in EXECUTED else f"{path} {part[0] if part else ''}"


def _room(item: pytest.Item) -> int:
    name = item.path.relative_to(ROOT / "tests").parts[0]
    return ROOMS.index(name) if name in ROOMS else len(ROOMS)


# --- what may be skipped --------------------------------------------------------------------------

NO_SKIPS, MAY_SKIP = "COURSE_NO_SKIPS", "COURSE_MAY_SKIP"
ALWAYS = (
    "this processor numbers its system calls in one way only",
    "flock is a call of POSIX systems",
    "ONLY ROOT CAN BECOME OTHER USERS",
)
"""Reasons to skip that no package can remove."""


def skip_is_failure(reason: str, environ: dict[str, str] | os._Environ[str] = os.environ) -> bool:
    """Whether this reason to skip a test is a fault of the machine that runs the tests.

    So it is where COURSE_NO_SKIPS is set, as on CI, which has all walls, a browser and PostgreSQL.
    COURSE_MAY_SKIP names what a machine cannot have: parts of reasons, separated by semicolons.
    """
    allowed = [*ALWAYS, *filter(None, environ.get(MAY_SKIP, "").split(";"))]
    return bool(environ.get(NO_SKIPS)) and not any(part in reason for part in allowed)


def _no_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Make of a skip that may not be a failure."""
    if report.outcome != "skipped" or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if skip_is_failure(reason):
        told = reason.removeprefix("Skipped: ")
        report.outcome, report.longrepr = "failed", f"{NO_SKIPS} is set: {told}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    _no_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    _no_skip(report)
    return report


# --- what the run tells at its end ----------------------------------------------------------------


@pytest.fixture
def told(record_property: Any) -> Any:
    """Takes down, for a wrong answer, its chapter and whether the message named a mistake."""
    return lambda chapter, named: record_property("told", [chapter, named])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    told = [value for name, value in _properties(terminalreporter.stats) if name == "told"]
    if told:
        terminalreporter.section("wrong answers told the name of their mistake")
    for chapter in [*sorted({where for where, _ in told}), *(["all"] if told else [])]:
        named = [was for where, was in told if chapter in (where, "all")]
        share = sum(named) / len(named)
        terminalreporter.line(f"{chapter:<20}{sum(named):>5} of {len(named):>3}{share:>7.0%}")


def _properties(stats: dict[str, list[Any]]) -> Iterable[tuple[str, Any]]:
    """What tests recorded, in this process or another."""
    for outcome in ("passed", "failed"):
        for report in stats.get(outcome, []):
            yield from report.user_properties
