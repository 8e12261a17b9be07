"""The check cell that is running: which exercise it checks, and for how many points.

Its first line says so with `begin`. What is told at its end, or when it fails, looks here.
"""

from __future__ import annotations

from typing import NamedTuple

from course.check import kernel


class CheckCell(NamedTuple):
    """A check cell of a chapter.

    exercise : name of the function that is checked
    points   : that the cell is worth
    part     : what of the exercise it checks, in a few words; "" if it is the only cell
    """

    exercise: str
    points: float
    part: str = ""

    @property
    def label(self) -> str:
        """What the cell is called where results are kept and told."""
        return f"{self.exercise}: {self.part}" if self.part else self.exercise


_begun: tuple[CheckCell, int | None] | None = None  # with the number of the notebook's cell


def begin(exercise: str, points: float, part: str = "") -> None:
    """Say what the cell that begins here checks: the first line of a check cell."""
    global _begun
    _begun = CheckCell(exercise, points, part), kernel.number()


def current() -> CheckCell | None:
    """The check cell that is running; None if a cell runs that did not begin with `begin`."""
    return _begun[0] if _begun and _begun[1] == kernel.number() else None
