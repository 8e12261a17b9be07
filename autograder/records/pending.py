"""Extensions of those who have handed in nothing yet, until they have.

nbgrader keeps an extension with a submission, and a row of one that was made only for it would
count: in Formgrader's averages, as somebody with no points. So it waits in a table of ours.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from autograder.records import beside
from autograder.records import statements as sql

_t = beside.extension
_PLACE = (_t.c.assignment_id == bindparam("assignment_id")) & (
    _t.c.student_id == bindparam("student_id")
)
_FIND = select(_t.c.more).where(_PLACE)
_FORGET = delete(_t).where(_PLACE)
_PUT = insert(_t)


def put(db: Any, assignment_id: str, student_id: str, more: timedelta) -> None:
    """Have an extension wait, instead of one that waits already; whoever calls it commits."""
    place = {"assignment_id": assignment_id, "student_id": student_id}
    db.execute(_FORGET, place)
    db.execute(_PUT, {**place, "more": more})


def forget(db: Any, assignment_id: str, student_id: str) -> bool:
    """Have none wait; whether one did. Whoever calls it commits."""
    place = {"assignment_id": assignment_id, "student_id": student_id}
    return bool(db.execute(_FORGET, place).rowcount)


def settle(db: Any, assignment_id: str, student_id: str, submission: str) -> timedelta | None:
    """Put one that waits where nbgrader keeps it; which it was. Whoever calls it commits."""
    place = {"assignment_id": assignment_id, "student_id": student_id}
    more: timedelta | None = db.execute(_FIND, place).scalar()
    if more is not None:
        db.execute(sql.SET_EXTENSION, {"row": submission, "extension": more})
        db.execute(_FORGET, place)
    return more
