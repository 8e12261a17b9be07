"""Indexes on nbgrader's tables that it lacks, by which one submission's rows are found at once.

Its own begin with the cell, so that to read what one student has looks through the rows of the
whole class: in a class of 2,000 a fiftieth of a second for each of them.
"""

from __future__ import annotations

import contextlib

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

WANTED = {
    "course_grade_notebook": ("grade", "notebook_id"),
    "course_comment_notebook": ("comment", "notebook_id"),
    "course_submitted_assignment": ("submitted_notebook", "assignment_id"),
}
"""Table and column, by the index's name. Not among nbgrader's metadata: that makes no index on a
table which is there already."""

LOCK_MILLISECONDS = 1000


def create(engine: Engine) -> None:
    """Make the indexes that a gradebook does not have yet.

    Where that cannot be, as in a gradebook that may only be read or that somebody else keeps
    locked, all is found without them, only slower, and whoever opens it next tries again.
    """
    with contextlib.suppress(DBAPIError), engine.begin() as connection:
        # PostgreSQL locks the table before it looks whether the index is there, so look first.
        look = inspect(connection)
        held = {index["name"] for table, _ in WANTED.values() for index in look.get_indexes(table)}
        if held >= WANTED.keys():
            return
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_MILLISECONDS}"))
        for name, (table, column) in WANTED.items():
            connection.execute(text(f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({column})"))
