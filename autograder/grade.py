"""Grade what students handed in: behind `python -m autograder grade` and `try`."""

import glob
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbgrader.utils import is_task
from traitlets.config import Config

from autograder import build, release, stock, submission
from autograder.errors import CourseError
from autograder.feedback import told
from autograder.result import Cell, Outcome, Result, table, to_json
from course import check

__all__ = ["Cell", "Outcome", "Result", "grade", "table", "to_json", "try_notebook"]

_log = logging.getLogger(__name__)

Forms = Mapping[str, nbformat.NotebookNode]


SYNTAX = {"SyntaxError", "IndentationError", "TabError"}


@dataclass(frozen=True)
class _Handed:
    student: str
    chapter: str
    folder: Path


def grade(
    root: Path, chapters: Sequence[str] = (), student: str | None = None, force: bool = False
) -> list[Result]:
    """Grade the submissions of the chapters (none named: all), and write feedback pages.

    A submission that was graded already and has not changed is not run again, unless forced;
    its points are read from the gradebook.  Points given by a person are kept in any case.
    Raises CourseError for an unknown chapter or student and when there is nothing to grade.
    """
    chapters = build.select(root, chapters)
    course = stock.Course(root)
    handed = _handed_in(course, root, chapters, student)
    forms = _forms(root, course.config)
    for chapter in sorted({one.chapter for one in handed}):
        if not course.knows(chapter, forms[chapter]):
            release.release(root, [chapter], publish=False)
    results = []
    for number, one in enumerate(handed, 1):
        results.append(_grade_one(course, one, forms, force))
        _log.info(
            "%d/%d %s %s: %s", number, len(handed), one.student, one.chapter, results[-1].outcome
        )
    return results


def try_notebook(root: Path, path: Path) -> list[Result]:
    """Grade one notebook file by itself; nothing below root is read but the source, or written.

    The chapter is recognised by its cells, whatever the file is called; the student is "try".
    Raises CourseError when path is no notebook of the course.
    """
    if not path.is_file():
        raise CourseError(f"There is no file {path}.")
    settings = stock.config(root)
    forms = _forms(root, settings)
    try:
        notebook = submission.read(path)
    except submission.InvalidSubmissionError as error:
        raise CourseError(str(error)) from None
    chapter = submission.identify(notebook, forms)
    if chapter is None:
        raise CourseError(
            f"{path} holds no exercise of this course ({', '.join(forms)}). "
            "Is it a notebook from release/, with the answer cells still in it?"
        )
    form = forms[chapter]
    run = stock.execute(submission.rebuild(form, notebook), settings)
    return [_result("try", chapter, form, run)]


def _forms(root: Path, settings: Config) -> Forms:
    return {
        chapter: submission.blank(build.notebook(root, chapter), settings)
        for chapter in build.chapters(root)
    }


def _handed_in(
    course: stock.Course, root: Path, chapters: Sequence[str], student: str | None
) -> list[_Handed]:
    everything = sorted(_submissions(course), key=lambda one: (one.chapter, one.student))
    known = build.chapters(root)
    for one in everything:
        if one.chapter not in known:
            _log.warning("%s is left out: there is no chapter %s.", one.folder, one.chapter)
    _warn_of_misplaced(course, {one.folder for one in everything})
    found = [one for one in everything if one.chapter in chapters]
    if not found:
        where = course.folder("submitted", "STUDENT", chapters[0]) / f"{chapters[0]}.ipynb"
        raise CourseError(
            f"There is nothing to grade for {', '.join(chapters)}. Put each student's notebook at "
            f"{os.path.relpath(where, root)}, STUDENT being their id, "
            "or run `nbgrader collect` or `nbgrader zip_collect`; then grade again."
        )
    students = sorted({one.student for one in found})
    if student is not None and student not in students:
        raise CourseError(
            f"{student} has handed in nothing for {', '.join(chapters)}. "
            f"There are submissions of {', '.join(students)}."
        )
    return [one for one in found if student in (None, one.student)]


def _submissions(course: stock.Course) -> Iterator[_Handed]:
    """Folders of submissions, found in nbgrader's directory_structure, which is configurable."""
    parts = course.folder("submitted", "STUDENT", "CHAPTER").parts
    at, chapter_at = parts.index("STUDENT"), parts.index("CHAPTER")
    first = min(at, chapter_at)
    pattern = ["*" if n in (at, chapter_at) else part for n, part in enumerate(parts)][first:]
    for folder in Path(*parts[:first]).glob(str(Path(*pattern))):
        student, chapter = folder.parts[at], folder.parts[chapter_at]
        if folder.is_dir() and not student.startswith(".") and not chapter.startswith("."):
            yield _Handed(student, chapter, folder)


