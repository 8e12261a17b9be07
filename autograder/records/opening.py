"""A course's own gradebook, opened only if it is there: to open one that is not would make it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from autograder.handed_in.classroom import Classroom
from autograder.records.connection import Connection
from autograder.shared.closing import Closing
from autograder.shared.errors import CourseError

NOTHING_GRADED = "Nothing is graded yet; run `make grade` first."


def exists(room: Classroom) -> bool:
    """Whether there is a gradebook."""
    address = make_url(room.directory.db_url)
    return address.get_backend_name() != "sqlite" or Path(address.database or "").exists()


def opened(room: Classroom, lack: str) -> Connection:
    """The course's gradebook.

    Raises CourseError with the sentence `lack` if there is none, and as `Connection` does.
    """
    if not exists(room):
        raise CourseError(lack)
    return Connection(room.directory.db_url, room.directory.course_id)


class Opened(Closing):
    """The course's gradebook while one of its commands reads or changes what counts in it.

    Raises CourseError if there is none, and as `Connection` does.
    """

    def __init__(self, room: Classroom) -> None:
        self._room = room
        self._connection = opened(room, "There is no gradebook yet; run `make release` first.")

    def close(self) -> None:
        """Close the gradebook."""
        self._connection.close()

    @property
    def _db(self) -> Any:
        return self._connection.book.db
