"""One submission written into the gradebook: what an earlier run gave it goes, a person's stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from nbgrader import api
from sqlalchemy import Table, Update, insert

from autograder.records import reading
from autograder.records import statements as sql
from autograder.records.chapter_rows import ChapterRows
from autograder.records.marks import Entry, Marks
from autograder.records.penalty import LatePenalty
from autograder.shared import harmless

Changes = dict[str, tuple[str | None, dict[str, Any]]]
"""By cell: the id of its row, None for one that is not there yet, and the values it gets."""


class EntryWriter:
    """Writes submissions of one chapter in a session of SQLAlchemy.

    A submission takes about a dozen statements, however many cells it has: rows go in and change
    many at a time. Each `write` is one transaction.
    """

    def __init__(self, db: Any, chapter: ChapterRows, rule: LatePenalty) -> None:
        self._db, self._chapter, self._rule = db, chapter, rule

    def write(self, entry: Entry, handed: datetime | None) -> Marks:
        """Write an entry and commit; what the gradebook then says of the submission.

        handed : when it was handed in, None if that is not known; a time from before stays then
        """
        db, chapter = self._db, self._chapter
        # From the rows that others refer to upwards: student, submission, notebook, then its cells.
        if db.execute(sql.FIND_STUDENT, {"student": entry.student}).first() is None:
            db.execute(insert(sql.student), {"id": entry.student})
        place = {"assignment_id": chapter.assignment, "student_id": entry.student}
        held = db.execute(sql.FIND_SUBMISSION, place).scalar()
        if held is None:
            held = self._insert(sql.submission, **place, timestamp=handed)
        elif handed is not None:
            db.execute(sql.SET_TIMESTAMP, {"row": held, "timestamp": handed})
        place = {"assignment_id": held, "notebook_id": chapter.notebook}
        found = db.execute(sql.FIND_NOTEBOOK, place).scalar()
        notebook = found or self._insert(sql.notebook, **place)
        points = self._scores(notebook, entry.scores)
        comments = self._comments(notebook, entry.comments)
        extension, duedate = db.execute(sql.FIND_DUE, {"submission": held}).one()
        late = reading.late(handed, extension, duedate)
        # Last, for it is a share of points that a person may have given.
        penalty, trouble = self._rule.of(entry.student, points, late)
        db.execute(sql.SET_PENALTY, {"row": notebook, "late_submission_penalty": penalty})
        db.commit()
        return Marks(points, comments, penalty or 0.0, late, trouble)

    def _scores(self, notebook: str, scores: Mapping[str, float | None]) -> dict[str, float | None]:
        rows = self._db.execute(sql.FIND_GRADES, {"notebook": notebook})
        held = {cell: given for cell, *given in rows}
        changes: Changes = {}
        points = {}
        for name, cell in self._chapter.graded.items():
            score = scores.get(name, 0.0)
            row, manual, extra = held.get(cell, (None, None, None))
            waits = score is None or manual is not None
            changes[cell] = row, {"auto_score": score, "needs_manual_grade": waits}
            points[name] = reading.counted(score, manual, extra)
        self._put(sql.grade, sql.SET_GRADE, notebook, changes)
        return points

    def _comments(self, notebook: str, comments: Mapping[str, str | None]) -> dict[str, str]:
        rows = self._db.execute(sql.FIND_COMMENTS, {"notebook": notebook})
        held = {cell: given for cell, *given in rows}
        changes: Changes = {}
        said = {}
        for name, cell in self._chapter.commented.items():
            auto = harmless.text(comments.get(name) or "") or None
            row, manual = held.get(cell, (None, None))
            changes[cell] = row, {"auto_comment": auto}
            said[name] = reading.said(auto, manual)
        self._put(sql.comment, sql.SET_COMMENT, notebook, changes)
        return said

    def _put(self, table: Table, change: Update, notebook: str, changes: Changes) -> None:
        """Write a submission's rows in two statements: those that are new, those that change."""
        place = {"notebook_id": notebook}
        new = [
            {**values, **place, "cell_id": cell, "id": api.new_uuid()}
            for cell, (row, values) in changes.items()
            if row is None
        ]
        old = [{**values, "row": row} for row, values in changes.values() if row is not None]
        if new:
            self._db.execute(insert(table), new)
        if old:
            self._db.execute(change, old)

    def _insert(self, table: Table, **values: Any) -> str:
        made = api.new_uuid()
        self._db.execute(insert(table), {"id": made, **values})
        return str(made)
