"""The student's process, and the new one that takes its place when a cell has ended it.

Each exercise is judged for itself, with the cells before it that still run. So a cell that ends,
hangs or fills its process costs nothing but itself: a new process is forked, the cells that ran
before are run again without it, and the notebook goes on. To keep a copy of the process before
each cell would spare the running again, and cost every notebook a fork for each of its cells.

A cell is taken for the culprit only when those before it run again and leave the process fit:
what an earlier one left behind may end the process later. Nothing but the cells' own text goes
from one process to the next: no file, no process, no test.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from autograder.inside.wire import frames
from autograder.inside.wire.limits import WireError
from autograder.judging.budget import SETTLE, Budget
from autograder.judging.bundle import ANSWER, LOCKED, OWN, Cell
from autograder.judging.judge import GRACE
from autograder.judging.result import Outcome

LOOK = 10.0  # seconds in which an idle process has to say that it is there
LONGEST_PAUSE = 2.0  # seconds
LATE = "ran too long and could not be stopped"
ENDED = "ended its own process, or ran out of memory"
MEMORY = "used up the memory it may have"
PROCESSES = "left more processes running than a submission may have"


class LostError(Exception):
    """A process of the student's that ended, hangs, is full, or talks nonsense.

    outcome : of the submission     how : what the culprit did, the rest of a sentence
    """

    def __init__(self, outcome: Outcome, how: str) -> None:
        super().__init__(how)
        self.outcome, self.how = outcome, how


class OverError(Exception):
    """A submission has had all the processes, or all the time for running again, that it may."""


@dataclass(eq=False)
class _Ran:
    """A cell that is run again in a new process; until: only what stands above this line, or 0."""

    cell: Cell
    seconds: float
    until: int = 0


class Lives:
    """The student's process; one at a time.

    begin   : makes a new one, ends the last: the channel to it
    defines : names of functions that locked cells make
    blame   : told of a cell that ran and, run again, ended a new process; it is left out then
    pulse   : called between cells that are run again

    last : how the last process that was lost was lost
    """

    def __init__(
        self, begin: Callable[[], socket.socket], budget: Budget, defines: Sequence[str],
        blame: Callable[[Cell, LostError], None], pulse: Callable[[], None],
    ) -> None:  # fmt: skip
        self._begin, self._budget, self._defines = begin, budget, list(defines)
        self._blame, self._pulse = blame, pulse
        self._ran: list[_Ran] = []
        self._pause, self._number = SETTLE, 0
        self.last = LostError(Outcome.KILLED, ENDED)
        self.channel = begin()

    def ask(self, message: list[Any], seconds: float) -> Any:
        """An answer, within so many seconds and a grace. Raises LostError."""
        self.tell(message)
        return self._hear(seconds)

    def tell(self, message: list[Any], descriptor: int | None = None) -> None:
        """Send a request. Raises LostError."""
        try:
            frames.send(self.channel, message, descriptor)
        except OSError as error:
            raise self._lost(error) from None

    def forked(self, seconds: float) -> None:
        """The answer to a request for a fork. Raises LostError if there was none."""
        answer = self._hear(seconds)
        if answer is not True:
            raise self._lost(PROCESSES if answer is False else ENDED)

    def _lost(self, why: str | Exception) -> LostError:
        late, full = isinstance(why, TimeoutError), why == MEMORY
        how = why if isinstance(why, str) else LATE if late else ENDED
        outcome = Outcome.OUT_OF_MEMORY if full else Outcome.TIMEOUT if late else Outcome.KILLED
        self.last = LostError(outcome, how)
        return self.last

    def _hear(self, seconds: float) -> Any:
        frames.wait(self.channel, seconds + GRACE)
        try:
            return frames.receive(self.channel)
        except (EOFError, OSError, WireError) as error:
            raise self._lost(error) from None

    def run(self, cell: Cell, seconds: float) -> list[Any]:
        """What a cell printed, and the report of its error or None; as the student's code says.

        Raises LostError if it ended its process, which is a new one then; OverError.
        """
        one, again = _Ran(cell, seconds), False
        while True:
            try:
                *answer, full = self._timed(one, again)
                if full:
                    self._lost(MEMORY)
            except LostError as lost:
                if not self.renew():
                    if cell.kind == LOCKED:
                        return self._unspoilt(one, lost)
                    raise
            else:
                if not full or not self.renew():
                    break
            again = True
        if not full or self._above(one, answer[1]):
            self._ran.append(one)
        return answer

    def _timed(self, one: _Ran, again: bool) -> list[Any]:
        if again:
            with self.counted():
                return self._run(one)
        began = time.monotonic()
        try:
            return self._run(one)
        finally:
            if one.cell.kind == OWN:
                self._budget.own -= time.monotonic() - began

    def _run(self, one: _Ran) -> list[Any]:
        cell = one.cell
        defines = self._defines if cell.kind in (LOCKED, ANSWER) else []
        self._number += 1  # a twin of the process answers, too
        message = ["run", self._number, cell.source, one.seconds, defines, one.until]
        answer = self.ask(message, one.seconds)
        if type(answer) is not list or len(answer) != 4 or answer[0] != self._number:
            raise self._lost(ENDED)
        return answer[1:]

    def _unspoilt(self, one: _Ran, lost: LostError) -> list[Any]:
        """Run a locked cell without the one of the student's that makes it end the process.

        Raises LostError if there is none such, and all but the locked cell have run again.
        """
        for suspect in [ran for ran in reversed(self._ran) if ran.cell.kind != LOCKED]:
            place = self._ran.index(suspect)
            self._ran.remove(suspect)
            self.renew()
            with suppress(LostError), self.counted():
                *answer, _ = self._run(one)
                self._blame(suspect.cell, lost)
                self._ran.append(one)
                return answer
            self._ran.insert(place, suspect)
        self.renew()
        raise lost

    def _leave_out(self, one: _Ran, lost: LostError) -> None:
        self._ran.remove(one)
        self._blame(one.cell, lost)

    def _above(self, one: _Ran, report: Any) -> bool:
        """Run what stands above the line at which a cell filled the memory; whether that works."""
        one.until = _line(report)
        if one.until <= 1:
            return False
        with suppress(LostError), self.counted():
            if not self._run(one)[2]:
                return True
        self.renew()
        return False

    def renew(self) -> bool:
        """Begin a new process and run again what has run.

        Whether that met an end, too: then something else than what was lost may have been at
        fault, and it may be tried once more. Raises OverError.
        """
        found = careful = False
        while True:
            self._start(careful)
            lost = self._again(careful)
            if lost is None:
                break
            if careful:
                self._leave_out(*lost)
                found = True
            careful = not careful
        if careful and not found and self._pause < LONGEST_PAUSE:
            self._pause *= 2  # what it was takes longer to show
            return True
        return found

    def _start(self, careful: bool) -> None:
        self._budget.starts -= 1
        if self._budget.starts < 0:
            raise OverError
        self._pulse()
        self.channel.close()
        self.channel = self._begin()
        if careful:
            with suppress(LostError):
                if self.ask(["fit"], LOOK) is True:
                    return
            raise OSError("no process is to be had, before any of the student's code has run")

    def _again(self, careful: bool) -> tuple[_Ran, LostError] | None:
        """Run again what has run: the cell that ended that, and how.

        careful : wait after each for what it left behind, not only after the last
        """
        last = None
        try:
            for one in self._ran:
                self._pulse()
                last = one if one.cell.kind != LOCKED else last
                with self.counted():
                    if self._run(one)[2]:
                        raise self._lost(MEMORY)
                    if last is one and careful:
                        self._settle()
            if last is not None:
                with self.counted():
                    self._settle()
        except LostError as lost:
            return last or one, lost
        return None

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count the time of the block as running again. Raises OverError if none is left."""
        if self._budget.again <= 0:
            raise OverError
        began = time.monotonic()
        try:
            yield
        finally:
            self._budget.again -= time.monotonic() - began

    def _settle(self) -> None:
        """Wait for what was left behind. Raises LostError if no test could be begun."""
        time.sleep(self._pause)
        self._pulse()
        fit = self.ask(["fit"], LOOK)
        if fit is not True:
            raise self._lost(PROCESSES if fit is False else ENDED)


def _line(report: Any) -> int:
    """The line of the cell itself at which its error arose; 0 if the report tells none."""
    with suppress(TypeError, ValueError, IndexError):
        for file, name, number, _ in report[2]:
            if name == "<module>" and str(file).startswith("<cell ") and type(number) is int:
                return min(max(number, 0), 2**20)
    return 0
