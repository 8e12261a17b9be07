"""`nbgrader export`: grades.csv as nbgrader writes it, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin

from autograder.shared import atomic, harmless

COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score",
)  # fmt: skip
# What a spreadsheet takes for a formula when a cell begins with it; full-width forms, too.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)


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
        lines = [_line(COLUMNS)]
        assignments, students = set(map(str, self.assignment)), set(map(str, self.student))
        for assignment in gradebook.assignments:
            for student in gradebook.students:
                if (not assignments or assignment.name in assignments) and (
                    not students or student.id in students
                ):
                    lines.append(_line(map(_cell, _row(gradebook, assignment, student))))
        if to.exists() and not to.is_file():  # /dev/stdout
            to.write_text("".join(lines), encoding="utf-8")
        else:
            atomic.write(to.resolve(), "".join(lines))


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


def _line(cells: Iterable[str]) -> str:
    """A line of the file. The writer quotes what is in its own end of line, a lone CR with it."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().removesuffix("\r\n") + "\n"


def _cell(value: object) -> str:
    """A value as text that no spreadsheet runs."""
    text = "" if value is None else harmless.escapes(str(value))
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
