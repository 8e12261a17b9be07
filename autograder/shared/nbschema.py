"""Whether a gradebook has the tables of this nbgrader, and what to do if it has older ones."""

from __future__ import annotations

import re

from nbgrader.api import Base
from sqlalchemy import Engine, inspect

# What SQLite and PostgreSQL say of a statement about what is not there.
_NOT_THERE = re.compile(r"no such (?:column|table)|(?:column|relation) .* does not exist")


def lacking(engine: Engine) -> list[str]:
    """What nbgrader's tables have and a gradebook's do not, as `table.column`."""
    held = {
        name: {column["name"] for column in columns}
        for (_, name), columns in inspect(engine).get_multi_columns().items()
    }
    return [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name not in held.get(table.name, ())
    ]


def is_lack(said: str) -> bool:
    """Whether a database says that a column or a table is not there."""
    return bool(_NOT_THERE.search(said))


def place(address: str) -> str:
    """Where a gradebook is, without its user and password."""
    return address.split("@")[-1].split("?")[0]


def outdated(address: str, what: str) -> str:
    """The sentence on a gradebook that lacks something; `what` says what it lacks."""
    where = place(address)
    return (
        f"The gradebook ({where}) is not of this version of nbgrader: {what}. Nothing was graded "
        "now, and nothing of what was graded before is lost; run `nbgrader db upgrade` in the "
        "course's folder, which keeps a copy of it, and the same command again."
    )
