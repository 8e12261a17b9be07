"""The process that waits in the sandbox, forks for each submission, and watches what that uses."""

from __future__ import annotations

import os
import select
import socket
import sys
import tempfile
import time
from contextlib import suppress
from typing import Any

from autograder.inside import forks
from autograder.inside.running.notebook import Notebook
from autograder.inside.running.rehearsal import warmed_up
from autograder.inside.running.scratch import COPIED
from autograder.inside.running.serving import be_submission
from autograder.inside.wall import folders, namespaces, processes, seccomp
from autograder.inside.wall.births import Births, take_over
from autograder.inside.wall.tiers import BWRAP, LANDLOCK, NONE
from autograder.inside.wire import frames

START = 60.0  # seconds that a submission may take to be confined
BESIDES = 2 * COPIED  # bytes of the disk for what a test adds to what the cells have written
WATCH = 0.1  # seconds between two looks at what a submission uses
OURS = 1  # a process of ours that a submission's stand below


def main(
    descriptor: int, entering: dict[str, Any], tasks: int, total: int,
    ready: bool = True, full: bool = False,
) -> None:  # fmt: skip
    """Wait for submissions on a channel, one at a time, and fork for each.

    ["start", setup] with a descriptor -> process id; the fork serves the submission on it, and
    says there first whether it is confined: [] or [why not]. What the chapter's own setup
    imports, this process imports once, for all its submissions
    ["stop"] -> None; nothing of it is left then

    entering : what `confine.enter` takes: the tier and the limits
    tasks    : processes and threads of a submission at a time
    total    : bytes of memory that they have together
    ready    : whether there shall be a notebook; without one a submission only says whether it is
               confined
    full     : whether with IPython and matplotlib
    """
    sys.setrecursionlimit(3000)  # what a notebook has with most jedis
    processes.adopt()
    if entering["tier"] != NONE:
        with suppress(OSError):  # each submission meets it, and says so
            seccomp.program(entering["tier"], _asks(entering["tier"]))  # once for all of them
    notebook = warmed_up(full) if ready else None
    forks.settle()
    with socket.socket(fileno=descriptor) as control:
        _Warm(control, notebook, entering, tasks, total).wait()


def _asks(tier: str) -> bool:
    """Whether births have to be counted here: others than root share their user with neighbours."""
    return tier == LANDLOCK and os.getuid() != 0


class _Warm:
    """The warm process: the submission that runs now, and what it may use in all."""

    def __init__(
        self, control: socket.socket, notebook: Notebook | None, entering: dict[str, Any],
        tasks: int, total: int,
    ) -> None:  # fmt: skip
        self.control, self.notebook, self.entering = control, notebook, entering
        self.tasks, self.total = tasks + OURS, total
        self.confined = entering["tier"] == BWRAP
        self.folder = self.own_folder = entering["writable"]
        self.running = 0
        self.births: Births | None = None
        self.known: set[str] = set()
        self.own = processes.own_memory()

    def wait(self) -> None:
        """Serve until the other end is gone, however it went."""
        try:
            frames.send(self.control, ["ready"])
            while True:
                self._watch()
                message, passed = frames.receive_with(self.control)
                if message[0] == "start":
                    self._set_up(message[1])
                    self._start(passed)
                else:
                    self._stop()
                    frames.send(self.control, None)
        except (EOFError, OSError):
            return
        finally:
            self._stop()
            if not self.confined:
                folders.remove(self.folder)

    def _set_up(self, setup: str) -> None:
        # A chapter's first cell is ours, and no student's: so it may run here, before the fork.
        if setup not in self.known:
            self.known.add(setup)
            with suppress(Exception):  # the submission will meet it, and tell
                exec(setup, {"__name__": "__main__"})
            forks.settle()
            self.own = processes.own_memory()

    def _start(self, passed: int | None) -> None:
        self._stop()
        if not self.confined:
            # Nobody else's: what another submission left could never be seen.
            self.own_folder = self._own_folder()
            if os.getuid() == 0 and self.entering["tier"] == LANDLOCK:
                os.chown(self.own_folder, self.entering["uid"], self.entering["uid"])
        ours, theirs = socket.socketpair() if _asks(self.entering["tier"]) else (None, None)
        self.running = namespaces.fork_off(self.entering["tier"])
        if self.running == 0:
            self.control.close()
            if ours is not None:
                ours.close()
            own = {"writable": self.own_folder, "births": theirs}
            be_submission(passed, self.notebook, self.entering | own)
        if passed is not None:
            os.close(passed)
        if ours is not None and theirs is not None:
            theirs.close()
            self._count_births(take_over(ours, START))
        frames.send(self.control, self.running)

    def _own_folder(self) -> str:
        """A new folder; if another submission has filled the disk, it will be ended in a moment."""
        end = time.monotonic() + forks.PATIENCE
        while True:
            try:
                return tempfile.mkdtemp(prefix="own-", dir=self.folder)
            except OSError:
                if time.monotonic() > end:
                    raise
            time.sleep(WATCH)

    def _count_births(self, listener: int | None) -> None:
        if listener is not None:
            running = self.running
            self.births = Births(listener, self.tasks, lambda: processes.usage(running)[0])

    def _stop(self) -> None:
        if self.running:
            processes.end(self.running, self.entering["tier"])
        self.running = 0
        if self.births is not None:
            self.births.close()
            self.births = None
        if self.own_folder != self.folder:
            folders.remove(self.own_folder)
            self.own_folder = self.folder

    def _watch(self) -> None:
        """Until the next message, end a submission that uses too much in all its processes."""
        last = time.monotonic()
        while True:
            heard: list[Any] = [self.control, *([self.births] if self.births else [])]
            ready = select.select(heard, [], [], WATCH if self.running else None)[0]
            if self.births in ready and self.births and not self.births.answer():
                self.births.close()
                self.births = None
            if self.control in ready:
                return
            if self.running and time.monotonic() - last >= WATCH:
                self._look()
                last = time.monotonic()

    def _look(self) -> None:
        # The kernel's own limits are for each process: many small ones would slip below them.
        tasks, used = processes.usage(self.running, self.own)
        full = not self.confined and folders.overfull(
            self.own_folder, self.entering["space"] + BESIDES, processes.below(self.running)
        )
        if tasks > self.tasks or used > self.total or full:
            self._stop()
