"""How every submission of a chapter stands, out of the gradebook in four questions to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from autograder.records import chapter_cells, reading, standing
from autograder.records import statements as sql
from autograder.records.chapter_cells import Cell
from autograder.shared import sheets

NO_RESPONSE, CAUSE = "No response.", "Usual cause: "  # as `graded.comments` says
COLUMNS = (
    "chapter", "student", "exercise", "cell", "points", "max_points", "by_the_grader",
    "by_a_person", "extra_credit", "exercise_is", "usual_cause", "handed_in_utc", "due_utc",
    "late_penalty_of_the_chapter", "counts",
)  # fmt: skip


@dataclass
class Submission:
    """What one student has of a chapter.

    grades : by cell, what the grader gave, a person gave, and what was added
    said   : by exercise, the grader's own comment
    """

    student: str
    timestamp: datetime | None
    due: datetime | None
    penalty: float
    grades: dict[str, tuple[float | None, float | None, float | None]] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    def points(self, cell: Cell) -> float | None:
        """Points that count; None while a person has to look."""
        return reading.counted(*self.grades.get(cell.name, (0.0, None, None)))

    def total(self, cells: Sequence[Cell]) -> float:
        """Points of those cells that count, penalty taken off; none for what waits for a person."""
        counting = (self.points(cell) or 0.0 for cell in cells if cell.counts)
        return max(0.0, sum(counting) - self.penalty)


@dataclass(frozen=True)
class ChapterStandings:
    """A chapter's graded cells, in their order, and its submissions by student."""

    chapter: str
    cells: list[Cell]
    submissions: list[Submission]

    @property
    def exercises(self) -> list[str]:
        """The exercises that have points, in their order."""
        return list(dict.fromkeys(cell.exercise for cell in self.cells))

    @property
    def maximum(self) -> float:
        """Points that can be had."""
        return sum(cell.maximum for cell in self.cells if cell.counts)

    @property
    def dropped(self) -> set[str]:
        """The exercises that do not count."""
        return {cell.exercise for cell in self.cells if not cell.counts}

    def of(self, exercise: str) -> list[Cell]:
        """The cells of an exercise."""
        return [cell for cell in self.cells if cell.exercise == exercise]

    def state(self, one: Submission, exercise: str, cells: Sequence[Cell]) -> str:
        """One of the marks: how a submission's exercise stands; `cells` are the exercise's."""
        points = [one.points(cell) for cell in cells]
        maximum = sum(cell.maximum for cell in cells)
        return standing.of(points, maximum, one.said.get(exercise) == NO_RESPONSE, False)


def read(db: Any, chapter: str) -> ChapterStandings:
    """A chapter's standings, from a session of SQLAlchemy; empty if the gradebook lacks it."""
    cells = chapter_cells.of(db, chapter)
    found = {row: Submission(*rest) for row, *rest in _submissions(db, chapter)}
    for table in (sql.grade, sql.aside):  # what does not count after what is 0 in its place
        for row, cell, *grade in db.execute(_grades(chapter, table)):
            if row in found:
                found[row].grades[cell] = tuple(grade)
    for row, cell, comment in db.execute(_comments(chapter)):
        if row in found and comment:
            found[row].said[cell] = comment
    db.rollback()
    return ChapterStandings(chapter, cells, sorted(found.values(), key=lambda one: one.student))


def _submissions(db: Any, chapter: str) -> Iterator[tuple[Any, ...]]:
    submission, notebook, assignment = sql.submission, sql.notebook, sql.assignment
    query = (
        select(
            notebook.c.id, submission.c.student_id, submission.c.timestamp, submission.c.extension,
            assignment.c.duedate, notebook.c.late_submission_penalty,
        )
        .join(submission, submission.c.id == notebook.c.assignment_id)
        .join(assignment, assignment.c.id == submission.c.assignment_id)
        .where(assignment.c.name == chapter)
    )  # fmt: skip
    for row, student, timestamp, extension, due, penalty in db.execute(query):
        until = due + (extension or timedelta()) if due else None
        yield row, student, timestamp, until, penalty or 0.0


def _of_chapter(query: Any, table: Any, chapter: str) -> Any:
    """The query's rows of one chapter; `table` refers to the submitted notebook."""
    return (
        query.join(sql.cell, sql.cell.c.id == table.c.cell_id)
        .join(sql.notebook, sql.notebook.c.id == table.c.notebook_id)
        .join(sql.submission, sql.submission.c.id == sql.notebook.c.assignment_id)
        .join(sql.assignment, sql.assignment.c.id == sql.submission.c.assignment_id)
        .where(sql.assignment.c.name == chapter)
    )


def _grades(chapter: str, g: Any) -> Any:
    query = select(
        g.c.notebook_id, sql.cell.c.name, g.c.auto_score, g.c.manual_score, g.c.extra_credit
    ).select_from(g)
    return _of_chapter(query, g, chapter)


def _comments(chapter: str) -> Any:
    c = sql.comment
    query = select(c.c.notebook_id, sql.cell.c.name, c.c.auto_comment).select_from(c)
    return _of_chapter(query, c, chapter)


def rows(found: Sequence[ChapterStandings]) -> Iterator[list[str]]:
    """Every graded cell of every submission as a row of a table, below the columns' names."""
    yield list(COLUMNS)
    for chapter in found:
        by_exercise = {name: chapter.of(name) for name in chapter.exercises}
        shown: dict[Any, str] = defaultdict(str)
        for one in chapter.submissions:
            student = sheets.cell(one.student)
            times = [_plain(one.timestamp), _plain(one.due), f"{one.penalty:g}"]
            states = {e: chapter.state(one, e, cells) for e, cells in by_exercise.items()}
            for cell in chapter.cells:
                auto, manual, extra = one.grades.get(cell.name, (0.0, None, None))
                cause = one.said.get(cell.exercise, "")
                if cause not in shown:
                    shown[cause] = sheets.cell(cause.removeprefix(CAUSE).removesuffix("."))
                yield [
                    chapter.chapter, student, cell.exercise, cell.name,
                    *map(_number, (one.points(cell), cell.maximum, auto, manual, extra)),
                    standing.MEANING[states[cell.exercise]],
                    shown[cause] if cause.startswith(CAUSE) else "", *times,
                    "yes" if cell.counts else "no",
                ]  # fmt: skip


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _plain(when: datetime | None) -> str:
    return "" if when is None else f"{when:%Y-%m-%d %H:%M:%S}"
