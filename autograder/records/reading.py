"""What the gradebook says of a submission: points, comments, penalty, lateness."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from autograder.records import statements as sql
from autograder.records.marks import Late, Marks


class Held(NamedTuple):
    """A submission as the gradebook has it; columns in the order of FIND_MARKED."""

    notebook: str
    penalty: float | None
    submission: str
    timestamp: datetime | None
    extension: timedelta | None
    due: datetime | None


def held(db: Any, student: str, chapter: str) -> Held | None:
    """A submission's row; None if there is none."""
    found = db.execute(sql.FIND_MARKED, {"student": student, "chapter": chapter}).first()
    return None if found is None else Held(*found)


def marks(db: Any, student: str, chapter: str) -> Marks:
    """Points, comments and penalty of a submission, from a session of SQLAlchemy."""
    found = held(db, student, chapter)
    if found is None:
        return Marks({}, {})
    points, comments = points_of(db, found.notebook), comments_of(db, found.notebook)
    db.rollback()
    when = late(found.timestamp, found.extension, found.due)
    return Marks(points, comments, found.penalty or 0.0, when)


def points_of(db: Any, notebook: str) -> dict[str, float | None]:
    """Points by graded cell, of the row of a submitted notebook."""
    rows = db.execute(sql.FIND_POINTS, {"notebook": notebook}).all()
    return {name: counted(*given) for name, *given in rows}


def comments_of(db: Any, notebook: str) -> dict[str, str]:
    """Comments by answer cell, of the row of a submitted notebook."""
    rows = db.execute(sql.FIND_WORDS, {"notebook": notebook}).all()
    return {name: said(*given) for name, *given in rows}


def late(handed: datetime | None, extension: timedelta | None, due: datetime | None) -> Late | None:
    """Whether, and how, a submission is late; never where no deadline or no time is known."""
    if handed is None or due is None:
        return None
    due += extension or timedelta()
    return Late(handed, due) if handed > due else None


def counted(auto: float | None, manual: float | None, extra: float | None) -> float | None:
    """The points that count: a person's before the grader's; None while a person has to look."""
    score = auto if manual is None else manual
    return None if score is None else score + (extra or 0.0)


def said(auto: str | None, manual: str | None) -> str:
    """The comment that counts: a person's before the grader's."""
    return (auto if manual is None else manual) or ""
