"""More time for a student, kept where nbgrader keeps it: with the submission, as so much longer.

nbgrader can extend only what was handed in. Who asks for more time has mostly not, so there is a
row of a submission then that has no notebook: nbgrader's commands and Formgrader find in it
nothing that was graded, and what is handed in later goes to this row.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nbgrader import api
from sqlalchemy import delete, exists, insert, select, update

from autograder.records import statements as sql
from autograder.records.opening import Opened
from autograder.shared import times
from autograder.shared.errors import CourseError
from autograder.shared.harmless import shown

_s, _n = sql.submission, sql.notebook


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
        query = (
            select(_s.c.student_id, a.name, a.duedate, _s.c.extension)
            .join(sql.assignment, a.id == _s.c.assignment_id)
            .where(_s.c.extension.is_not(None), a.duedate.is_not(None))
            .order_by(a.name, _s.c.student_id)
        )
        rows = self._db.execute(query).all()
        self._db.rollback()
        return [
            Extension(who, chapter, due + more, due)
            for who, chapter, due, more in rows
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
        if not done.rowcount:
            row = {"id": api.new_uuid(), **place, "extension": until - due}
            self._db.execute(insert(_s), row)
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
        """See to it that the gradebook has the student; it has whoever was imported or graded."""
        table = sql.student
        found = self._db.execute(select(table).where(table.c.id == student)).first()
        if found is None:
            if not self._room.folder("submitted", student, chapter).is_dir():
                raise CourseError(self._unknown(student))
            self._db.execute(insert(table), {"id": student})
        elif not self._db.execute(select(exists().where(_s.c.student_id == student))).scalar():
            # Who has handed in nothing is on the roster; a row of theirs shall not change that.
            names = {
                name: "" for name in ("first_name", "last_name") if getattr(found, name) is None
            }
            if names:
                self._db.execute(update(table).where(table.c.id == student).values(names))

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
        done = self._db.execute(update(_s).where(extended).values(extension=None))
        # The row of somebody who has handed in nothing was made for it.
        empty = ~exists().where(_n.c.assignment_id == _s.c.id) & _s.c.timestamp.is_(None)
        self._db.execute(delete(_s).where(place & empty))
        self._db.commit()
        return bool(done.rowcount)


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
