"""Run one bundle: the student's cells in a sandbox, the test cells here, against stand-ins.

A pure function from a bundle to a record. It knows no gradebook, no folder and no other
submission, so it runs in a local process and on any machine of a cluster alike.
"""

from __future__ import annotations

import functools
import hashlib
import socket
import time
from collections.abc import Callable
from dataclasses import replace

from autograder.judging import budget, outputs
from autograder.judging.budget import GRACE, Budget, OverError
from autograder.judging.bundle import FIGURE, LOCKED, OWN, TEST, Bundle, CodeCell, Record
from autograder.judging.findings import Findings, where
from autograder.judging.judge import ChapterJudge, Verdict, compiled
from autograder.judging.process import LostError
from autograder.judging.result import Outcome
from autograder.judging.sandbox import Sandbox
from autograder.judging.session import Session
from autograder.judging.version import walls

BEAT = 1.0  # seconds
TOO_OFTEN = "That came too often: what stands below was not run."


@functools.lru_cache(maxsize=8)
def _judge(locked: tuple[str, ...]) -> ChapterJudge:
    """The judge of a chapter, made once for all its submissions."""
    return ChapterJudge(locked)


def prepare(bundle: Bundle, tier: str = "") -> ChapterJudge:
    """The judge of a bundle: what it shares with the bundles of other students.

    tier : of the sandbox that will run it, which is looked at once
    """
    walls(tier)
    found = _judge(tuple(c.source for c in bundle.cells if c.kind == LOCKED))
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
    running = Running(bundle, functools.partial(sandbox.start, setup), beat)
    try:
        for cell in bundle.cells:
            running.do(cell)
    finally:
        running.close()
        sandbox.stop()
    record, tier = running.findings.record(time.monotonic() - began), sandbox.tier
    return replace(record, tier=tier, walls=walls(tier))


class Running:
    """A bundle while it is run: a session as long as there is one, and what is known so far.

    begin : makes a process for the student's cells, and ends the last: the channel to it
    """

    def __init__(
        self, bundle: Bundle, begin: Callable[[], socket.socket],
        beat: Callable[[Record | None], None],
    ) -> None:  # fmt: skip
        self._bundle, self._beat = bundle, beat
        self._judge = prepare(bundle)
        self._budget = Budget(bundle.seconds)
        self._last, self._over = time.monotonic(), False
        self.findings = Findings(self._budget)
        self._session = Session(
            begin, self._budget, self._judge.defined, self.findings.blame, self._pulse
        )

    def do(self, cell: CodeCell) -> None:
        """Run, judge or draw a cell, as far as there is a process for it."""
        if cell.kind == TEST:
            self.findings.points[cell.name] = 0.0
        if self._over:
            return
        try:
            if cell.kind == TEST:
                self._test(cell)
            else:
                self._pulse()
                (self._draw if cell.kind == FIGURE else self._run)(cell)
        except OverError:
            self._over, last = True, self._session.last
            self.findings.note(last.outcome, f"{where(cell)} {last.how}.")
            self.findings.reason = f"{self.findings.reason} {TOO_OFTEN}"

    def close(self) -> None:
        """Hang up on the student's process."""
        self._session.close()

    def _pulse(self) -> None:
        """Let it be known now and then that all goes on."""
        if time.monotonic() - self._last > BEAT:
            self._beat(None)
            self._last = time.monotonic()

    def _run(self, cell: CodeCell) -> None:
        limit = self._bundle.seconds
        seconds = min(limit, self._budget.own) if cell.kind == OWN else limit
        if seconds <= 0:
            self.findings.note(Outcome.TIMEOUT, budget.TOO_MANY)
            return
        try:
            printed, report = self._session.run(cell, seconds)
        except LostError as lost:
            self.findings.blame(cell, lost)
            return
        kind = self.findings.ran(cell, printed, report)
        if kind == "CellTimeoutError":
            late = f"{where(cell)} ran too long and was stopped."
            self.findings.note(Outcome.TIMEOUT, late if seconds == limit else budget.TOO_MANY)
        elif kind == "MemoryError":
            full = f"{where(cell)} used up the memory it may have."
            self.findings.note(Outcome.OUT_OF_MEMORY, full)

    def _draw(self, cell: CodeCell) -> None:
        """Keep the still picture of a figure; without one nothing is amiss."""
        seconds = min(self._bundle.seconds, self._budget.drawing())
        if seconds <= 0:
            self.findings.show(cell, outputs.printed(budget.NO_MORE_FIGURES))
            self._over = True  # figures come last
            return
        began = time.monotonic()
        try:
            answer = self._session.process.ask(["draw", cell.source, seconds], seconds)
        except LostError:
            self.findings.show(cell, outputs.printed(budget.ENDED_BY_FIGURE))
            self._over = True
            return
        is_picture = type(answer) is str and answer.startswith("<svg")
        picture = answer if is_picture else ""
        left_out = self._budget.drawn(time.monotonic() - began, picture)
        if answer is False:
            left_out = budget.TOO_SLOW
        if left_out:
            self.findings.show(cell, outputs.printed(left_out))
        elif picture:
            self.findings.show(cell, outputs.drawn(picture))

    def _test(self, cell: CodeCell) -> None:
        verdict, lost = self._verdict(cell)
        while lost and (verdict is None or verdict.failure):
            # A verdict that was reached stands, whatever happens to the process.
            if not self._session.restart():
                self.findings.note(lost.outcome, f"{where(cell)} {lost.how}.")
                self._take(cell, verdict)
                return
            with self._budget.running_again():
                verdict, lost = self._verdict(cell)
        self._take(cell, verdict)
        if lost:
            self._session.restart()

    def _verdict(self, cell: CodeCell) -> tuple[Verdict | None, LostError | None]:
        """What a test came to, if it began; and how the process from which it forked was lost.

        Each test has a fork of its own: it finds the notebook as the cells above have left it,
        and what it draws, writes or changes there is gone with it, so that no test and no later
        cell knows whether another was run before.
        """
        self._beat(self.findings.stuck(cell))
        self._last = time.monotonic()
        seconds, verdict = self._bundle.seconds, None
        process = self._session.process
        ours, theirs = socket.socketpair()
        try:
            with ours:
                with theirs:
                    process.fork(theirs.fileno(), seconds)
                ours.settimeout(seconds + GRACE)
                seed = seed_of(self._bundle.seed, cell.name)
                verdict = self._judge.test(cell.source, cell.points, ours, seed)
            # The fork was answered while the test began; if there was none, there is no verdict.
            process.check_forked(seconds)
        except LostError as lost:
            return verdict, lost
        return verdict, None

    def _take(self, cell: CodeCell, verdict: Verdict | None) -> None:
        if verdict is not None:
            self.findings.judged(cell, verdict)
            self._over |= verdict.failure == "grader"


def seed_of(secret: str, name: str) -> list[int]:
    """Words of a seed for one test cell, from the secret of the run."""
    digest = hashlib.sha256(f"{secret}/{name}".encode()).digest()
    return [int.from_bytes(digest[i : i + 4], "big") for i in range(0, 16, 4)]
