"""Grade one bundle: the student's cells in a sandbox, the test cells here, against stand-ins.

A pure function from a bundle to a record. It knows no gradebook, no folder and no other
submission, so it runs in a local process and on any machine of a cluster alike.
"""

from __future__ import annotations

import functools
import hashlib
import re
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

from autograder import harmless, wire
from autograder.bundle import (
    ANSWER,
    FIGURE,
    LOCKED,
    OWN,
    PICTURE,
    TEST,
    Bundle,
    Cell,
    Record,
)
from autograder.judge import GRACE, Chapter, compiled
from autograder.result import Outcome
from autograder.sandbox import Sandbox

OWN_CELLS = 10  # limits of a cell that all cells of the student's own may take together
MAX_SHOWN = 400_000  # characters that are kept of all that a notebook prints and raises
BEAT = 1.0  # seconds
FIGURE_SECONDS = 5.0  # that a figure may take
MAX_PICTURE = 500_000  # characters
TOO_MANY = "The cells of your own took too long together; the last of them were not run."
ENDED = "The notebook ended its own process, or ran out of memory."

_ALT = re.compile(r'aria-label="([^"]{1,2000})"')


@functools.lru_cache(maxsize=8)
def chapter(locked: tuple[str, ...]) -> Chapter:
    """The trusted half of a chapter, made once for all its submissions."""
    return Chapter(locked)


def prepare(bundle: Bundle) -> Chapter:
    """The chapter of a bundle: what it shares with the bundles of other students."""
    found = chapter(tuple(c.source for c in bundle.cells if c.kind == LOCKED))
    for cell in bundle.cells:
        if cell.kind == TEST:
            compiled(cell.source)
    return found


def run(
    bundle: Bundle, sandbox: Sandbox, beat: Callable[[Record | None], None] = lambda record: None
) -> Record:
    """Run a bundle's cells in their order, and judge its test cells where they stand.

    beat : called before each test with the record that it will be if the test never ends, and
           else at most once a BEAT
    """
    began = last = time.monotonic()
    setup = next((cell.source for cell in bundle.cells if cell.kind == LOCKED), "")
    submission = _Submission(bundle, sandbox.start(setup))
    try:
        for cell in bundle.cells:
            if cell.kind == TEST or time.monotonic() - last > BEAT:
                beat(submission.stuck(cell) if cell.kind == TEST else None)
                last = time.monotonic()
            submission.do(cell)
    finally:
        submission.channel.close()
        sandbox.stop()
    return replace(submission.record(time.monotonic() - began), tier=sandbox.tier)


