"""More time for a student, kept where nbgrader keeps it: with the submission, as so much longer.

nbgrader can extend only what was handed in. Who asks for more time has mostly not: then it waits
(`pending`), and is written there with the first submission.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update

from autograder.records import beside, pending
from autograder.records import statements as sql
from autograder.records.opening import Opened
from autograder.shared import times
from autograder.shared.errors import CourseError
from autograder.shared.harmless import shown

_s, _pending = sql.submission, beside.extension


@dataclass(frozen=True)
class Extension:
    """When a student's chapter is due, and when everybody else's; in UTC."""

    student: str
    chapter: str
    until: datetime
    due: datetime

    def told(self, zone: str) -> str:
        """It in words."""
        until, due = times.shown(self.until, zone), times.shown(self.due, zone)
        return f"{shown(self.student)}, {self.chapter}: due {until} (others: {due})"


class Extensions(Opened):
    """The extensions of a course's gradebook, open until it is closed."""

    def listed(self, student: str = "", chapters: Sequence[str] = ()) -> list[Extension]:
        """All there are, of a student or of all."""
        return self._connection.patiently(lambda: self._listed(student, chapters))

    def _listed(self, student: str, chapters: Sequence[str]) -> list[Extension]:
        a = sql.assignment.c
        rows = []
        for table, more in ((_s, _s.c.extension), (_pending, _pending.c.more)):
            query = select(a.name, table.c.student_id, a.duedate, more)
            query = query.join(sql.assignment, a.id == table.c.assignment_id)
            rows += self._db.execute(query.where(more.is_not(None), a.duedate.is_not(None))).all()
        self._db.rollback()
        return [
            Extension(who, chapter, due + more, due)
            for chapter, who, due, more in sorted(rows)
            if student in ("", who) and (not chapters or chapter in chapters)
        ]

    def grant(self, student: str, chapter: str, until: datetime) -> Extension:
        """Give a student time until then, instead of what was given before.

        Raises CourseError, and changes nothing, if the chapter has no deadline or a later one, and
        for a student whom nobody knows.
        """
        return self._connection.patiently(lambda: self._grant(student, chapter, until))

    def _grant(self, student: str, chapter: str, until: datetime) -> Extension:
        assignment, due = self._due(chapter)
        if until <= due:
            zone = self._room.zone
            raise CourseError(
                f"{chapter} is due {times.shown(due, zone)}, and {times.shown(until, zone)} is not "
                "after that; nothing was changed."
            )
        self._meet(student, chapter)
        place = {"assignment_id": assignment, "student_id": student}
        done = self._db.execute(update(_s).filter_by(**place).values(extension=until - due))
        if done.rowcount:
            pending.forget(self._db, **place)
        else:
            pending.put(self._db, **place, more=until - due)
        self._db.commit()
        return Extension(student, chapter, until, due)

    def _due(self, chapter: str) -> tuple[str, datetime]:
        row = sql.assignment.c
        found = self._db.execute(select(row.id, row.duedate).where(row.name == chapter)).first()
        if found is None:
            raise CourseError(f"The gradebook does not know {chapter} yet; run `make release`.")
        if found.duedate is None:
            raise CourseError(
                f"{chapter} has no deadline, so there is nothing to extend; set one first: "
                f'`nbgrader db assignment add {chapter} --duedate="2027-03-01 18:00 '
                f'{self._room.zone}"`.'
            )
        return found.id, found.duedate

    def _meet(self, student: str, chapter: str) -> None:
        """See to it that there is the student: imported, graded, or with a folder to be graded."""
        known = self._db.execute(select(exists().where(sql.student.c.id == student))).scalar()
        if not known and not self._room.folder("submitted", student, chapter).is_dir():
            raise CourseError(self._unknown(student))

    def _unknown(self, student: str) -> str:
        known = list(self._db.execute(select(sql.student.c.id)).scalars())
        close = difflib.get_close_matches(student, known, n=3)
        meant = f" Is it {' or '.join(map(shown, close))}?" if close else ""
        return (
            f"Nobody of the id {shown(student)} is on the roster or has handed in.{meant} Nothing "
            "was changed; `python -m autograder roster import FILE.csv` puts a class there."
        )

    def undo(self, student: str, chapter: str) -> bool:
        """Take an extension back; whether there was one."""
        return self._connection.patiently(lambda: self._undo(student, chapter))

    def _undo(self, student: str, chapter: str) -> bool:
        row = sql.assignment.c
        of_chapter = select(row.id).where(row.name == chapter)
        place = (_s.c.student_id == student) & _s.c.assignment_id.in_(of_chapter)
        extended = place & _s.c.extension.is_not(None)
        done = bool(self._db.execute(update(_s).where(extended).values(extension=None)).rowcount)
        for assignment in self._db.execute(of_chapter).scalars().all():
            done = pending.forget(self._db, assignment, student) or done
        self._db.commit()
        return done


def until(text: str, zone: str) -> datetime:
    """The time that an instructor writes, in UTC; a day alone means its end.

    Raises CourseError for what is none.
    """
    whole = f"{text.strip()} 23:59:59" if len(text.strip()) == len("2027-03-08") else text.strip()
    try:
        return times.utc(whole, zone)
    except ValueError as error:
        raise CourseError(
            f"--to {shown(text)}: {error}; write it as 2027-03-08, which is the end of that day, "
            f'or as "2027-03-08 18:00" or "2027-03-08 18:00 Europe/Berlin".'
        ) from None


def longer(more: timedelta) -> str:
    """How much time that is, in words."""
    days, rest = divmod(int(more.total_seconds()), 86_400)
    hours, minutes = divmod(rest // 60, 60)
    parts = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    told = [f"{number} {unit}{'s' * (number != 1)}" for number, unit in parts if number]
    return " ".join(told) or "less than a minute"
