"""`drop`: which exercises count, changed for a whole class at once, penalties with it."""

from __future__ import annotations

import difflib

from sqlalchemy import select

from autograder.handed_in.classroom import Classroom
from autograder.records import chapter_cells, dropping, reading
from autograder.records import statements as sql
from autograder.records.chapter_cells import Cell
from autograder.records.opening import Opened
from autograder.records.penalty import LatePenalty
from autograder.shared.errors import CourseError
from autograder.shared.harmless import shown


class Rulings(Opened):
    """What counts in a course's gradebook, open until it is closed."""

    def __init__(self, room: Classroom) -> None:
        super().__init__(room)
        self._rule = LatePenalty(room.config)

    def dropped(self) -> list[tuple[str, str]]:
        """Chapter and exercise of all that do not count."""
        found = self._connection.patiently(lambda: dropping.listed(self._db))
        self._db.rollback()
        return found

    def drop(self, exercise: str, chapter: str = "") -> tuple[str, float, float]:
        """Take an exercise out of the total: its chapter, points, and the chapter's that are left.

        chapter : needed only where two have an exercise of that name
        Raises CourseError, and changes nothing, for what is no exercise with points, or dropped.
        """
        return self._connection.patiently(lambda: self._change(exercise, chapter, down=True))

    def undo(self, exercise: str, chapter: str = "") -> tuple[str, float, float]:
        """Put a dropped exercise back into the total."""
        return self._connection.patiently(lambda: self._change(exercise, chapter, down=False))

    def _change(self, exercise: str, asked: str, *, down: bool) -> tuple[str, float, float]:
        db = self._db
        chapter, cells = self._find(exercise, asked)
        is_down = (chapter, exercise) in dropping.listed(db)
        if is_down == down:
            raise CourseError(
                f"{exercise} of {chapter} {'is dropped already' if down else 'is not dropped'}; "
                "nothing was changed."
            )
        (dropping.drop if down else dropping.undo)(db, chapter, exercise)
        self._renew(chapter)
        db.commit()
        left = sum(one.maximum for one in chapter_cells.of(db, chapter) if one.counts)
        db.rollback()
        return chapter, sum(one.maximum for one in cells), left

    def _find(self, exercise: str, asked: str) -> tuple[str, list[Cell]]:
        """The chapter that has the exercise, and its graded cells."""
        names = self._db.execute(select(sql.assignment.c.name)).scalars().all()
        if asked and asked not in names:
            raise CourseError(f"The gradebook does not know {shown(asked)}; run `make release`.")
        known = {name: chapter_cells.of(self._db, name) for name in sorted(names)}
        found = {
            name: [one for one in cells if one.exercise == exercise]
            for name, cells in known.items()
            if name in (asked or names) and any(one.exercise == exercise for one in cells)
        }
        if len(found) > 1:
            chapters = " and ".join(found)
            raise CourseError(f"{chapters} have an exercise {exercise}; say --chapter.")
        if not found:
            every = sorted({one.exercise for cells in known.values() for one in cells})
            close = difflib.get_close_matches(exercise, every, n=3)
            meant = f" Is it {' or '.join(close)}?" if close else f" There are {', '.join(every)}."
            raise CourseError(
                f"No exercise {shown(exercise)} with points is in the gradebook"
                f"{f' for {asked}' if asked else ''}.{meant} Nothing was changed."
            )
        return next(iter(found.items()))

    def _renew(self, chapter: str) -> None:
        """The penalties of a chapter, for they are shares of points."""
        row = sql.submission.c
        ids = select(row.student_id).join(sql.assignment, sql.assignment.c.id == row.assignment_id)
        for student in (
            self._db.execute(ids.where(sql.assignment.c.name == chapter)).scalars().all()
        ):
            found = reading.held(self._db, student, chapter)
            if found is None:
                continue
            late = reading.late(found.timestamp, found.extension, found.due)
            if late is None:
                continue
            counting = reading.given(self._db, found.notebook).counting
            penalty, trouble = self._rule.of(student, counting, late)
            if not trouble and penalty != found.penalty:
                place = {"row": found.notebook, "late_submission_penalty": penalty}
                self._db.execute(sql.SET_PENALTY, place)