class _Submission:
    """The state of a run: the student's process while it lives, and what is known so far."""

    def __init__(self, bundle: Bundle, channel: socket.socket) -> None:
        self.bundle, self.channel = bundle, channel
        self.chapter = prepare(bundle)
        self.outputs: dict[str, list[dict[str, Any]]] = {}
        self.points: dict[str, float] = {}
        self.outcome: Outcome = Outcome.OK
        self.reason: str | None = None
        self.alive = True
        self._left, self._room = OWN_CELLS * bundle.seconds, MAX_SHOWN
        channel.settimeout(bundle.seconds + GRACE)

    def do(self, cell: Cell) -> None:
        """Run or judge a cell; after the student's process has ended nothing can be had."""
        if cell.kind == FIGURE:
            self._draw(cell)
        elif cell.kind == TEST:
            self.points[cell.name] = 0.0
            if self.alive:
                self._judge(cell)
        elif self.alive:
            self._run(cell)

    def _ask(self, message: list[Any]) -> Any:
        """An answer of the student's process, or None when it has ended or talks nonsense."""
        self._tell(message)
        return self._hear() if self.alive else None

    def _tell(self, message: list[Any], descriptor: int | None = None) -> None:
        try:
            wire.send(self.channel, message, descriptor)
        except OSError:
            self._end(Outcome.KILLED, ENDED)

    def _hear(self) -> Any:
        try:
            return wire.receive(self.channel)
        except TimeoutError:
            self._end(Outcome.TIMEOUT, f"{self._where} ran too long and could not be stopped.")
        except (EOFError, OSError, wire.WireError):
            self._end(Outcome.KILLED, ENDED)
        return None

    def _end(self, outcome: Outcome, reason: str) -> None:
        self.alive = False
        self.outcome, self.reason = outcome, reason

    def _note(self, outcome: Outcome, reason: str) -> None:
        if self.outcome is Outcome.OK:
            self.outcome, self.reason = outcome, reason

    def _run(self, cell: Cell) -> None:
        lines = cell.source.strip().splitlines() or [""]
        self._where = f"The cell `{harmless.text(lines[0])[:80]}`"
        seconds = min(self.bundle.seconds, self._left) if cell.kind == OWN else self.bundle.seconds
        if seconds <= 0:
            self._note(Outcome.TIMEOUT, TOO_MANY)
            return
        began = time.monotonic()
        defines = self.chapter.defined if cell.kind in (LOCKED, ANSWER) else []
        answer = self._ask(["run", cell.source, seconds, defines])
        if not self.alive:
            return
        if cell.kind == OWN:
            self._left -= time.monotonic() - began
        printed, error = _checked(answer, self._room)
        self._room -= len(printed) + len(error["evalue"] if error else "")
        shown: list[dict[str, Any]] = []
        if printed:
            shown.append({"output_type": "stream", "name": "stdout", "text": printed})
        if error is not None:
            shown.append(error)
            if error["ename"] == "CellTimeoutError":
                late = f"{self._where} ran too long and was stopped."
                self._note(Outcome.TIMEOUT, late if seconds == self.bundle.seconds else TOO_MANY)
            elif error["ename"] == "MemoryError":
                self._note(Outcome.OUT_OF_MEMORY, f"{self._where} used up the memory it may have.")
        self.outputs[str(cell.place)] = shown

    def _draw(self, cell: Cell) -> None:
        """Keep the still picture of a figure; without one nothing is amiss."""
        if not self.alive:
            return
        seconds = min(self.bundle.seconds, FIGURE_SECONDS)
        self.channel.settimeout(seconds + GRACE)
        try:
            wire.send(self.channel, ["draw", cell.source, seconds])
            picture = wire.receive(self.channel)
        except (OSError, EOFError, wire.WireError):
            self.alive = False
            return
        if type(picture) is str and picture.startswith("<svg") and len(picture) < MAX_PICTURE:
            found = _ALT.search(picture)
            data = {PICTURE: picture, "text/plain": unescape(found[1]) if found else "a figure"}
            shown = {"output_type": "display_data", "data": data, "metadata": {}}
            self.outputs.setdefault(str(cell.place), []).append(shown)

    def _judge(self, cell: Cell) -> None:
        self._where = f"The test of `{cell.name.removeprefix('test_')}`"
        ours, theirs = socket.socketpair()
        with theirs:
            self._tell(["fork", self.bundle.seconds], theirs.fileno())
        with ours:
            ours.settimeout(self.bundle.seconds + GRACE)
            seed = _seed(self.bundle.seed, cell.name)
            verdict = self.chapter.test(cell.source, cell.points, ours, seed)
        # The fork was answered while the test began; if there was none, there is no verdict.
        if self.alive:
            self._hear()
        if not self.alive:
            return
        self.points[cell.name] = verdict.points
        self.outputs[str(cell.place)] = verdict.outputs
        if verdict.failure == "timeout":
            self._note(Outcome.TIMEOUT, f"{self._where} ran too long and was stopped.")
        elif verdict.failure == "grader":
            self._end(Outcome.INTERNAL_ERROR, verdict.outputs[0]["evalue"])

    def stuck(self, cell: Cell) -> Record:
        """The record of a run that comes no further than this test."""
        reason = f"The test of `{cell.name.removeprefix('test_')}` ran too long and was ended."
        return Record(str(Outcome.TIMEOUT), reason, self.outputs, self.points)

    def record(self, seconds: float) -> Record:
        """What the run came to."""
        return Record(str(self.outcome), self.reason, self.outputs, self.points, seconds)


def _seed(secret: str, name: str) -> list[int]:
    """Words of a seed for one test cell, from the secret of the run."""
    digest = hashlib.sha256(f"{secret}/{name}".encode()).digest()
    return [int.from_bytes(digest[i : i + 4], "big") for i in range(0, 16, 4)]


def _checked(answer: Any, room: int) -> tuple[str, dict[str, Any] | None]:
    """What a cell printed and raised, from a process that may say anything, as far as it fits."""
    printed, report = answer if type(answer) is list and len(answer) == 2 else ("", None)
    text = printed[: min(20_000, max(room, 0))] if type(printed) is str else ""
    if report is None:
        return text, None
    try:
        kind, said = str(report[0][0])[:100], str(report[1])[: 2000 if room > 0 else 0]
    except (TypeError, IndexError, KeyError):
        kind, said = "Error", ""
    if kind == "TooSlow":
        kind = "CellTimeoutError"
    last = f"{kind}: {said}"
    return text, {"output_type": "error", "ename": kind, "evalue": said, "traceback": [last]}
