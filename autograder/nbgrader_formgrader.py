"""What Formgrader's view of one notebook says of a dropped exercise.

It takes a cell's maximum from the graded notebook, where it is what the chapter says, while all
else of Formgrader takes it from the gradebook.
"""

from __future__ import annotations

from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.coursedir import CourseDirectory

from autograder.records import chapter_cells
from autograder.records.connection import Connection
from autograder.records.table import number
from autograder.shared import nbcells

SHOWN_FROM = "submission_id"  # is among the resources of Formgrader's view alone


class ShowDropped(Preprocessor):  # type: ignore[misc]
    """Shows the graded cells of dropped exercises with a maximum of 0, and says why.

    `c.HTMLExporter.preprocessors` has Formgrader use it. Only what is shown changes, no file.
    """

    enabled = True

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """The notebook as it is shown, and the resources."""
        if SHOWN_FROM not in resources:
            return nb, resources
        course = CourseDirectory(parent=self)
        with Connection(course.db_url, course.course_id) as connection:
            cells = connection.patiently(
                lambda: chapter_cells.of(connection.book.db, resources["assignment_id"])
            )
        dropped = {one.name: one.maximum for one in cells if not one.counts}
        for cell in nbcells.graded(nb):
            if (name := nbcells.grade_id(cell)) in dropped:
                _say(cell, dropped[name])
        return nb, resources


def _say(cell: NotebookNode, maximum: float) -> None:
    cell.metadata.nbgrader.points = 0
    said = f"Dropped, does not count; it would be of {number(maximum)}."
    if cell.cell_type == "code":
        cell.outputs = [new_output("stream", text=f"{said}\n"), *cell.outputs]
    else:
        cell.source = f"*{said}*\n\n{cell.source}"
