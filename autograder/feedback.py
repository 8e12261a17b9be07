"""What a student is told, and what their feedback page leaves out."""

import re
from copy import deepcopy
from textwrap import wrap
from typing import Any

import nbformat
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, GetGrades
from nbgrader.utils import is_locked

from autograder.classroom import Classroom
from autograder.result import Result

WIDTH = 80
WIDGET = "application/vnd.jupyter.widget-view+json"

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def told(output: nbformat.NotebookNode) -> str | None:
    """What an output that costs the points says, without colours and traceback; else None."""
    if output.output_type == "stream" and output.name == "stderr":
        return _plain(output.text)
    if output.output_type != "error":
        return None
    if output.ename == "CellTimeoutError":
        return "This took too long and was stopped: is there a loop that never ends?"
    if output.ename == "CheckFailed":
        return _plain(output.evalue)
    return _plain(f"{output.ename}: {output.evalue}")


def _plain(text: str) -> str:
    return _ANSI.sub("", text).strip()


def _folded(line: str) -> list[str]:
    """A long sentence in lines that fit the page; tables of numbers keep their spaces."""
    return wrap(line, WIDTH) if len(line) > WIDTH else [line]


def still(output: nbformat.NotebookNode) -> nbformat.NotebookNode | None:
    """An output without the live widget in it, which needs its kernel; None if nothing is left."""
    if WIDGET not in output.get("data", {}):
        return output
    kept = nbformat.NotebookNode(output)
    for part in ("data", "metadata"):
        kept[part] = nbformat.NotebookNode({k: v for k, v in output[part].items() if k != WIDGET})
    # Beside a widget, no words at all stand for it.
    return kept if any(kept.data.values()) else None


class StudentPage(ClearHiddenTests):  # type: ignore[misc]
    """Leave of a figure its still picture, and of a locked cell no hidden tests.

    The tracebacks that would quote hidden tests go, too.
    """

    def preprocess(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any]
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        """Clean the notebook; without the state of widgets the page fetches no script for them."""
        nb.metadata.pop("widgets", None)
        return super().preprocess(nb, resources)  # type: ignore[no-any-return]

    def preprocess_cell(
        self, cell: nbformat.NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        """Clean one cell; the text of a student's own cells stays as it is."""
        if cell.cell_type == "code":
            cell.outputs = [kept for output in cell.outputs if (kept := still(output))]
        if not is_locked(cell):
            return cell, resources
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                lines = (told(output) or "").splitlines()
                output.traceback = [part for line in lines for part in _folded(line)]
        super().preprocess_cell(cell, resources, cell_index)
        return cell, resources


def write(room: Classroom, result: Result, graded: nbformat.NotebookNode) -> None:
    """Write the student's page."""
    settings = deepcopy(room.config)
    if "preprocessors" not in settings.GenerateFeedback:
        settings.GenerateFeedback.preprocessors = PREPROCESSORS
    directory = CourseDirectory(
        config=room.config, log=room.directory.log,
        assignment_id=result.chapter, student_id=result.student,
    )  # fmt: skip
    GenerateFeedback(
        coursedir=directory, config=settings, log=room.directory.log, force=True
    ).start()


PREPROCESSORS = [GetGrades, StudentPage, CSSHTMLHeaderPreprocessor]
