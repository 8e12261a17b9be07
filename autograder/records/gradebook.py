"""The gradebook: nbgrader's own, through one session, with one transaction a submission.

Whatever is interrupted leaves a submission as it was before or as it is after. Points that a
person has given are never touched.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from nbformat import NotebookNode

from autograder.handed_in.classroom import Classroom
from autograder.records import chapter_rows, pending, reading
from autograder.records import statements as sql
from autograder.records.chapter_rows import ChapterRows
from autograder.records.connection import Connection
from autograder.records.dropping import Aside
from autograder.records.marks import Entry, Marks
from autograder.records.penalty import LatePenalty
from autograder.records.writing import EntryWriter
from autograder.shared import times
from autograder.shared.closing import Closing

_T = TypeVar("_T")


class Gradebook(Closing):
    """A course's gradebook, open for a whole run.

    One that is locked, or whose server is away, is tried again for a while. Raises CourseError,
    with what to do, if it cannot be opened, read or written.
    """

    def __init__(self, classroom: Classroom) -> None:
        self._zone = classroom.zone
        self._rule = LatePenalty(classroom.config)
        self._chapters: dict[str, ChapterRows] = {}
        directory = classroom.directory
        self._connection = Connection(directory.db_url, directory.course_id)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @property
    def _db(self) -> Any:
        return self._connection.book.db

    def knows(self, chapter: str, form: NotebookNode) -> bool:
        """Whether the gradebook holds exactly the answer and test cells of the form."""
        return self._patiently(lambda: chapter_rows.same(self._connection.book, chapter, form))

    def problem(self, student: str) -> str | None:
        """Why the gradebook cannot hold a student's id, the rest of a sentence; None if it can."""
        try:
            student.encode()
        except UnicodeEncodeError:
            return "is no text in UTF-8, as after an archive that was unpacked in another alphabet"
        longest = sql.student.c.id.type.length
        # SQLite takes any length, and an id that it has taken for years shall not be refused now.
        if self._connection.book.engine.dialect.name != "sqlite" and len(student) > longest:
            return f"is longer than the {longest} characters that the gradebook takes"
        return None

    def deadline(self, chapter: str) -> datetime | None:
        """When a chapter is due, in UTC."""

        def find() -> datetime | None:
            found: datetime | None
            found = self._db.execute(sql.FIND_DEADLINE, {"chapter": chapter}).scalar()
            self._db.rollback()
            return found

        return self._patiently(find)

    def marks(self, student: str, chapter: str) -> Marks:
        """Points, comments and penalty of a submission."""
        return self._patiently(lambda: reading.marks(self._db, student, chapter, self._zone))

    def renewed(self, student: str, chapter: str, timestamp: str) -> Marks:
        """The marks of a submission that is not graded again, with the penalty of today's rules.

        A deadline, extension, zone or rule may have changed since it was graded.
        """
        return self._patiently(lambda: self._renew(student, chapter, timestamp))

    def _renew(self, student: str, chapter: str, timestamp: str) -> Marks:
        db, found = self._db, reading.held(self._db, student, chapter)
        if found is None:
            return Marks({}, {})
        Aside(db, found.notebook).by_hand()
        given, handed = reading.given(db, found.notebook), self._time(timestamp)
        more = pending.settle(db, self._rows(chapter).assignment, student, found.submission)
        late = reading.late(handed, more or found.extension, found.due)
        penalty, trouble = self._rule.of(student, given.counting, late)
        penalty = found.penalty if trouble else penalty
        if handed is not None and handed != found.timestamp:
            db.execute(sql.SET_TIMESTAMP, {"row": found.submission, "timestamp": handed})
        if penalty != found.penalty:
            place = {"row": found.notebook, "late_submission_penalty": penalty}
            db.execute(sql.SET_PENALTY, place)
        db.commit()
        told = late.told(self._zone) if late else ""
        return replace(given, penalty=penalty or 0.0, late=told, trouble=trouble)

    def write(self, entry: Entry) -> Marks:
        """Take back what an earlier run gave this submission and write this, or nothing.

        What a person gave it stays, and is in the marks that come of it. Raises EntryError for
        what no gradebook of this kind takes; nothing is written then.
        """

        def write() -> Marks:
            writer = EntryWriter(self._db, self._rows(entry.chapter), self._rule, self._zone)
            return writer.write(entry, self._time(entry.timestamp))

        return self._patiently(write)

    def _time(self, timestamp: str) -> datetime | None:
        """When a submission was handed in; None if that is not known."""
        with contextlib.suppress(ValueError):
            return times.utc(timestamp, self._zone)
        return None

    def _rows(self, chapter: str) -> ChapterRows:
        if chapter not in self._chapters:
            self._chapters[chapter] = chapter_rows.find(self._connection.book, chapter)
        return self._chapters[chapter]

    def _patiently(self, do: Callable[[], _T]) -> _T:
        """As Connection does; after an attempt that failed the chapters' rows are looked up anew.

        A server that was away may be back with a copy in which they have other ids.
        """

        def attempt() -> _T:
            try:
                return do()
            except Exception:
                self._chapters.clear()
                raise

        return self._connection.patiently(attempt)
