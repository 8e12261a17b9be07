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

from autograder.judging import budget
from autograder.judging.budget import Budget
from autograder.judging.bundle import (
    FIGURE,
    LOCKED,
    OWN,
    PICTURE,
    TEST,
    Bundle,
    Cell,
    Record,
)
from autograder.judging.judge import GRACE, Chapter, Verdict, compiled
from autograder.judging.lives import LATE, Lives, LostError, OverError
from autograder.judging.result import Outcome
from autograder.judging.sandbox import Sandbox
from autograder.judging.version import walls
from autograder.shared import harmless

BEAT = 1.0  # seconds
TOO_OFTEN = "That came too often: what stands below was not run."

_ALT = re.compile(r'aria-label="([^"]{1,2000})"')


@functools.lru_cache(maxsize=8)
def chapter(locked: tuple[str, ...]) -> Chapter:
    """The trusted half of a chapter, made once for all its submissions."""
    return Chapter(locked)


def prepare(bundle: Bundle, tier: str = "") -> Chapter:
    """The chapter of a bundle: what it shares with the bundles of other students.

    tier : of the sandbox that will run it, which is looked at once
    """
    walls(tier)
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
    began = time.monotonic()
    setup = next((cell.source for cell in bundle.cells if cell.kind == LOCKED), "")
    submission = _Submission(bundle, functools.partial(sandbox.start, setup), beat)
    try:
        for cell in bundle.cells:
            submission.do(cell)
    finally:
        submission.lives.channel.close()
        sandbox.stop()
    record, tier = submission.record(time.monotonic() - began), sandbox.tier
    return replace(record, tier=tier, walls=walls(tier))


class _Submission:
    """The state of a run: the student's process while there is one, and what is known so far."""

    def __init__(
        self, bundle: Bundle, begin: Callable[[], socket.socket],
        beat: Callable[[Record | None], None],
    ) -> None:  # fmt: skip
        self.bundle, self._beat = bundle, beat
        self.chapter = prepare(bundle)
        self.outputs: dict[str, list[dict[str, Any]]] = {}
        self.points: dict[str, float] = {}
        self.outcome: Outcome = Outcome.OK
        self.reason: str | None = None
        self.over = False
        self._budget = Budget(bundle.seconds)
        self.lives = Lives(begin, self._budget, self.chapter.defined, self._blame, self._pulse)
        self._last = time.monotonic()

    def do(self, cell: Cell) -> None:
        """Run, judge or draw a cell, as far as there is a process for it."""
        if cell.kind == TEST:
            self.points[cell.name] = 0.0
        if self.over:
            return
        try:
            if cell.kind == TEST:
                self._judge(cell)
            else:
                self._pulse()
                (self._draw if cell.kind == FIGURE else self._run)(cell)
        except OverError:
            self.over, last = True, self.lives.last
            self._note(last.outcome, f"{_where(cell)} {last.how}.")
            self.reason = f"{self.reason} {TOO_OFTEN}"

    def _pulse(self) -> None:
        """Let it be known now and then that all goes on."""
        if time.monotonic() - self._last > BEAT:
            self._beat(None)
            self._last = time.monotonic()

    def _note(self, outcome: Outcome, reason: str) -> None:
        if self.outcome is Outcome.OK:
            self.outcome, self.reason = outcome, reason

    def _run(self, cell: Cell) -> None:
        limit = self.bundle.seconds
        seconds = min(limit, self._budget.own) if cell.kind == OWN else limit
        if seconds <= 0:
            self._note(Outcome.TIMEOUT, budget.TOO_MANY)
            return
        try:
            said, report = self.lives.run(cell, seconds)
        except LostError as lost:
            self._blame(cell, lost)
            return
        printed, error = _checked(said, report, self._budget)
        shown: list[dict[str, Any]] = [_printed(printed)] if printed else []
        if error is not None:
            shown.append(error)
            if error["ename"] == "CellTimeoutError":
                late = f"{_where(cell)} ran too long and was stopped."
                self._note(Outcome.TIMEOUT, late if seconds == limit else budget.TOO_MANY)
            elif error["ename"] == "MemoryError":
                full = f"{_where(cell)} used up the memory it may have."
                self._note(Outcome.OUT_OF_MEMORY, full)
        self._show(cell, *shown)

    def _blame(self, cell: Cell, lost: LostError) -> None:
        """Say which cell, run for the first time or again, has ended the process."""
        self._note(lost.outcome, f"{_where(cell)} {lost.how}.")
        kind = "CellTimeoutError" if lost.how == LATE else "DeadKernelError"
        self._show(cell, _error(kind, f"This cell {lost.how}. It is left out from here on."))

    def _show(self, cell: Cell, *outputs: dict[str, Any]) -> None:
        self.outputs.setdefault(str(cell.place), []).extend(outputs)

    def _draw(self, cell: Cell) -> None:
        """Keep the still picture of a figure; without one nothing is amiss."""
        seconds = min(self.bundle.seconds, self._budget.drawing())
        if seconds <= 0:
            self._show(cell, _printed(budget.NO_MORE_FIGURES))
            self.over = True  # figures come last
            return
        began = time.monotonic()
        try:
            answer = self.lives.ask(["draw", cell.source, seconds], seconds)
        except LostError:
            self._show(cell, _printed(budget.ENDED_BY_FIGURE))
            self.over = True
            return
        is_picture = type(answer) is str and answer.startswith("<svg")
        picture = answer if is_picture else ""
        left_out = self._budget.drawn(time.monotonic() - began, picture)
        if answer is False:
            left_out = budget.TOO_SLOW
        if left_out:
            self._show(cell, _printed(left_out))
        elif picture:
            found = _ALT.search(picture)
            data = {PICTURE: picture, "text/plain": unescape(found[1]) if found else "a figure"}
            self._show(cell, {"output_type": "display_data", "data": data, "metadata": {}})

    def _judge(self, cell: Cell) -> None:
        verdict, lost = self._verdict(cell)
        while lost and (verdict is None or verdict.failure):
            # A verdict that was reached stands, whatever happens to the process.
            if not self.lives.renew():
                self._note(lost.outcome, f"{_where(cell)} {lost.how}.")
                self._tell(cell, verdict)
                return
            with self.lives.counted():
                verdict, lost = self._verdict(cell)
        self._tell(cell, verdict)
        if lost:
            self.lives.renew()

    def _verdict(self, cell: Cell) -> tuple[Verdict | None, LostError | None]:
        """What a test came to, if it began; and how the process from which it forked was lost."""
        self._beat(self.stuck(cell))
        self._last = time.monotonic()
        seconds, verdict = self.bundle.seconds, None
        ours, theirs = socket.socketpair()
        try:
            with ours:
                with theirs:
                    self.lives.tell(["fork", seconds], theirs.fileno())
                ours.settimeout(seconds + GRACE)
                seed = _seed(self.bundle.seed, cell.name)
                verdict = self.chapter.test(cell.source, cell.points, ours, seed)
            # The fork was answered while the test began; if there was none, there is no verdict.
            self.lives.forked(seconds)
        except LostError as lost:
            return verdict, lost
        return verdict, None

    def _tell(self, cell: Cell, verdict: Verdict | None) -> None:
        if verdict is None:
            return
        self.points[cell.name] = verdict.points
        self.outputs[str(cell.place)] = [_cut(output, self._budget) for output in verdict.outputs]
        if verdict.failure == "timeout":
            self._note(Outcome.TIMEOUT, f"{_where(cell)} ran too long and was stopped.")
        elif verdict.failure == "grader":
            # A fault of ours: the whole submission is tried again another time.
            self.outcome, self.over = Outcome.INTERNAL_ERROR, True
            self.reason = verdict.outputs[0]["evalue"]

    def stuck(self, cell: Cell) -> Record:
        """The record of a run that comes no further than this test."""
        reason = f"{_where(cell)} ran too long and was ended."
        return Record(str(Outcome.TIMEOUT), reason, self.outputs, self.points)

    def record(self, seconds: float) -> Record:
        """What the run came to."""
        return Record(str(self.outcome), self.reason, self.outputs, self.points, seconds)


