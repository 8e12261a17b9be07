"""What the gradebook says of a submission: points, comments, penalty, lateness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from autograder.records import statements as sql
from autograder.records.marks import Late, Marks
from autograder.records.revisits import EARLIER, Answers


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


def marks(db: Any, student: str, chapter: str, zone: str = "UTC") -> Marks:
    """Points, comments and penalty of a submission, from a session of SQLAlchemy.

    zone : in which times are told
    """
    found = held(db, student, chapter)
    if found is None:
        return Marks({}, {})
    when = late(found.timestamp, found.extension, found.due)
    known = given(db, found.notebook)
    db.rollback()
    return replace(known, penalty=found.penalty or 0.0, late=when.told(zone) if when else "")


def given(db: Any, notebook: str) -> Marks:
    """What was given, of the row of a submitted notebook; no penalty and no times."""
    dropped, comments = dropped_of(db, notebook), comments_of(db, notebook)
    points = points_of(db, notebook) | dropped
    return Marks(
        points, comments, dropped=frozenset(dropped), earlier=_earlier(db, notebook, comments)
    )


def points_of(db: Any, notebook: str) -> dict[str, float | None]:
    """Points by graded cell, of the row of a submitted notebook; none for what does not count."""
    rows = db.execute(sql.FIND_POINTS, {"notebook": notebook}).all()
    return {name: counted(*scores) for name, *scores in rows}


def dropped_of(db: Any, notebook: str) -> dict[str, float | None]:
    """The points that cells would have that do not count."""
    rows = db.execute(sql.FIND_ASIDE, {"notebook": notebook}).all()
    return {name: counted(*scores) for name, *scores in rows}


def _earlier(db: Any, notebook: str, comments: Mapping[str, str]) -> frozenset[str]:
    """Names of the cells for which a person did something before they were handed in anew."""
    said_of = {name for name, comment in comments.items() if comment.startswith(EARLIER)}
    if before := Answers(db, notebook).earlier:
        rows = db.execute(sql.FIND_EARLIER, {"notebook": notebook}).all()
        said_of |= {name for cell, name in rows if cell in before}
    return frozenset(said_of)


def comments_of(db: Any, notebook: str) -> dict[str, str]:
    """Comments by answer cell, of the row of a submitted notebook."""
    rows = db.execute(sql.FIND_WORDS, {"notebook": notebook}).all()
    return {name: said(*given) for name, *given in rows}


def late(handed: datetime | None, extension: timedelta | None, due: datetime | None) -> Late | None:
    """Whether, and how, a submission is late; never where no deadline or no time is known."""
    if handed is None or due is None:
        return None
    due += extension or timedelta()
    return Late(handed, due, bool(extension)) if handed > due else None


def counted(auto: float | None, manual: float | None, extra: float | None) -> float | None:
    """The points that count: a person's before the grader's; None while a person has to look."""
    score = auto if manual is None else manual
    return None if score is None else score + (extra or 0.0)


def said(auto: str | None, manual: str | None) -> str:
    """The comment that counts: a person's before the grader's."""
    return (auto if manual is None else manual) or ""
