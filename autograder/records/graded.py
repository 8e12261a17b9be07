"""What a record makes of a submission: outputs, points, comments, and what the student is told.

The same for every command that grades; it reads and writes no file, and knows no gradebook.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat.v4 import new_output
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task

from autograder.handed_in.classroom import Handed
from autograder.judging.bundle import STAMP, Bundle, Record
from autograder.judging.result import GradedCell, Outcome, Result
from autograder.records import feedback, revisits
from autograder.records.marks import Entry
from autograder.shared import grade_ids, harmless, nbcells
from course import check
from course.check import exceptions, printable
from course.check.mistake import Mistake
from course.check.stopped import Stopped

SYNTAX_ERRORS = {"SyntaxError", "IndentationError", "TabError"}
STOPPED_BY = {"CellTimeoutError": "ran too long", "DeadKernelError": "ended the notebook's process"}

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Graded:
    """A submission as it was graded.

    notebook : rebuilt, with the record's outputs; its metadata say how it was graded
    scores   : points by graded cell, None where a person has to look
    """

    handed: Handed
    form: nbformat.NotebookNode
    notebook: nbformat.NotebookNode
    outcome: Outcome
    reason: str | None
    scores: Mapping[str, float | None]

    def result(self, points: Mapping[str, float | None] | None = None) -> Result:
        """What is told of it, with the points that a gradebook gives instead of these scores."""
        given = self.scores if points is None else points
        return result(self.handed, self.form, self.notebook, given, self.outcome, self.reason)

    def entry(self) -> Entry:
        """What goes into the gradebook."""
        one, said = self.handed, comments(self.form, self.notebook, self.result())
        answers = {
            nbcells.grade_id(cell): revisits.digest(cell.source)
            for cell in self.notebook.cells
            if is_solution(cell) or is_task(cell)
        }
        return Entry(one.student, one.chapter, one.timestamp, self.scores, said, answers)


def made(
    one: Handed, form: nbformat.NotebookNode, rebuilt: nbformat.NotebookNode, work: Bundle,
    record: Record,
) -> Graded:  # fmt: skip
    """What the record of a bundle makes of the notebook that the bundle was made of."""
    notebook = with_outputs(rebuilt, record)
    given, outcome = scores(notebook, record.points), Outcome(record.outcome)
    notebook.metadata[STAMP] = stamp(work, one.timestamp, record)
    return Graded(one, form, notebook, outcome, record.reason, given)


def no_points(one: Handed, form: nbformat.NotebookNode) -> Entry:
    """What goes into the gradebook about a submission that could not be graded."""
    names = [nbcells.grade_id(cell) for cell in nbcells.graded(form)]
    return Entry(one.student, one.chapter, one.timestamp, dict.fromkeys(names, 0.0))


def with_outputs(notebook: nbformat.NotebookNode, record: Record) -> nbformat.NotebookNode:
    """The notebook with the record's outputs in it; it can be opened safely.

    What nbgrader would read from the outputs of a test cell, its `determine_grade`, is the
    record's points: whoever looks at the notebook, or reads it again, sees no other verdict.
    """
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            found = record.outputs.get(str(place), [])
            cell.outputs = [harmless.output(nbformat.from_dict(output)) for output in found]
            cell.source = harmless.code(cell.source)
            cell.execution_count = None
        if is_test(cell):
            _tell(cell, record, str(place) in record.outputs)
    return notebook


def is_test(cell: nbformat.NotebookNode) -> bool:
    """Whether a cell carries points that the grader gives by itself."""
    return bool(is_grade(cell) and not is_solution(cell) and cell.cell_type == "code")


def _tell(cell: nbformat.NotebookNode, record: Record, judged: bool) -> None:
    """Say in the outputs of a test cell what they do not say yet: that it never ran, or a part."""
    points = _points(cell, record.points)
    if determine_grade(cell, _log)[0] == points:
        return
    if judged:
        data = {"text/plain": repr(points)}
        cell.outputs.append(new_output("execute_result", data=data, execution_count=None))
    else:
        said = record.reason or "This test was not run."
        cell.outputs = [new_output("error", ename="CheckFailed", evalue=said, traceback=[said])]


def scores(notebook: nbformat.NotebookNode, points: Mapping[str, float]) -> dict[str, float | None]:
    """Points by graded cell: the judge's for tests, 0 for what was left blank, None to be read."""
    found: dict[str, float | None] = {}
    for cell in nbcells.graded(notebook):
        name = nbcells.grade_id(cell)
        if is_test(cell):
            found[name] = _points(cell, points)
        else:
            given = None if is_task(cell) else determine_grade(cell, _log)[0]
            found[name] = None if given is None else float(given)
    return found


