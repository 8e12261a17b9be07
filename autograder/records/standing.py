"""How an exercise stands, and how that is said on a feedback page."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.records.table import number
from course.results.marks import BLANK, PARTLY, RIGHT, WAITING, WRONG

MEANING = {
    RIGHT: "right",
    PARTLY: "partly right",
    WRONG: "not right yet",
    BLANK: "still blank",
    WAITING: "to be read by a person",
}
"""What a mark says to those who do not see it."""


def of(points: Sequence[float | None], maximum: float, blank: bool, faults: bool) -> str:
    """The state of an exercise or a test.

    points : of its graded cells, None where a person has to look
    blank  : nothing was written      faults : something is said against it
    """
    if None in points:
        return WAITING
    got = sum(p or 0.0 for p in points)
    if got >= maximum and (maximum > 0 or not (blank or faults)):
        return RIGHT
    if got > 0:
        return PARTLY
    return BLANK if blank else WRONG


def in_points(points: float, maximum: float) -> str:
    """Points of the maximum, in words; "no points" where there are none to be had."""
    unit = "" if not maximum else " point" if maximum == 1 else " points"
    return f"{in_column(points, maximum)}{unit}"


def in_column(points: float, maximum: float) -> str:
    """The same where it is clear that these are points."""
    return f"{number(points)} of {number(maximum)}" if maximum else "no points"


def summary(states: Sequence[str], points: float, maximum: float) -> str:
    """All exercises in a sentence or two.

    states  : one for each exercise      points : before anything is taken off
    maximum : 0 if nothing is to be said of full marks
    """
    if not states:
        return ""
    right, waiting = states.count(RIGHT), states.count(WAITING)
    if right == len(states):
        return "Every exercise is right: full marks. Well done." if maximum else "All is right."
    if points >= maximum > 0:
        return "Full marks. Well done."
    if right + waiting == len(states):
        return "Every test passes. Well done." if right else ""
    if set(states) == {BLANK}:
        return "Nothing is written yet. Each exercise says what to read for it."
    told = [f"{_so_many(right, len(states))} right"]
    for state, words in ((PARTLY, "partly right"), (WRONG, "not right yet"), (BLANK, "blank")):
        if state in states:
            told.append(f"{states.count(state)} {words}")
    return f"{', '.join(told)}."


def _so_many(right: int, of_: int) -> str:
    verb = "is" if right in (0, 1) else "are"
    return f"{right or 'None'} of {of_} exercise{'s' if of_ != 1 else ''} {verb}"
