"""The chapters, their answers, and test cells run without a kernel."""

from __future__ import annotations

import functools
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_locked, is_solution

from autograder.authoring import answers, build, mistakes, solve
from autograder.judging import known_mistakes
from autograder.shared import catalogue, grade_ids, nbcells
from autograder.shared.trial import compiled
from course import check, data
from course.check import CheckFailed, evidence
from course.check.failure import renamed
from support.patience import HANG

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = catalogue.chapters(ROOT)


def chapter_param(
    chapter: str, *values: object, name: str | None = None, swept: bool = False
) -> Any:
    """A parameter set that carries its chapter's marker, and whether it is a sweep."""
    marks = [getattr(pytest.mark, chapter)]
    marks += [pytest.mark.sweep] if swept else []
    return pytest.param(chapter, *values, marks=marks, id=name or chapter)


def of_chapter(chapter: str) -> pytest.MarkDecorator:
    """What one chapter says: the chapter's marker, or a skip in a course that lacks the chapter."""
    if chapter in CHAPTERS:
        return getattr(pytest.mark, chapter)  # type: ignore[no-any-return]
    return pytest.mark.skip(reason=f"this course has no {chapter}")


each_chapter = pytest.mark.parametrize("chapter", [chapter_param(name) for name in CHAPTERS])
FIRST_THEN_ALL = [chapter_param(name, swept=name != CHAPTERS[0]) for name in CHAPTERS]
"""Every chapter; all but the first are a sweep."""


@functools.cache
def source_notebook(chapter: str) -> NotebookNode:
    """The chapter's source notebook: answers, hidden tests and all. Not to be changed."""
    return build.notebook(ROOT, chapter)


@functools.cache
def released_notebook(chapter: str) -> NotebookNode:
    """What a student opens. Not to be changed."""
    return answers.released(source_notebook(chapter))


@functools.cache
def executed_notebook(chapter: str) -> NotebookNode:
    """The source notebook after a run from top to bottom, the others beside it. Not to be changed.

    Without MNIST's files, which take longer to train on than all the rest.
    """
    without = {name: value for name, value in os.environ.items() if name != data.MNIST_ENV}
    with tempfile.TemporaryDirectory() as work:
        solve.shelve({name: source_notebook(name) for name in CHAPTERS}, Path(work))
        client = NotebookClient(
            build.notebook(ROOT, chapter), timeout=HANG, kernel_name="python3",
            resources={"metadata": {"path": str(Path(work, chapter))}},
        )  # fmt: skip
        return client.execute(env=without)


@functools.cache
def kept_answers(chapter: str) -> tuple[answers.Answer, ...]:
    """The chapter's right and wrong answers from source/."""
    return tuple(answers.load(ROOT, chapter))


def verdicts(
    notebook: NotebookNode, written: Mapping[str, str], only: str = ""
) -> dict[str, Exception | None]:
    """What each test cell says: grade_id -> None where it passes, or what it raised.

    Only what a test cell may rely on is run: locked cells, given functions and the answers.
    written : answers by grade_id, instead of what the notebook holds
    only    : run the test cells of this exercise alone
    """
    names = [cell.metadata.nbgrader.grade_id for cell in notebook.cells if is_solution(cell)]
    return {
        grade_id: raised(source, space)
        for grade_id, source, space in graded_cells(notebook, written)
        if not only or grade_ids.exercise(grade_id, names) == only
    }


def reference(chapter: str) -> dict[str, str]:
    """The reference answers of a chapter that are code, by the exercise's name."""
    source = source_notebook(chapter)
    code = {nbcells.grade_id(cell) for cell in source.cells if cell.cell_type == "code"}
    return {name: text for name, text in answers.reference(source).items() if name in code}


def cells_of(chapter: str, exercise: str) -> set[str]:
    """Grade ids of an exercise's test cells."""
    ids = [c.metadata.nbgrader.grade_id for c in source_notebook(chapter).cells if is_grade(c)]
    return {one for one in ids if grade_ids.exercise(one, list(reference(chapter))) == exercise}


def judged(chapter: str, answer: answers.Answer) -> dict[str, Exception | None]:
    """The verdicts on one answer among the reference answers of the other exercises.

    As in the judge, a mistake that only hidden numbers show is looked for among the known ones.
    """
    written = reference(chapter) | {answer.exercise: answer.source}
    found = verdicts(source_notebook(chapter), written, only=answer.exercise)
    return {grade_id: _named(chapter, grade_id, error) for grade_id, error in found.items()}


def _named(chapter: str, grade_id: str, error: Exception | None) -> Exception | None:
    if not isinstance(error, CheckFailed) or error.known or not (seen := evidence.of(error)):
        return error
    source = next(
        c.source for c in source_notebook(chapter).cells if nbcells.grade_id(c) == grade_id
    )
    seed = check.SEED if isinstance(check.SEED, list) else [check.SEED]
    mistake = known_mistakes.cause(packed(chapter), grade_id, source, seed, seen)
    return renamed(error, mistake) if mistake else error


@functools.cache
def packed(chapter: str) -> str:
    """The chapter's known mistakes, as the judge gets them."""
    return mistakes.packed(ROOT, chapter)


def graded_cells(
    notebook: NotebookNode, written: Mapping[str, str]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each test cell: grade_id, source, and the names that it finds. See `verdicts`."""
    space: dict[str, Any] = {"__name__": "__main__"}
    for cell in notebook.cells:
        if cell.cell_type != "code" or "nbgrader" not in cell.metadata:
            continue
        grade_id = cell.metadata.nbgrader.grade_id
        if is_solution(cell):
            exec(compiled(written.get(grade_id, cell.source)), space)
        elif is_grade(cell):
            yield grade_id, cell.source, dict(space)
        elif is_locked(cell):
            exec(compiled(cell.source), space)


def raised(source: str, space: dict[str, Any]) -> Exception | None:
    """What a test cell raises, if anything. Its own names do not stay."""
    try:
        exec(compiled(source), dict(space))
    except Exception as error:
        return error
    return None


def full_points(source: NotebookNode) -> dict[str, float]:
    """Points of the test cells of a chapter."""
    marks = [c.metadata.nbgrader for c in nbcells.graded(source) if is_locked(c)]
    return {mark.grade_id: mark.points for mark in marks if not mark.get("task")}
