"""The roster: the students of nbgrader's gradebook, and who of them is one by name.

It is kept where nbgrader's own `db student import` keeps it, and that goes on working; but that
one commits student by student, so a file that ends in a mistake would be half imported. Grading
adds a student for each folder in submitted/, of whom nothing but the id is known. Whoever was
imported has at least an empty name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nbgrader import api
from sqlalchemy import select

from autograder.handed_in.classroom import Classroom
from autograder.handed_in.people import People, Person, words
from autograder.records import opening
from autograder.records import statements as sql
from autograder.records.connection import Connection
from autograder.shared.errors import CourseError
from autograder.shared.harmless import shown

COLUMNS = {
    "first_name": "first_name", "last_name": "last_name", "email": "email", "number": "lms_user_id",
}  # fmt: skip
"""What is known of a student, by its name here: the gradebook's name of it."""


@dataclass
class Imported:
    """What an import changed: ids that are new, that were there, and that the file lacks.

    known_as : ids of the file whose address is that of one on the roster, and that one's id
    """

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    known_as: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Attendance:
    """Who of the roster has handed in a chapter, who has not, and who did and is on no roster."""

    handed_in: list[Person]
    missing: list[Person]
    strangers: list[str]


def roster(room: Classroom) -> People:
    """All on the roster; nobody if none was ever imported. Raises CourseError as `Gradebook`."""
    if not opening.exists(room):
        return People()
    with Connection(room.directory.db_url, room.directory.course_id) as connection:
        return connection.patiently(lambda: People(_people(connection.book.db)))


def everybody(db: Any) -> People:
    """All students of the gradebook, from a session of SQLAlchemy: whoever graded, too."""
    table = sql.student.c
    rows = db.execute(select(table.id, *(table[name] for name in COLUMNS.values()))).all()
    db.rollback()
    return People(Person(*row) for row in rows)


def _people(db: Any) -> list[Person]:
    """Whoever a person or a file put there: something is known of them, or they never handed in."""
    handed = set(db.execute(select(sql.submission.c.student_id).distinct()).scalars())
    return [
        one
        for one in everybody(db).all
        if one.id not in handed or any(getattr(one, part) is not None for part in COLUMNS)
    ]


def put(room: Classroom, people: Sequence[Person]) -> Imported:
    """Put people on the roster, all or none: what they had and the file does not tell stays.

    Who has another id there and the same address is the same, and keeps that id. Raises CourseError
    if a number or an address is another's already, and as `Gradebook` does.
    """
    with Connection(room.directory.db_url, room.directory.course_id) as connection:
        return connection.patiently(lambda: _put(connection.book.db, people))


def _put(db: Any, people: Sequence[Person]) -> Imported:
    before = {one.id for one in _people(db)}
    rows = {row.id: row for row in db.execute(select(api.Student)).scalars()}
    known_as = _known_as(people, rows)
    people = [
        replace(one, id=(row := rows[known_as[one.id]]).id, number=row.lms_user_id or one.number)
        if one.id in known_as
        else one
        for one in people
    ]
    named = {one.id for one in people}
    _refuse_doubles(people, [row for row in rows.values() if row.id not in named])
    done = Imported(absent=sorted(before - named), known_as=known_as)
    for person in people:
        row = rows.get(person.id)
        told = {column: getattr(person, part) for part, column in COLUMNS.items()}
        told = {column: text for column, text in told.items() if text is not None}
        if row is not None and person.parted and words(person.name) == words(_name(row)):
            told = {c: text for c, text in told.items() if c not in ("first_name", "last_name")}
        if row is None:
            db.add(api.Student(id=person.id, **{"first_name": "", "last_name": ""} | told))
            done.new.append(person.id)
            continue
        told |= {
            c: "" for c in ("first_name", "last_name") if (told.get(c) or getattr(row, c)) is None
        }
        changes = {column: text for column, text in told.items() if getattr(row, column) != text}
        for column, text in changes.items():
            setattr(row, column, text)
        (done.changed if changes else done.same).append(person.id)
    db.commit()
    return done


def _name(row: Any) -> str:
    return Person(row.id, row.first_name, row.last_name).name


def _known_as(people: Sequence[Person], rows: Mapping[str, Any]) -> dict[str, str]:
    """Ids on the roster of those whom a file gives another id, known by their address.

    Another export of the same platform may have the login where the first had a number; with two
    ids everybody would be two of one name, and nothing of theirs could be collected.
    """
    named = {one.id for one in people}
    there = People(
        Person(row.id, row.first_name, row.last_name, row.email)
        for row in rows.values()
        if row.id not in named
    )
    found: dict[str, str] = {}
    for one in people:
        others = there.by_email(one.email or "") if one.id not in rows else []
        if not others:
            continue
        names = set(words(one.name)), set(words(others[0].name))
        other_name = all(names) and not names[0] & names[1]
        if len(others) > 1 or other_name or others[0].id in found.values():
            raise CourseError(
                f"The address {shown(one.email or '')} of {one.shown} is in the gradebook as that "
                f"of {' and '.join(other.shown for other in others)}; correct one of them, or "
                "remove who is no longer there (`nbgrader db student remove ID`). Nothing was "
                "imported."
            )
        found[one.id] = others[0].id
    return found


def _refuse_doubles(people: Sequence[Person], others: Iterable[Any]) -> None:
    theirs = {row.lms_user_id: row.id for row in others if row.lms_user_id}
    for one in people:
        if one.number and one.number in theirs:
            raise CourseError(
                f"The number {shown(one.number)} of {shown(one.id)} is in the gradebook as that of "
                f"{shown(theirs[one.number])}; if they are one person, remove the other "
                "(`nbgrader db student remove ID`), which must have handed in nothing. "
                "Nothing was imported."
            )


def attendance(room: Classroom, chapter: str) -> Attendance:
    """Who has a submission of a chapter in submitted/. Raises CourseError if there is no roster."""
    people = roster(room)
    if not people:
        raise CourseError(
            "Nobody is on the roster; import one first, as "
            "`python -m autograder roster import FILE.csv`."
        )
    handed = {
        one.student
        for one in room.submissions()
        if one.chapter == chapter and any(one.folder.iterdir())
    }
    known = {one.id for one in people.all}
    return Attendance(
        [one for one in people.all if one.id in handed],
        [one for one in people.all if one.id not in handed],
        sorted(handed - known),
    )
