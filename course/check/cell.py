"""The check cell that is running: which exercise it checks, and for how many points.

Its first line says so with `begin`. What is told at its end, or when it fails, looks here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

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
_stand_ins: dict[str, Callable[..., Any]] = {}
_called: tuple[Any, tuple[Any, ...], dict[str, Any]] | None = None
_results: tuple[Any, ...] = ()
_standing = False


def begin(exercise: str, points: float, part: str = "") -> None:
    """Say what the cell that begins here checks: the first line of a check cell."""
    global _begun
    end()
    _begun = CheckCell(exercise, points, part), kernel.number()


def current() -> CheckCell | None:
    """The check cell that is running; None if a cell runs that did not begin with `begin`."""
    return _begun[0] if _begun and _begun[1] == kernel.number() else None


def stand_in(**functions: Callable[..., Any]) -> None:
    """Until the cell ends, let functions take the place of other exercises' while `call` runs one.

    So a mistake in one exercise costs nothing in the next.
    """
    _stand_ins.update(functions)


def stand_ins() -> dict[str, Callable[..., Any]]:
    """The functions that take the place of others in the check cell that is running."""
    return _stand_ins if current() else {}


def let_stand() -> None:
    """Note that the stand-ins have taken their places until the cell ends."""
    global _standing
    _standing = True


def is_standing() -> bool:
    """Whether the stand-ins have taken their places until the cell ends."""
    return _standing


def note_call(
    f: Any, args: tuple[Any, ...], kwargs: dict[str, Any], results: tuple[Any, ...] = ()
) -> None:
    """Remember how the student's function was called last, and its results if it has several."""
    global _called, _results
    _called, _results = (f, args, kwargs), results


def last_call() -> tuple[Any, tuple[Any, ...], dict[str, Any]] | None:
    """How the student's function was called last in the check cell that is running."""
    return _called if current() else None


def last_results() -> tuple[Any, ...]:
    """What the student's function returned last, if it returned several things."""
    return _results if current() else ()


def end() -> None:
    """Forget the cell: what runs next is another one, and may not begin with `begin`."""
    global _begun, _called, _results, _standing
    _begun, _called, _results, _standing = None, None, (), False
    _stand_ins.clear()
