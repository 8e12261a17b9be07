"""The student's session: a process for their cells, restarted when a cell has ended it.

Each exercise is judged for itself, with the cells before it that still run. So a cell that ends,
hangs or fills its process costs nothing but itself: a new process is forked, the cells that ran
before are run again without it, and the notebook goes on. As long as nothing ends the process, it
serves all the cells. To keep a copy of it before each cell would spare the running again, and cost
every notebook a fork for each of its cells.

A cell is taken for the culprit only when those before it run again and leave the process fit: what
an earlier one left behind may end the process later.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from autograder.judging.budget import Budget
from autograder.judging.bundle import LOCKED, OWN, CodeCell
from autograder.judging.process import FULL, GONE, LostError, Process
from autograder.judging.replay import Ran, Replay
from autograder.judging.result import Outcome


class Session:
    """One process of the student's at a time.

    begin   : makes a new one, ends the last: the channel to it
    defines : names of functions that locked cells make
    blame   : told of a cell that ran and, run again, ended a new process; it is left out then
    pulse   : called between cells that are run again
    """

    def __init__(
        self, begin: Callable[[], socket.socket], budget: Budget, defines: Sequence[str],
        blame: Callable[[CodeCell, LostError], None], pulse: Callable[[], None],
    ) -> None:  # fmt: skip
        self._begin, self._budget, self._defines = begin, budget, defines
        self._blame, self._pulse = blame, pulse
        self._replay = Replay(budget, pulse)
        self._last: LostError | None = None
        self.process = Process(begin(), defines)

    @property
    def last(self) -> LostError:
        """How the last process that was lost was lost."""
        return self.process.lost or self._last or LostError(Outcome.KILLED, GONE)

    def run(self, cell: CodeCell, seconds: float) -> list[Any]:
        """What a cell printed, and the report of its error or None; as the student's code says.

        Raises LostError if it ended its process, which is a new one then; OverError.
        """
        one, again = Ran(cell, seconds), False
        while True:
            try:
                answer, full = self._timed(one, again)
                if full:
                    self.process.fail(FULL)
            except LostError as lost:
                if not self.restart():
                    # No locked cell ends a process: one of the student's has laid a trap for it.
                    if cell.kind == LOCKED:
                        return self._unspoilt(one, lost)
                    raise
            else:
                if not full or not self.restart():
                    break
            again = True
        # What filled the memory runs no further in the next process; what stands above it may be
        # the answer, with an experiment below.
        if not full or self._above(one, answer[1]):
            self._replay.cells.append(one)
        return answer

    def restart(self) -> bool:
        """Begin a new process and run again what has run.

        Whether that met an end, too: then something else than what was lost may have been at
        fault, and it may be tried once more. Raises OverError.

        First all cells run again at full speed. Only if that ends the process, they run once more
        with a pause after each, which tells whose thread or signal it was: that cell is left out.
        """
        found = careful = False
        while True:
            self._start(careful)
            lost = self._replay.run(self.process, careful)
            if lost is None:
                break
            if careful:
                self._leave_out(*lost)
                found = True
            careful = not careful
        # All went well with pauses, and not without: what it was takes longer to show.
        return found or (careful and self._replay.wait_longer())

    def close(self) -> None:
        """Hang up on the process."""
        self.process.close()

    def _timed(self, one: Ran, again: bool) -> tuple[list[Any], bool]:
        if again:
            with self._budget.running_again():
                return self._run(one)
        began = time.monotonic()
        try:
            return self._run(one)
        finally:
            if one.cell.kind == OWN:
                self._budget.own -= time.monotonic() - began

    def _run(self, one: Ran) -> tuple[list[Any], bool]:
        return self.process.run(one.cell, one.seconds, one.until)

    def _unspoilt(self, one: Ran, lost: LostError) -> list[Any]:
        """Run a locked cell without the one of the student's that makes it end the process.

        Raises LostError if there is none such, and all but the locked cell have run again.
        """
        cells = self._replay.cells
        for suspect in [ran for ran in reversed(cells) if ran.cell.kind != LOCKED]:
            place = cells.index(suspect)
            cells.remove(suspect)
            self.restart()
            with suppress(LostError), self._budget.running_again():
                answer, _ = self._run(one)
                self._blame(suspect.cell, lost)
                cells.append(one)
                return answer
            cells.insert(place, suspect)
        self.restart()
        raise lost

    def _leave_out(self, one: Ran, lost: LostError) -> None:
        self._replay.cells.remove(one)
        self._blame(one.cell, lost)

    def _above(self, one: Ran, report: Any) -> bool:
        """Run what stands above the line at which a cell filled the memory; whether that works."""
        one.until = _line(report)
        if one.until <= 1:
            return False
        with suppress(LostError), self._budget.running_again():
            if not self._run(one)[1]:
                return True
        self.restart()
        return False

    def _start(self, careful: bool) -> None:
        self._budget.new_process()
        self._pulse()
        self._last = self.last
        self.process.close()
        self.process = Process(self._begin(), self._defines)
        if careful:
            with suppress(LostError):
                self.process.check_fit()
                return
            # A fault of the machine's: no cell may be blamed for it.
            raise OSError("no process is to be had, before any of the student's code has run")


def _line(report: Any) -> int:
    """The line of the cell itself at which its error arose; 0 if the report tells none."""
    with suppress(TypeError, ValueError, IndexError):
        for file, name, number, _ in report[2]:
            if name == "<module>" and str(file).startswith("<cell ") and type(number) is int:
                return min(max(number, 0), 2**20)
    return 0
