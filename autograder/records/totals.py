"""What everybody has of every chapter, in two questions to the gradebook, however large the class.

nbgrader works a submission's points out when its `score` is read: a statement for each, which on
SQLite looks through the grades of the whole class, since their index begins with the cell.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from nbgrader import api
from sqlalchemy import func, select

from autograder.records import statements as sql

_POINTS = (
    select(
        *(sql.submission.c.assignment_id, sql.submission.c.student_id, sql.submission.c.timestamp),
        func.coalesce(func.sum(api.Grade.score), 0.0),
    )
    .outerjoin(sql.notebook, sql.notebook.c.assignment_id == sql.submission.c.id)
    .outerjoin(api.Grade, api.Grade.notebook_id == sql.notebook.c.id)
    .group_by(sql.submission.c.id)
)
# Apart from the points: beside its grades a notebook's row would come once for each of them.
_PENALTIES = (
    select(
        *(sql.submission.c.assignment_id, sql.submission.c.student_id),
        func.coalesce(func.sum(sql.notebook.c.late_submission_penalty), 0.0),
    )
    .join(sql.notebook, sql.notebook.c.assignment_id == sql.submission.c.id)
    .group_by(sql.submission.c.id)
)


class Total(NamedTuple):
    """A submission: when it came, its points, and what is taken off for coming late."""

    timestamp: datetime | None
    points: float
    penalty: float

    @property
    def score(self) -> float:
        """The points that are left."""
        return max(0.0, self.points - self.penalty)


def read(db: Any) -> dict[tuple[str, str], Total]:
    """Each submission by the id of its assignment and its student, from SQLAlchemy's session.

    The numbers are those of nbgrader's `score` and `late_submission_penalty`.
    """
    penalties = {(chapter, student): taken for chapter, student, taken in db.execute(_PENALTIES)}
    return {
        (chapter, student): Total(when, points, penalties.get((chapter, student), 0.0))
        for chapter, student, when, points in db.execute(_POINTS)
    }
