"""The class report: one page that says how a class stands, and every cell's points as CSV.

It loads nothing and runs no script; what students wrote stands on it as the feedback page shows it.
`standings` reads the gradebook, `graded_files` the graded notebooks, `measures` counts, and `page`
draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.handed_in.classroom import Classroom
from autograder.records import opening, students
from autograder.records.report import graded_files, measures, page, standings
from autograder.shared import atomic, catalogue, sheets
from autograder.shared.errors import CourseError

PAGE, CELLS = "report.html", "cells.csv"


def write(root: Path, asked: Sequence[str], to: Path | None, names: bool) -> list[Path]:
    """Write the page and the table of all cells; their paths.

    asked : chapters, all that anybody has handed in if none is named
    to    : a folder, `report/` of the course if it is None
    names : whether students are named on the page
    Raises CourseError for an unknown chapter, and if nothing is graded.
    """
    room, folder = Classroom(root), to or root / "report"
    chapters = catalogue.select(root, asked)
    with opening.opened(room, opening.NOTHING_GRADED) as connection:
        found = connection.patiently(
            lambda: [standings.read(connection.book.db, chapter) for chapter in chapters]
        )
    found = [one for one in found if one.submissions]
    if not found:
        raise CourseError(f"Nothing is graded yet of {', '.join(chapters)}; run `make grade`.")
    people = students.roster(room)
    measured = [measures.of(one, people) for one in found]
    told = graded_files.read(room, measured)
    text = page.page(measured, told, room.zone, names)
    written = {folder / PAGE: text, folder / CELLS: sheets.written(standings.rows(found))}
    try:
        for path, content in written.items():
            atomic.write(path, content)
    except OSError as error:
        raise CourseError(f"{folder} cannot be written ({error.strerror}).") from None
    return list(written)
