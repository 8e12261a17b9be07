"""A gradebook's whole content copied into another one, such as from SQLite to PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader import api
from sqlalchemy import URL, delete, func, insert, make_url, select
from sqlalchemy.exc import ArgumentError

from autograder.handed_in.classroom import Classroom
from autograder.records import beside
from autograder.records.connection import Connection
from autograder.records.marks import EntryError
from autograder.shared import nbschema
from autograder.shared.errors import CourseError

ROWS = 5_000  # that are written at a time
_OURS = beside.dropped.metadata  # nbgrader's, with our tables among them


def copy(room: Classroom, source: str) -> dict[str, int]:
    """Copy all rows of the gradebook at an address into the course's own; rows by table.

    All of them or none, with the ids that they have. Raises CourseError if the course's own holds
    a chapter or a student already, or does not take a row, and as `Gradebook` does.
    """
    address, course = room.directory.db_url, room.directory.course_id
    _check(source, address)
    with Connection(source, course) as old, Connection(address, course) as new:
        try:
            return new.patiently(lambda: _copied(old.book.db, new.book.db, address))
        except EntryError as error:
            raise CourseError(f"Nothing was copied. {error}") from None


def _check(source: str, address: str) -> None:
    try:
        here, there = make_url(source), make_url(address)
    except ArgumentError:
        raise CourseError(
            f"{nbschema.place(source)!r} is no gradebook's address; write sqlite:///gradebook.db "
            "or postgresql+psycopg2://USER:PASSWORD@HOST/NAME."
        ) from None
    if here.get_backend_name() == "sqlite" and not Path(here.database or "").is_file():
        raise CourseError(f"There is no file {here.database}; nothing was copied.")
    if here == there or _file(here) == _file(there) is not None:
        raise CourseError(
            "That is the course's own gradebook. Set c.CourseDirectory.db_url in "
            "nbgrader_config.py to the new one first, then name the old one."
        )


def _file(address: URL) -> Path | None:
    """The file of a gradebook in SQLite."""
    sqlite = address.get_backend_name() == "sqlite"
    return Path(address.database).resolve() if sqlite and address.database else None


def _copied(old: Any, new: Any, address: str) -> dict[str, int]:
    for kind, what in ((api.Assignment, "chapters"), (api.Student, "students")):
        if held := new.execute(select(func.count()).select_from(kind)).scalar():
            raise CourseError(
                f"The gradebook ({nbschema.place(address)}) holds {held} {what} already; only an "
                "empty one takes another's content. Nothing was copied."
            )
    counts = {}
    new.execute(delete(api.Course.__table__))  # nbgrader puts it there when it opens a gradebook
    for table in _OURS.sorted_tables:
        found = old.execute(select(table))
        counts[table.name] = 0
        while rows := [dict(row) for row in found.mappings().fetchmany(ROWS)]:
            new.execute(insert(table), rows)
            counts[table.name] += len(rows)
    new.commit()
    old.rollback()
    return counts
