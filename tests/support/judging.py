"""A test cell judged outside of the process that holds the answer, without a sandbox around it."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence

from autograder.inside.running.answering import StudentEnd
from autograder.inside.running.notebook import Notebook
from autograder.judging import judge

SETUP = "import numpy as np\nfrom course import check"
SECONDS = 60.0


def judged(
    test: str, cells: Sequence[str], locked: Sequence[str] = (SETUP,), points: float = 1.0
) -> judge.Verdict:
    """The verdict on a test cell.

    cells  : what the student's notebook runs, in its order, after the locked cells
    locked : sources of the chapter's locked cells
    """
    trusted = judge.ChapterJudge(locked)
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        try:
            ours.close()
            notebook = Notebook()
            for source in locked:
                notebook.run(source, SECONDS, trusted.defined)
            for source in cells:
                notebook.run(source, SECONDS)
            StudentEnd(notebook, theirs, SECONDS).listen()
        finally:
            os._exit(0)
    theirs.close()
    with ours:
        ours.settimeout(SECONDS)
        verdict = trusted.test(test, points, ours, [1])
    os.waitpid(child, 0)
    return verdict


def message(verdict: judge.Verdict) -> str:
    """What the first output of the test cell says; "" if nothing is amiss."""
    return verdict.outputs[0]["traceback"][0] if verdict.outputs else ""
