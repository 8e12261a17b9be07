"""`nbgrader export`: grades.csv as nbgrader writes it, safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin

from autograder.records import totals
from autograder.shared import atomic, sheets

COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score",
)  # fmt: skip
NOTHING = totals.Total(None, 0.0, 0.0)  # of who has handed in nothing


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
        assignments, students = set(map(str, self.assignment)), set(map(str, self.student))
        people = [one for one in gradebook.students if not students or one.id in students]
        # Each a number that nbgrader asks the gradebook for anew: once is enough.
        chapters = [
            (one.id, (one.name, one.duedate), one.max_score)
            for one in gradebook.assignments
            if not assignments or one.name in assignments
        ]
        found = totals.read(gradebook.db)
        lines: list[Sequence[str]] = [COLUMNS]
        for key, named, maximum in chapters:
            for one in people:
                total = found.get((key, one.id), NOTHING)
                who = (one.id, one.last_name, one.first_name, one.email)
                points = (total.points, total.penalty, total.score, maximum)
                row = (*named, total.timestamp, *who, *points)
                lines.append([sheets.cell(value) for value in row])
        if to.exists() and not to.is_file():  # /dev/stdout
            to.write_text(sheets.written(lines), encoding="utf-8")
        else:
            atomic.write(to.resolve(), sheets.written(lines))