def _warn_of_misplaced(course: stock.Course, folders: set[Path]) -> None:
    place = course.folder("submitted", "STUDENT", "CHAPTER")
    top = Path(*place.parts[: place.parts.index("STUDENT")])
    for path in sorted(top.rglob("*.ipynb")):
        if not folders & set(path.parents) and ".ipynb_checkpoints" not in path.parts:
            _log.warning("%s is left out: it belongs in a folder %s.", path, place)


def _grade_one(course: stock.Course, one: _Handed, forms: Forms, force: bool) -> Result:
    """One submission's result, whatever happens: a bad one never stops the others."""
    try:
        run = _run(course, one, forms, force)
    except submission.InvalidSubmissionError as error:
        run = stock.Run(Outcome.INVALID, str(error))
    except Exception as error:
        run = stock.failed(error)
    result = _result(one.student, one.chapter, forms[one.chapter], run)
    try:
        _finish(course, result, run)
    except Exception as error:
        return replace(result, outcome=Outcome.INTERNAL_ERROR, reason=stock.failed(error).reason)
    return result


def _run(course: stock.Course, one: _Handed, forms: Forms, force: bool) -> stock.Run:
    notebook = submission.rebuild(forms[one.chapter], _read(one, forms))
    stamp = one.folder / "timestamp.txt"
    timestamp = stamp.read_text(encoding="utf-8") if stamp.is_file() else ""
    if not force:
        earlier = course.graded_already(one.student, one.chapter, notebook, timestamp)
        if earlier is not None:
            return earlier
    return course.grade(one.student, one.chapter, notebook, timestamp)


def _finish(course: stock.Course, result: Result, run: stock.Run) -> None:
    """Leave a feedback page, or after a failure neither a page nor points of an earlier run.

    The page is written anew in any case, because a person may have given points since.
    """
    if run.notebook is None:
        course.reset(result.student, result.chapter)
        return
    mistakes: dict[str, str] = {}
    for cell in result.cells:
        if cell.mistake:
            mistakes.setdefault(cell.exercise, f"Usual cause: {cell.mistake}.")
    course.feedback(result.student, result.chapter, mistakes)


def _read(one: _Handed, forms: Forms) -> nbformat.NotebookNode:
    if glob.escape(one.student) != one.student:
        raise submission.InvalidSubmissionError(
            "nbgrader cannot work with *, ? and [ in a student's id; rename the folder."
        )
    path = submission.find(one.folder, one.chapter)
    notebook = submission.read(path)
    chapter = submission.identify(notebook, forms)
    if chapter != one.chapter:
        what = f"is the notebook of {chapter}" if chapter else "has no exercise of this course"
        raise submission.InvalidSubmissionError(
            f"{path.name} {what}; the notebook of {one.chapter} belongs here."
        )
    return notebook


def _result(student: str, chapter: str, form: nbformat.NotebookNode, run: stock.Run) -> Result:
    solutions = submission.answers(form)
    ran = {submission.grade_id(cell): cell for cell in run.notebook.cells} if run.notebook else {}
    cells = []
    for cell in submission.graded(form):
        name = submission.grade_id(cell)
        points = run.points.get(name, 0.0)
        maximum = float(cell.metadata.nbgrader.points)
        exercise = submission.exercise(name, solutions)
        message = _message(ran.get(name), points, maximum) if run.notebook else run.reason
        if message and message.startswith("NameError"):
            message = _stopped(ran.get(exercise)) or message
        mistake = check.mistake_in(message) if run.notebook and message else None
        cells.append(Cell(name, exercise, points, maximum, mistake, message))
    return Result(student, chapter, run.outcome, tuple(cells), run.reason)


def _message(
    cell: nbformat.NotebookNode | None, points: float | None, maximum: float
) -> str | None:
    """What the first failing output of the cell tells the student."""
    if points is None:
        return "A person grades this answer."
    if cell is None or points >= maximum and maximum > 0:
        return None
    outputs = [] if is_task(cell) else cell.get("outputs", [])
    slow = [o for o in outputs if o.get("ename") == "CellTimeoutError"]
    return next((text for o in [*slow, *outputs] if (text := told(o))), None)


def _stopped(answer: nbformat.NotebookNode | None) -> str | None:
    """Why a name is missing: the cell that should have defined it did not run to its end."""
    for output in answer.get("outputs", []) if answer else []:
        if output.output_type == "error":
            word = "syntax error" if output.ename in SYNTAX else f"raised {output.ename}"
            return f"The answer cell did not run: {told(output)}\nUsual cause: {word}."
    return None
