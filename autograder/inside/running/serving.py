"""The process of one submission: it runs the cells as they come, and forks for each test cell."""

from __future__ import annotations

import os
import random
import signal
import socket
import sys
import tempfile
import threading
from typing import Any

import numpy as np

from autograder.inside import forks
from autograder.inside.running.answering import StudentEnd
from autograder.inside.running.notebook import Notebook
from autograder.inside.running.pools import revive_pools
from autograder.inside.running.report import report
from autograder.inside.running.scratch import Scratch
from autograder.inside.running.time_limit import TooSlow
from autograder.inside.wall import confine
from autograder.inside.wall.tiers import BWRAP
from autograder.inside.wire import frames

SPARE = 32 * 2**20  # bytes kept from the student's code, to go on with when it has used up all


def be_submission(passed: int | None, notebook: Notebook | None, entering: dict[str, Any]) -> None:
    """Be a submission, in a fork of the warm process, until the grader hangs up; then end.

    passed   : the channel to the grader, which is told first whether this is confined
    notebook : None to end after that
    entering : what `confine.enter` takes
    """
    code = 1
    try:
        with socket.socket(fileno=passed) as channel:
            try:
                confine.enter(**entering)
            except BaseException as error:
                frames.send(channel, [f"{type(error).__name__}: {error}"])
                raise
            # What is printed past Python (by C code, by `os.write`) shall reach nobody's terminal.
            quiet = os.open(os.devnull, os.O_RDWR)
            for standard in range(3):
                os.dup2(quiet, standard)
            os.close(quiet)
            os.environ.update(HOME=os.getcwd(), TMPDIR=os.getcwd())
            tempfile.tempdir = None
            sys.path.insert(0, "")  # as in a notebook: what it writes it can import
            random.seed()  # or every submission of this process would draw the same
            np.random.seed()
            frames.send(channel, [])
            if notebook is not None:
                shared = ["/dev/shm"] if entering["tier"] == BWRAP else []
                notebook.scratch = Scratch([os.getcwd(), *shared])
                serve(channel, notebook)
        code = 0
    finally:
        os._exit(code)  # what the warm process would do at its end is not a fork's to do


def serve(channel: socket.socket, notebook: Notebook) -> None:
    """One submission: run its cells as they come, and fork for each test cell.

    ["run", number, source, seconds, names that locked cells define, until]
        -> [number, printed, report or None, whether memory is full]
    ["draw", source, seconds] -> a figure's still picture, as SVG, or ""; False if it took too long
    ["fork", seconds] with a descriptor -> True; the fork answers the judge's calls on it. False if
        no process could be had
    ["fit"] -> whether one can be had
    """
    # Nobody waits for the forks of tests: the kernel shall not keep what they leave.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    notebook.spare = np.empty(SPARE, np.uint8)
    process = os.getpid()
    while True:
        try:
            message, passed = frames.receive_with(channel)
        except EOFError:
            return
        notebook.scratch.clear()  # a test has ended, or none was there
        kind, *rest = message
        answer: Any = None
        if kind == "run":
            number, *rest = rest
            try:
                answer = [number, *notebook.run(*rest)]
            except TooSlow as error:
                answer = [number, "", report(error), False]
            if os.getpid() != process:
                os._exit(0)  # a fork that the cell made, and that came out of it, too
        elif kind == "draw":
            try:
                answer = notebook.draw(*rest)
            except TooSlow:
                answer = False
            except Exception:
                answer = ""
        elif kind == "fork":
            notebook.scratch.note()
            threads = threading.active_count()
            with socket.socket(fileno=passed) as judge:
                # Made here, where to make it copies no memory that the fork shares.
                end = StudentEnd(notebook, judge, rest[0])
                if (child := _fork()) == 0:
                    channel.close()
                    _answer_calls(end, threads)
            answer = child is not None
        elif kind == "fit":
            if (child := _fork()) == 0:
                os._exit(0)
            answer = child is not None
        frames.send(channel, answer)


def _fork() -> int | None:
    """A fork's process id, or 0 in it; None if no process can be had."""
    try:
        return forks.fork()
    except OSError:
        return None


def _answer_calls(end: StudentEnd, threads: int) -> None:
    code = 0
    try:
        if threads > 1:
            revive_pools()
        end.notebook.scratch.enter()
        end.listen()
    except BaseException:
        code = 1
    finally:
        os._exit(code)