def _points(cell: nbformat.NotebookNode, points: Mapping[str, float]) -> float:
    """The judge's points for a test cell; none for one that it did not come to."""
    given = points.get(nbcells.grade_id(cell), 0.0)
    return min(max(given, 0.0), float(cell.metadata.nbgrader.points))


def comments(
    form: nbformat.NotebookNode, graded: nbformat.NotebookNode, result: Result
) -> dict[str, str | None]:
    """What the grader says on answer cells: that one was left blank, or the named mistake."""
    said: dict[str, str | None] = {}
    for cell in graded.cells:
        if is_solution(cell) or is_task(cell):
            blank = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
            empty = blank and not is_task(cell)
            said[nbcells.grade_id(cell)] = "No response." if empty else None
    for found in result.cells:
        if found.mistake and not said.get(found.exercise):
            said[found.exercise] = f"Usual cause: {found.mistake}."
    return said


def stamp(work: Bundle, timestamp: str, record: Record) -> dict[str, Any]:
    """What a graded notebook's metadata says of its grading, under STAMP."""
    return {
        "key": work.key, "timestamp": timestamp, "outcome": record.outcome,
        "reason": record.reason, "sandbox": record.tier or work.tier, "seed": work.seed,
        "walls": record.walls,
    }  # fmt: skip


def result(
    one: Handed, form: nbformat.NotebookNode, graded: nbformat.NotebookNode | None,
    points: Mapping[str, float | None], outcome: Outcome, reason: str | None,
) -> Result:  # fmt: skip
    """Every graded cell with its points, the named mistake and what the student is told.

    graded : the notebook as `with_outputs` gives it; None if it was not run, for the reason given
    """
    solutions = nbcells.answers(form)
    ran = {nbcells.grade_id(cell): cell for cell in graded.cells} if graded else {}
    cells = []
    for cell in nbcells.graded(form):
        name = nbcells.grade_id(cell)
        got = points.get(name, 0.0)
        maximum = float(cell.metadata.nbgrader.points)
        exercise = grade_ids.exercise(name, solutions)
        message = _message(ran.get(name), got, maximum) if graded else reason
        if message and message.startswith("NameError"):
            message = _stopped(ran.get(exercise)) or message
        if graded and message is None and is_test(cell) and (got or 0.0) < maximum:
            message = reason
        mistake = check.mistake_in(message) if graded and message else None
        cells.append(GradedCell(name, exercise, got, maximum, mistake, message))
    return Result(one.student, one.chapter, outcome, tuple(cells), reason)


def _message(
    cell: nbformat.NotebookNode | None, points: float | None, maximum: float
) -> str | None:
    """What the first failing output of the cell tells the student."""
    if points is None:
        return "A person grades this answer."
    if cell is None or (points >= maximum and maximum > 0):
        return None
    outputs = [] if is_task(cell) else cell.get("outputs", [])
    slow = [o for o in outputs if o.get("ename") == "CellTimeoutError"]
    return next((text for o in [*slow, *outputs] if (text := feedback.told(o))), None)


def _stopped(answer: nbformat.NotebookNode | None) -> str | None:
    """Why a name is missing: the cell that should have defined it did not run to its end."""
    for output in answer.get("outputs", []) if answer else []:
        if output.output_type == "error":
            cause = _cause(output)
            named = f"\nUsual cause: {cause.name}. {cause.why}".rstrip() if cause else ""
            return f"The answer cell did not run: {feedback.told(output)}{named}"
    return None


def _cause(output: nbformat.NotebookNode) -> Mistake | None:
    kind = output.ename
    if kind in SYNTAX_ERRORS or kind in STOPPED_BY:
        return Mistake(STOPPED_BY.get(kind, "syntax error"))
    text = printable.line(str(output.evalue))
    return exceptions.explained(Stopped(exceptions.kind(kind), text))
