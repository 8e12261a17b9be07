"""A gradebook of as many students as one likes, written in bulk: grading them would take minutes.

The chapters, exercises and graded cells are the course's own; points, comments and times are drawn.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy import insert

from autograder.records import statements as sql
from autograder.shared.nbsettings import tools_on_path
from course.results import outline

DUE = datetime(2026, 3, 1, 17)
MISTAKES = ("left out", "wrong axis", "summed over all samples", "(N, 1) instead of (N,)")
ABSENT = 0.1  # of the class, who have not handed in a chapter


def make(path: Path, students: int, chapters: int | None = None, seed: int = 0) -> None:
    """Write a gradebook: so many chapters of the course, all by default, handed in by most.

    Some cells are graded by a person, some wait for one, some have extra credit; some rows lack.
    """
    rng = np.random.default_rng(seed)
    with tools_on_path(), Gradebook(f"sqlite:///{path}") as book:
        names = [f"s{n:05}" for n in range(students)]
        people = [
            {"id": name, "first_name": "Ada", "last_name": f"L{name}", "email": f"{name}@b.org"}
            for name in names
        ]
        book.db.execute(insert(api.Student), people)
        for number, chapter in enumerate(outline.chapters()[:chapters]):
            due = DUE + timedelta(weeks=2 * number)
            book.add_assignment(chapter.name, duedate=due)
            notebook = book.add_notebook(chapter.name, chapter.name)
            # One by one, as nbgrader adds them, each would be a transaction.
            about = {"notebook": notebook, "cell_type": "code"}
            for exercise in chapter.exercises:
                book.db.add(api.SolutionCell(name=exercise.name, notebook=notebook))
                for test in exercise.checks:
                    name = f"test_{test.label}"
                    book.db.add(api.GradeCell(name=name, max_score=test.points, **about))
            book.db.add(api.TaskCell(name="essay", max_score=3, **about))
            _hand_in(book.db, chapter.name, names, due, rng)
        book.db.commit()


def _hand_in(db: Any, chapter: str, names: list[str], due: datetime, rng: Any) -> None:
    db.flush()
    book = db.query(api.Notebook).filter_by(name=chapter).one()
    answers = [cell.id for cell in book.solution_cells]
    graded = [(cell.id, cell.max_score) for cell in (*book.grade_cells, *book.task_cells)]
    rows: dict[Any, list[dict[str, object]]] = {
        table: [] for table in (sql.submission, sql.notebook, sql.grade, sql.comment)
    }
    for name in names:
        if rng.random() < ABSENT:
            continue
        key = api.new_uuid()
        late = timedelta(hours=float(rng.normal(-30, 20)))
        penalty = 1.5 if late > timedelta() else None
        rows[sql.submission].append(
            {"id": key, "assignment_id": book.assignment_id, "student_id": name,
             "timestamp": due + late, "extension": None}
        )  # fmt: skip
        rows[sql.notebook].append(
            {"id": key, "assignment_id": key, "notebook_id": book.id, "flagged": False,
             "late_submission_penalty": penalty}
        )  # fmt: skip
        skill = rng.random()
        for cell, maximum in graded:
            auto = None if rng.random() < 0.02 else maximum * (rng.random() < skill)
            manual = float(rng.integers(0, 4)) / 2 if rng.random() < 0.02 else None
            extra = 0.5 if rng.random() < 0.02 else None
            rows[sql.grade].append(
                {"id": api.new_uuid(), "cell_id": cell, "notebook_id": key, "auto_score": auto,
                 "manual_score": manual, "extra_credit": extra, "needs_manual_grade": auto is None}
            )  # fmt: skip
        for cell in answers:
            said = f"Usual cause: {rng.choice(MISTAKES)}." if rng.random() > skill else None
            rows[sql.comment].append(
                {"id": api.new_uuid(), "cell_id": cell, "notebook_id": key, "auto_comment": said,
                 "manual_comment": None}
            )  # fmt: skip
    for table, values in rows.items():
        if values:
            db.execute(insert(table), values)
