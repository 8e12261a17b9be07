"""`nbgrader export`: grades.csv as nbgrader writes it, safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin

from autograder.shared import atomic, sheets

COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score",
)  # fmt: skip


class CsvExport(ExportPlugin):  # type: ignore[misc]
    """The columns, rows and options of nbgrader's own export, with every cell quoted as it needs.

    Names and ids are what others wrote: one with a comma stays in its column, and one that a
    spreadsheet would run as a formula begins with an apostrophe. What commands a terminal or turns
    the marks that follow is an escape, as in the table. A number stays a number.
    `c.ExportApp.plugin_class` has nbgrader use it.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write the file that `--to` names, grades.csv without it, whole or not at all."""
        to = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", to)
        lines: list[Sequence[str]] = [COLUMNS]
        assignments, students = set(map(str, self.assignment)), set(map(str, self.student))
        for assignment in gradebook.assignments:
            for student in gradebook.students:
                if (not assignments or assignment.name in assignments) and (
                    not students or student.id in students
                ):
                    lines.append([sheets.cell(v) for v in _row(gradebook, assignment, student)])
        if to.exists() and not to.is_file():  # /dev/stdout
            to.write_text(sheets.written(lines), encoding="utf-8")
        else:
            atomic.write(to.resolve(), sheets.written(lines))


def _row(gradebook: Gradebook, assignment: Assignment, student: Student) -> Iterator[object]:
    """What stands in the columns; who has handed in nothing has no points."""
    yield from (assignment.name, assignment.duedate)
    try:
        handed = gradebook.find_submission(assignment.name, student.id)
        points, penalty, timestamp = handed.score, handed.late_submission_penalty, handed.timestamp
    except MissingEntry:
        points, penalty, timestamp = 0.0, 0.0, ""
    yield from (timestamp, student.id, student.last_name, student.first_name, student.email)
    yield from (points, penalty, max(0.0, points - penalty), assignment.max_score)
