"""Tables of ours in nbgrader's gradebook, for what it has no place for.

They are among nbgrader's own metadata, so it makes them when it opens a gradebook, and whoever
copies its tables copies these. They name its rows by id and bind none of them: its own commands
remove and upgrade what they like.
"""

from __future__ import annotations

from nbgrader import api
from sqlalchemy import Boolean, Column, Float, Interval, String, Table, Text

# extend_existing: a process may import this file anew and keep nbgrader's metadata.
_metadata = api.Base.metadata

dropped = Table(
    "course_dropped", _metadata,
    Column("chapter", String(128), primary_key=True),
    Column("exercise", String(128), primary_key=True),
    extend_existing=True,
)  # fmt: skip
"""Exercises that do not count."""

dropped_cell = Table(
    "course_dropped_cell", _metadata,
    Column("cell_id", String(32), primary_key=True),
    Column("max_score", Float(), nullable=False),
    extend_existing=True,
)  # fmt: skip
"""Their graded cells, with the points that these had: nbgrader's own row says none."""

dropped_grade = Table(
    "course_dropped_grade", _metadata,
    Column("notebook_id", String(32), primary_key=True),
    Column("cell_id", String(32), primary_key=True),
    Column("auto_score", Float()),
    Column("manual_score", Float()),
    Column("extra_credit", Float()),
    Column("needs_manual_grade", Boolean(), nullable=False, default=False),
    extend_existing=True,
)  # fmt: skip
"""What submissions have for these cells: nbgrader's own row says none."""

extension = Table(
    "course_extension", _metadata,
    Column("assignment_id", String(32), primary_key=True),
    Column("student_id", String(128), primary_key=True),
    Column("more", Interval(), nullable=False),
    extend_existing=True,
)  # fmt: skip
"""More time for those who have handed in nothing yet; nbgrader's own has it with a submission."""

answered = Table(
    "course_answered", _metadata,
    Column("notebook_id", String(32), primary_key=True),
    Column("answers", Text(), nullable=False),
    Column("earlier", Text(), nullable=False),
    extend_existing=True,
)  # fmt: skip
"""Which answers of a submission were graded: digests by the cell's id, as JSON; and a list of the
graded cells' ids for which a person gave points to an answer before those."""
