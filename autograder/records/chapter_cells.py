"""A chapter's graded cells in the gradebook: whose exercise each is, and whether it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nbgrader import api
from sqlalchemy import select

from autograder.records import beside
from autograder.records import statements as sql
from autograder.shared import grade_ids

KINDS = (api.GradeCell, api.TaskCell)


@dataclass(frozen=True)
class Cell:
    """A graded cell of a chapter.

    maximum : its points, also while it does not count
    counts  : whether it is in the total; not if its exercise was dropped
    """

    id: str
    name: str
    exercise: str
    maximum: float
    counts: bool = True


def of(db: Any, chapter: str) -> list[Cell]:
    """The cells, from a session of SQLAlchemy; none if the gradebook lacks the chapter."""
    base, book, assignment = api.BaseCell.__table__, api.Notebook.__table__, sql.assignment
    of_chapter = (
        select(base.c.id, base.c.name, base.c.type)
        .join(book, book.c.id == base.c.notebook_id)
        .join(assignment, assignment.c.id == book.c.assignment_id)
        .where(assignment.c.name == chapter)
    )
    named = list(db.execute(of_chapter))
    answers = [name for _, name, kind in named if kind not in ("GradeCell", "SourceCell")]
    aside = dict(db.execute(select(beside.dropped_cell)).all())
    found = []
    for kind in KINDS:
        table = kind.__table__
        query = of_chapter.join(table, table.c.id == base.c.id)
        for row, name, points in db.execute(
            query.with_only_columns(base.c.id, base.c.name, table.c.max_score)
        ):
            exercise = grade_ids.exercise(name, answers)
            maximum = float(aside.get(row, points) or 0)
            found.append(Cell(row, name, exercise, maximum, row not in aside))
    return found
