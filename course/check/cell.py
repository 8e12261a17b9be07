"""The check cell that is running: which exercise it checks, and for how many points.

Its first line says so with `begin`. What is told at its end, or when it fails, looks here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from course.check import kernel

Call = tuple[Any, tuple[Any, ...], dict[str, Any]]


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


@dataclass
class _Running:
    """A check cell while it runs.

    number   : of the notebook's cell
    standing : whether the stand-ins have taken their places until the cell ends
    called   : the student's function as it was called last: function, arguments, keywords
    results  : what that returned, if it returned several things
    """

    cell: CheckCell
    number: int | None
    stand_ins: dict[str, Callable[..., Any]] = field(default_factory=dict)
    standing: bool = False
    called: Call | None = None
    results: tuple[Any, ...] = ()


_running: _Running | None = None


def begin(exercise: str, points: float, part: str = "") -> None:
    """Say what the cell that begins here checks: the first line of a check cell."""
    global _running
    _running = _Running(CheckCell(exercise, points, part), kernel.number())


def end() -> None:
    """Forget the cell: what runs next is another one, and may not begin with `begin`."""
    global _running
    _running = None


def _now() -> _Running | None:
    """What runs; None if that is a cell that did not begin with `begin`."""
    return _running if _running and _running.number == kernel.number() else None


def current() -> CheckCell | None:
    """The check cell that is running; None if a cell runs that did not begin with `begin`."""
    now = _now()
    return now.cell if now else None


def stand_in(**functions: Callable[..., Any]) -> None:
    """Until the cell ends, let functions take the place of other exercises' while `call` runs one.

    So a mistake in one exercise costs nothing in the next.
    """
    if now := _now():
        now.stand_ins.update(functions)


def stand_ins() -> dict[str, Callable[..., Any]]:
    """The functions that take the place of others in the check cell that is running."""
    now = _now()
    return now.stand_ins if now else {}


def let_stand() -> None:
    """Note that the stand-ins have taken their places until the cell ends."""
    if now := _now():
        now.standing = True


def is_standing() -> bool:
    """Whether the stand-ins have taken their places until the cell ends."""
    now = _now()
    return bool(now and now.standing)


def note_call(
    f: Any, args: tuple[Any, ...], kwargs: dict[str, Any], results: tuple[Any, ...] = ()
) -> None:
    """Remember how the student's function was called last, and its results if it has several."""
    if now := _now():
        now.called, now.results = (f, args, kwargs), results


def last_call() -> Call | None:
    """How the student's function was called last in the check cell that is running."""
    now = _now()
    return now.called if now else None


def last_results() -> tuple[Any, ...]:
    """What the student's function returned last, if it returned several things."""
    now = _now()
    return now.results if now else ()
