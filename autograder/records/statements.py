"""The statements that a submission costs, on nbgrader's own tables.

nbgrader's API loads a whole assignment into its classes to write one score, and commits cell by
cell: whoever is interrupted leaves half a submission. With these a submission is one transaction.
To make a statement takes SQLAlchemy longer than to run it, so each is made once, at the import.
"""

from __future__ import annotations

from typing import Any

from nbgrader import api
from sqlalchemy import BindParameter, Table, Update, bindparam, select, update

from autograder.records import beside

student, submission, notebook, grade, comment, cell, assignment = (
    table.__table__
    for table in (
        api.Student, api.SubmittedAssignment, api.SubmittedNotebook, api.Grade, api.Comment,
        api.BaseCell, api.Assignment,
    )
)  # fmt: skip
aside = beside.dropped_grade

FIND_STUDENT = select(student.c.id).where(student.c.id == bindparam("student"))
FIND_SUBMISSION = select(submission.c.id).where(
    submission.c.assignment_id == bindparam("assignment_id"),
    submission.c.student_id == bindparam("student_id"),
)
FIND_NOTEBOOK = select(notebook.c.id).where(
    notebook.c.assignment_id == bindparam("assignment_id"),
    notebook.c.notebook_id == bindparam("notebook_id"),
)
FIND_GRADES = select(
    *(grade.c.cell_id, grade.c.id, grade.c.manual_score, grade.c.extra_credit),
    grade.c.needs_manual_grade,
).where(grade.c.notebook_id == bindparam("notebook"))
FIND_COMMENTS = select(comment.c.cell_id, comment.c.id, comment.c.manual_comment).where(
    comment.c.notebook_id == bindparam("notebook")
)
FIND_MARKED = (
    select(
        *(notebook.c.id, notebook.c.late_submission_penalty, submission.c.id),
        *(submission.c.timestamp, submission.c.extension, assignment.c.duedate),
    )
    .join(submission, submission.c.id == notebook.c.assignment_id)
    .join(assignment, assignment.c.id == submission.c.assignment_id)
    .where(
        submission.c.student_id == bindparam("student"),
        assignment.c.name == bindparam("chapter"),
    )
)
FIND_DUE = (
    select(submission.c.extension, assignment.c.duedate)
    .join(assignment, assignment.c.id == submission.c.assignment_id)
    .where(submission.c.id == bindparam("submission"))
)
FIND_DEADLINE = select(assignment.c.duedate).where(assignment.c.name == bindparam("chapter"))
FIND_POINTS = (
    select(cell.c.name, grade.c.auto_score, grade.c.manual_score, grade.c.extra_credit)
    .join(cell, cell.c.id == grade.c.cell_id)
    .where(grade.c.notebook_id == bindparam("notebook"))
)
FIND_ASIDE = (
    select(cell.c.name, aside.c.auto_score, aside.c.manual_score, aside.c.extra_credit)
    .join(cell, cell.c.id == aside.c.cell_id)
    .where(aside.c.notebook_id == bindparam("notebook"))
)
FIND_EARLIER = (
    select(cell.c.id, cell.c.name)
    .join(grade, cell.c.id == grade.c.cell_id)
    .where(
        grade.c.notebook_id == bindparam("notebook"),
        grade.c.manual_score.is_not(None),
        grade.c.needs_manual_grade,
    )
)
FIND_WORDS = (
    select(cell.c.name, comment.c.auto_comment, comment.c.manual_comment)
    .join(cell, cell.c.id == comment.c.cell_id)
    .where(comment.c.notebook_id == bindparam("notebook"))
)


def _set(table: Table, *columns: str) -> Update:
    """Give the row of an id these columns' values; each is bound by its own name."""
    values: dict[str, BindParameter[Any]] = {name: bindparam(name) for name in columns}
    return update(table).where(table.c.id == bindparam("row")).values(values)


SET_TIMESTAMP = _set(submission, "timestamp")
SET_EXTENSION = _set(submission, "extension")
SET_PENALTY = _set(notebook, "late_submission_penalty")
SET_GRADE = _set(grade, "auto_score", "needs_manual_grade")
SET_COMMENT = _set(comment, "auto_comment")
SET_SAID = _set(comment, "manual_comment")
