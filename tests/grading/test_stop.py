"""A stop at any moment: it ends the run with 130 and how to go on, or all was done and said."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import psutil
import pytest
from support import small_class as small
from support.patience import HANG
from support.sweeps import first_of_each

HIT = """
import os, signal, sys
from importlib import import_module

class Swallows:
    "What Python destroys in the middle of a run; an exception there is printed and forgotten."
    def __del__(self):
        os.kill(os.getpid(), number)
        for _ in range(1000):
            pass

def strike(module, name, when):
    *path, last = name.split(".")
    owner = import_module(module)
    for part in path:
        owner = getattr(owner, part)
    real, hit = getattr(owner, last), []
    def struck(*args, **named):
        if when == "before" and not hit:
            hit.append(os.kill(os.getpid(), number))
        if when == "swallowed" and not hit:
            hit.append(1)
            Swallows()
        if when == "twice" and not hit:
            hit.append(1)
            try:
                os.kill(os.getpid(), number)
            finally:
                os.kill(os.getpid(), number)
        result = real(*args, **named)
        if when == "after" and not hit:
            hit.append(os.kill(os.getpid(), number))
        return result
    setattr(owner, last, struck)

number = int(sys.argv[4])
strike(*sys.argv[1:4])
from autograder import __main__
from autograder.shared import stop
code = __main__.main(sys.argv[5:])
stop.ignore()
sys.exit(code)
"""
# Where it strikes, the first time.
MOMENTS = {
    "the chapters are looked for": ("autograder.shared.catalogue", "select", "before"),
    "the pool begins": ("autograder.judging.pool", "Local.__init__", "after"),
    "the gradebook is opened": ("autograder.records.connection", "Connection._open", "after"),
    "a submission is read": ("autograder.grading.bounded_work", "BoundedWork.prepare", "before"),
    "one is under way": ("autograder.judging.pool", "Local.submit", "after"),
    "in the middle of the transaction": (
        "autograder.records.writing",
        "EntryWriter._comments",
        "after",
    ),
    "a notebook is written": ("os", "replace", "before"),
    "progress is told": ("autograder.progress", "Progress.add", "after"),
    "swallowed while reading": (
        "autograder.grading.bounded_work",
        "BoundedWork.prepare",
        "swallowed",
    ),
    "swallowed while writing": ("autograder.shared.atomic", "write", "swallowed"),
    "swallowed at the end": ("autograder.grade", "closing", "swallowed"),
    "told twice": ("autograder.grading.bounded_work", "BoundedWork.prepare", "twice"),
    "the pool is closed": ("autograder.judging.pool", "Local.close", "before"),
    "the table is made": ("autograder.records.table", "table", "before"),
}
SAID = (
    "autograder: stopped. What was graded is kept; the same command goes on where this one "
    "stopped.\n"
)


def stopped(root: Path, moment: tuple[str, str, str], number: int) -> tuple[int, str, str]:
    """Exit code, and what was said."""
    line = [
        sys.executable,
        "-c",
        HIT,
        *moment,
        str(int(number)),
        *small.command("--workers", "1", "--student", "ada")[3:],
    ]
    with small.start(root, line=line) as process:
        said, errors = process.communicate(timeout=HANG)
    return process.returncode, said, errors


@pytest.mark.sweep
def test_a_stop_at_any_moment_ends_with_130_and_the_sentence_how_to_go_on(
    handed_in: Path, quiet: Path, tmp_path: Path, left: small.Callable[[], list[psutil.Process]]
) -> None:
    root = small.copy(handed_in, tmp_path)
    numbers = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
    for turn, (name, moment) in enumerate(MOMENTS.items()):
        code, _, errors = stopped(root, moment, numbers[turn % 3])
        assert code == 130, (name, errors)
        assert errors.endswith(SAID), (name, errors)
        assert "Traceback" not in errors or moment[2] == "swallowed", (name, errors)
        assert left() == [], name
    small.grade(root)
    small.alike(root, quiet)


@pytest.mark.parametrize("number", first_of_each([signal.SIGINT, signal.SIGTERM, signal.SIGHUP]))
def test_a_stop_after_all_was_done_and_said_changes_nothing(
    number: signal.Signals, quiet: Path, tmp_path: Path
) -> None:
    root = small.copy(quiet, tmp_path)
    # The command's own frame is where the report returns to: what comes later is over.
    moment = ("autograder.shared.stop", "ignore", "after")
    code, said, errors = stopped(root, moment, number)
    assert (code, "stopped" in errors) == (0, False), errors
    assert said.startswith("ch01_lines")
