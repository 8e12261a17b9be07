"""One submission written into the gradebook: what an earlier run gave it goes, a person's stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from nbgrader import api
from sqlalchemy import Table, Update, insert

from autograder.records import pending, reading
from autograder.records import statements as sql
from autograder.records.chapter_rows import ChapterRows
from autograder.records.dropping import Aside
from autograder.records.marks import Entry, Marks
from autograder.records.penalty import LatePenalty
from autograder.records.revisits import Answers, on_earlier
from autograder.shared import grade_ids, harmless

Changes = dict[str, tuple[str | None, dict[str, Any]]]
"""By cell: the id of its row, None for one that is not there yet, and the values it gets."""


class EntryWriter:
    """Writes submissions of one chapter in a session of SQLAlchemy.

    A submission takes about a dozen statements, however many cells it has: rows go in and change
    many at a time. Each `write` is one transaction.
    """

    def __init__(self, db: Any, chapter: ChapterRows, rule: LatePenalty, zone: str = "UTC") -> None:
        self._db, self._chapter, self._rule, self._zone = db, chapter, rule, zone

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
        pending.settle(db, chapter.assignment, entry.student, held)
        place = {"assignment_id": held, "notebook_id": chapter.notebook}
        found = db.execute(sql.FIND_NOTEBOOK, place).scalar()
        notebook = found or self._insert(sql.notebook, **place)
        changed = self._scores(notebook, entry)
        self._comments(notebook, entry.comments, changed)
        extension, duedate = db.execute(sql.FIND_DUE, {"submission": held}).one()
        late = reading.late(handed, extension, duedate)
        # Last, for it is a share of points that a person may have given.
        given = reading.given(db, notebook)
        penalty, trouble = self._rule.of(entry.student, given.counting, late)
        db.execute(sql.SET_PENALTY, {"row": notebook, "late_submission_penalty": penalty})
        db.commit()
        told = late.told(self._zone) if late else ""
        return replace(given, penalty=penalty or 0.0, late=told, trouble=trouble)

    def _scores(self, notebook: str, entry: Entry) -> set[str]:
        """Write the points; ids of the cells whose answers are others than those graded before."""
        aside = Aside(self._db, notebook)
        if dropped := aside.cells():
            aside.by_hand()
        rows = self._db.execute(sql.FIND_GRADES, {"notebook": notebook})
        held = {cell: given for cell, *given in rows}
        changed = self._answers(notebook, entry.answers, held)
        changes: Changes = {}
        set_aside = {}
        for name, cell in self._chapter.graded.items():
            score = entry.scores.get(name, 0.0)
            row, manual, _, _ = held.get(cell, (None, None, None, None))
            if cell in dropped:
                set_aside[cell], score, manual = score, 0.0, None
            waits = score is None or manual is not None
            changes[cell] = row, {"auto_score": score, "needs_manual_grade": waits}
        self._put(sql.grade, sql.SET_GRADE, notebook, changes)
        aside.write(set_aside)
        return changed

    def _answers(
        self, notebook: str, answers: Mapping[str, str] | None, held: Mapping[str, Sequence[Any]]
    ) -> set[str]:
        """Keep which answers are graded; ids of the cells whose answers were others before."""
        if answers is None:
            return set()
        kept, ids = Answers(self._db, notebook), self._chapter.commented
        digests = {ids[name]: one for name, one in answers.items() if name in ids}
        changed = kept.changed(digests)
        new = {name for name, cell in ids.items() if cell in changed}
        earlier = []
        for name, cell in self._chapter.graded.items():
            _, manual, _, waits = held.get(cell, (None, None, None, False))
            of_new = grade_ids.exercise(name, list(ids)) in new
            # Somebody who has looked and saved has taken the mark of waiting from it.
            if manual is not None and (of_new or (waits and cell in kept.earlier)):
                earlier.append(cell)
        kept.write(digests, earlier)
        return changed

    def _comments(
        self, notebook: str, comments: Mapping[str, str | None], changed: Collection[str]
    ) -> None:
        rows = self._db.execute(sql.FIND_COMMENTS, {"notebook": notebook})
        held = {cell: given for cell, *given in rows}
        changes: Changes = {}
        for name, cell in self._chapter.commented.items():
            auto = harmless.text(comments.get(name) or "") or None
            row, manual = held.get(cell, (None, None))
            changes[cell] = row, {"auto_comment": auto}
            if manual and cell in changed:
                self._db.execute(sql.SET_SAID, {"row": row, "manual_comment": on_earlier(manual)})
        self._put(sql.comment, sql.SET_COMMENT, notebook, changes)

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
