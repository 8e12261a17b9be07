"""The cells that have run, run again in a new process: what a restart goes on with.

Nothing but the cells' own text goes from one process to the next: no file, no process, no test.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from autograder.judging.budget import SETTLE, Budget
from autograder.judging.bundle import LOCKED, CodeCell
from autograder.judging.process import FULL, LostError, Process

LONGEST_PAUSE = 2.0  # seconds


@dataclass(eq=False)
class Ran:
    """A cell that is run again in a new process; until: only what stands above this line, or 0."""

    cell: CodeCell
    seconds: float
    until: int = 0


class Replay:
    """What has run, in its order.

    pulse : called between cells that are run again
    """

    def __init__(self, budget: Budget, pulse: Callable[[], None]) -> None:
        self._budget, self._pulse = budget, pulse
        self._pause = SETTLE
        self.cells: list[Ran] = []

    def run(self, process: Process, careful: bool) -> tuple[Ran, LostError] | None:
        """Run all in a new process: the cell that ended that, and how; None if none did.

        careful : wait after each for what it left behind, not only after the last
        Raises OverError.
        """
        last = None
        try:
            for one in self.cells:
                self._pulse()
                last = one if one.cell.kind != LOCKED else last
                with self._budget.running_again():
                    if process.run(one.cell, one.seconds, one.until)[1]:
                        raise process.fail(FULL)
                    if last is one and careful:
                        self._settle(process)
            if last is not None:
                with self._budget.running_again():
                    self._settle(process)
        except LostError as lost:
            # A locked cell ends no process: what a student's cell before it left behind does.
            return last or one, lost
        return None

    def wait_longer(self) -> bool:
        """From now on give what was left behind twice the time; False if it has had the longest."""
        if self._pause >= LONGEST_PAUSE:
            return False
        self._pause *= 2
        return True

    def _settle(self, process: Process) -> None:
        """Wait for what was left behind, a thread or a signal. Raises LostError."""
        time.sleep(self._pause)
        self._pulse()
        process.check_fit()
