"""Everything that a test will need, done once before anything forks: imports, and a few trials."""

from __future__ import annotations

import os
import socket
import sys
import types
from typing import Any

import numpy as np

from autograder.inside import forks
from autograder.inside.running import unseen
from autograder.inside.running.answering import StudentEnd
from autograder.inside.running.notebook import Notebook
from autograder.inside.running.report import report
from autograder.inside.wire.conversation import Conversation
from autograder.inside.wire.handles import Handle
from autograder.inside.wire.heap import Heap
from course.check import exchange

START = 60.0  # seconds for the cells that warm up
REHEARSALS = 24  # Python specializes its bytecode where it has been some times; forks inherit that


def warmed_up(full: bool) -> Notebook:
    """Import what every notebook imports, once, before anything forks.

    full : IPython and matplotlib, too. Every test is a fork, and costs more the more is here
    """
    # Figures are widgets, and only drawn here. The real anywidget takes long to import and needs a
    # kernel to talk to; so the course's figures are imported while another stands in its place.
    stand_in: Any = types.ModuleType("anywidget")
    stand_in.AnyWidget = unseen.Widget
    sys.modules["anywidget"] = stand_in
    from course import check, widgets  # noqa: F401

    for name in widgets.__all__:
        getattr(widgets, name)
    del sys.modules["anywidget"]
    notebook = Notebook()
    if full:
        import matplotlib
        import matplotlib.figure

        matplotlib.use = unseen.nothing
        # The first cell makes IPython import what it imports late.
        notebook.run("%precision 3\n0 / 0", START)
        notebook.run("%precision", START)
    notebook.draw("__import__('course.widgets').widgets.neuron('AND')", START)
    for _ in range(REHEARSALS):
        _rehearse(notebook)
    return notebook


def _rehearse(notebook: Notebook) -> None:
    """Go through what every test needs, with a process that asks as the judge will."""
    notebook.run("def rehearsed(x): return 2.0 * x", START)
    exchange.put(notebook.names, {"rehearsed": unseen.nothing})[0]()
    ours, theirs = socket.socketpair()
    child = forks.fork()
    if child == 0:
        ours.close()
        with theirs:
            _ask(theirs)
        os._exit(0)
    theirs.close()
    with ours:
        StudentEnd(notebook, ours, START).listen()
    os.waitpid(child, 0)
    del notebook.names["rehearsed"]


def _ask(channel: socket.socket) -> None:
    """The judge's part in a rehearsal."""
    heap = Heap(lambda kind, token, name, extra: Handle(token, name))
    judge = Conversation(channel, heap, report, lambda kind, values: None)
    rehearsed = judge.ask("lend", ["rehearsed"])["rehearsed"]
    for _ in range(3):
        judge.call(rehearsed, (np.ones(3),), {})