def _where(cell: Cell) -> str:
    """A cell in a sentence."""
    if cell.kind == TEST:
        return f"The test of `{cell.name.removeprefix('test_')}`"
    lines = cell.source.strip().splitlines() or [""]
    return f"The cell `{harmless.text(lines[0])[:80]}`"


def _seed(secret: str, name: str) -> list[int]:
    """Words of a seed for one test cell, from the secret of the run."""
    digest = hashlib.sha256(f"{secret}/{name}".encode()).digest()
    return [int.from_bytes(digest[i : i + 4], "big") for i in range(0, 16, 4)]


def _checked(
    printed: Any, report: Any, left: Budget
) -> tuple[str, dict[str, Any] | None]:  # fmt: skip
    """What a cell printed and raised, from a process that may say anything, as far as it fits."""
    text = left.shown(printed[:20_000]) if type(printed) is str and printed else ""
    if report is None:
        return text, None
    try:
        kind, said = str(report[0][0])[:100], left.shown(str(report[1])[:2000])
    except (TypeError, IndexError, KeyError):
        kind, said = "Error", ""
    return text, _error("CellTimeoutError" if kind == "TooSlow" else kind, said)


def _printed(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def _error(kind: str, said: str) -> dict[str, Any]:
    last = f"{kind}: {said}"
    return {"output_type": "error", "ename": kind, "evalue": said, "traceback": [last]}


def _cut(output: dict[str, Any], left: Budget) -> dict[str, Any]:
    """A test's output, as much as is kept of what it says: an answer's text may be in it."""
    if output["output_type"] != "error":
        return output
    lines = [left.message(line) for line in output["traceback"]]
    return output | {"evalue": left.message(output["evalue"]), "traceback": lines}
