"""A chapter's cells as nbgrader marks them: which carry points, and whose they are."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearOutput, ClearSolutions, ComputeChecksums
from nbgrader.utils import is_grade, is_locked, is_solution, is_task
from traitlets.config import Config

from autograder.shared.trial import ANSWER, LOCKED, TEST, TrialCell

_FIGURE = re.compile(r"^widgets\.\w+\(", re.MULTILINE)


def blank(source: NotebookNode, config: Config | None = None) -> NotebookNode:
    """The chapter as nbgrader's gradebook holds it: answers removed, hidden tests kept."""
    notebook = copy.deepcopy(source)
    for step in (ClearSolutions, ClearOutput, ComputeChecksums):
        notebook, _ = step(config=config or Config()).preprocess(notebook, {})
    return notebook


def grade_id(cell: NotebookNode) -> str:
    """nbgrader's name of a cell, or ""."""
    found = cell.metadata.get("nbgrader")
    return str(found.get("grade_id") or "") if isinstance(found, dict) else ""


def prose(cells: Iterable[Any]) -> str:
    """What a chapter's Markdown cells say, of a notebook or of a text."""
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def shows_figure(source: str) -> bool:
    """Whether code shows a figure of the course."""
    return _FIGURE.search(source) is not None


def answers(notebook: NotebookNode) -> list[str]:
    """Grade ids of the cells that a student writes, in order."""
    return [grade_id(cell) for cell in notebook.cells if is_solution(cell)]


def graded(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that carry points, in order: test cells, manual answers, tasks."""
    return [cell for cell in notebook.cells if is_grade(cell) or is_task(cell)]


def on_trial(notebook: NotebookNode) -> list[TrialCell]:
    """The code cells that tests rely on, and the test cells, in order."""
    return [
        TrialCell(grade_id(cell), kind_of, cell.source)
        for cell in notebook.cells
        if cell.cell_type == "code" and (kind_of := kind(cell))
    ]


def kind(cell: NotebookNode) -> str:
    """What a code cell is to those that try it, or "" for one that a student may play with."""
    if is_solution(cell):
        return ANSWER
    return TEST if is_grade(cell) else LOCKED if is_locked(cell) else ""
