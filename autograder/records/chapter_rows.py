"""A chapter's cells as the gradebook has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbgrader import api

from autograder.shared.nbcells import grade_id


@dataclass(frozen=True)
class ChapterRows:
    """Ids of a chapter's rows; graded and commented: by the name of the cell."""

    assignment: str
    notebook: str
    graded: Mapping[str, str]
    commented: Mapping[str, str]


def find(book: api.Gradebook, chapter: str) -> ChapterRows:
    """A chapter's rows. Raises MissingEntry if the gradebook does not know it."""
    assignment, notebook = book.find_assignment(chapter), book.find_notebook(chapter, chapter)
    # A task is answered and graded in one cell: it has points and a comment.
    tasks = {c.name: c.id for c in notebook.task_cells}
    return ChapterRows(
        assignment.id, notebook.id,
        {c.name: c.id for c in notebook.grade_cells} | tasks,
        {c.name: c.id for c in notebook.solution_cells} | tasks,
    )  # fmt: skip


def same(book: api.Gradebook, chapter: str, form: NotebookNode) -> bool:
    """Whether the gradebook holds exactly the answer and test cells of the form."""
    try:
        cells: Any = book.find_notebook(chapter, chapter).source_cells
    except api.MissingEntry:
        return False
    held = {cell.name: cell.checksum for cell in cells}
    book.db.rollback()
    return held == {
        grade_id(c): c.metadata.nbgrader.get("checksum") for c in form.cells if grade_id(c)
    }
