"""The class report counts what the gradebook holds, and names nobody unless it is asked to."""

from __future__ import annotations

import csv
import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from nbgrader.api import Gradebook
from support.quiet_pages import loads_and_runs_nothing

from autograder.__main__ import main
from autograder.handed_in.classroom import Classroom
from autograder.handed_in.people import Person
from autograder.records import students
from autograder.records.report import graded_files, measures
from autograder.records.report.measures import apart

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
CHAPTER = "ch01_lines"
DUE = datetime(2026, 3, 1, 17)
EVIL = "<img src=x onerror=alert(1)>"
FORMULA = "=1+1"
MESSAGE = "line(x) differs, <script>alert(1)</script>.\nUsual cause: bias left out. Add b."
# Points of the two tests of `line`, of `twice`, and of an answer in words, for twelve students.
GIVEN = {
    "ada": (2, 1, 1, 3), "ben": (2, 1, 1, 2), "cleo": (2, 1, 1, 3), "dan": (2, 0, 1, 1),
    "eve": (0, 0, 1, None), "finn": (0, 0, 0, None), EVIL: (0, 0, 0, 0), FORMULA: (0, 0, 0, 0),
    "gwen": (2, 1, 1, 3), "hugo": (2, 1, 1, 3), "ines": (2, 1, 0, 3), "jo": (0, 0, 0, 0),
}  # fmt: skip
WRONG = ("dan", "eve", EVIL, FORMULA)
BLANK = ("jo", "finn")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chapter of three exercises, graded for twelve; two more are on the roster."""
    root = tmp_path_factory.mktemp("report") / "course"
    for chapter in (CHAPTER, "ch02_curves"):
        (root / "source" / chapter).mkdir(parents=True)
    room = Classroom(root)
    people = [Person(one, "", one) for one in (*GIVEN, "kim", "leo") if one != "jo"]
    students.put(room, people)
    with Gradebook(room.directory.db_url) as book:
        book.add_assignment(CHAPTER, duedate=DUE)
        book.add_notebook(CHAPTER, CHAPTER)
        for name in ("line", "twice"):
            book.add_solution_cell(name, CHAPTER, CHAPTER)
        for name, points in (("test_line", 2), ("test_line_flat", 1), ("test_twice", 1)):
            book.add_grade_cell(name, CHAPTER, CHAPTER, max_score=points, cell_type="code")
        book.add_solution_cell("why", CHAPTER, CHAPTER)
        book.add_grade_cell("why_points", CHAPTER, CHAPTER, max_score=3, cell_type="markdown")
        for n, (student, points) in enumerate(GIVEN.items()):
            book.update_or_create_student(student)
            book.add_submission(CHAPTER, student, timestamp=DUE + timedelta(hours=n - 10.5))
            cells = ("test_line", "test_line_flat", "test_twice", "why_points")
            for cell, given in zip(cells, points, strict=True):
                grade = book.find_grade(cell, CHAPTER, CHAPTER, student)
                grade.auto_score = given
            if student in WRONG or student in BLANK:
                said = "Usual cause: bias left out." if student in WRONG else "No response."
                book.find_comment("line", CHAPTER, CHAPTER, student).auto_comment = said
        book.find_submission_notebook(CHAPTER, CHAPTER, "ada").late_submission_penalty = 1.5
        book.db.commit()
    for student in ("dan", "eve"):
        path = room.autograded(student, CHAPTER)
        path.parent.mkdir(parents=True)
        path.write_text(graded("timeout" if student == "dan" else "ok"))
    return root


def graded(outcome: str) -> str:
    """A graded notebook in which a student tries to have another outcome read."""
    error = {"output_type": "error", "ename": "CheckFailed", "evalue": MESSAGE, "traceback": []}
    forged = '"metadata": {"graded": {"outcome": "forged"}}'
    cells = [
        {"cell_type": "code", "source": forged, "metadata": {}, "outputs": []},
        {"cell_type": "code", "source": "", "metadata": {"nbgrader": {"grade_id": "test_line"}},
         "outputs": [error]},
        {"cell_type": "markdown", "source": forged, "metadata": {}},
    ]  # fmt: skip
    metadata = {"autograder": {"stamp": "0f"}, "graded": {"outcome": outcome}, "z": 1}
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4}
    return json.dumps(whole, sort_keys=True)


def made(course: Path, to: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    monkeypatch.setattr("autograder.term.ROOT", course)
    assert main(["report", "--to", str(to), *arguments]) == 0
    return (to / "report.html").read_text("utf-8")


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("</style>")[1]))


def test_each_exercise_is_counted_by_how_it_stands(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = text(made(course, tmp_path, monkeypatch))
    row = re.search(r" line (\S+) \d+% (\S+) \d+% (\S+) \d+% (\S+) \d+% – ", said)
    assert row and row.groups() == ("6", "1", "3", "2"), said
    assert " why_points 5 42% 2 17% 3 25% – 2 17% " in said
    assert "2 answers are yet to be graded by a person" in said
    assert "2 on the roster have handed in nothing" in said
    assert "1 came late" in said


def test_the_commonest_mistake_is_told_once_with_what_a_student_saw(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = made(course, tmp_path, monkeypatch)
    assert "4 bias left out" in text(page)
    assert "&lt;script&gt;alert(1)" in page


def test_nobody_is_named_unless_it_is_asked_for(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = ("dan", "eve", "finn", "kim", "leo")
    quiet = text(made(course, tmp_path, monkeypatch))
    assert not [one for one in GIVEN if re.search(rf"\b{re.escape(one)}\b", quiet)]
    loud = text(made(course, tmp_path, monkeypatch, "--names"))
    assert [one for one in named if one in loud] == list(named)
    assert "To be graded by a person: eve, finn" in loud


def test_the_page_loads_nothing_and_runs_nothing(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = made(course, tmp_path, monkeypatch, "--names")
    loads_and_runs_nothing(page)


def test_outcomes_are_the_graders_own(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = text(made(course, tmp_path, monkeypatch, "--names"))
    assert "1 ok 1 timeout : dan 10 not run" in said
    assert "forged" not in said


def test_of_a_graded_notebook_only_its_end_is_read(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Classroom(course).autograded("dan", CHAPTER)
    monkeypatch.setattr(graded_files.json, "loads", None)  # what reads a whole file
    assert graded_files._outcome(path) == "timeout"


def test_every_cell_of_everybody_is_in_the_table_and_no_formula(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(course, tmp_path, monkeypatch)
    with (tmp_path / "cells.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert len(rows) == 4 * len(GIVEN)
    assert {row["student"] for row in rows} == {*GIVEN, f"'{FORMULA}"} - {FORMULA}
    found = {row["cell"]: row for row in rows if row["student"] == "dan"}
    assert [found[cell]["points"] for cell in found] == ["2", "0", "1", "1"]
    assert found["test_line"]["usual_cause"] == "bias left out"
    assert {row["exercise_is"] for row in found.values()} == {"right", "partly right"}
    assert {r["points"] for r in rows if r["student"] == "eve" and r["cell"] == "why_points"} == {
        ""
    }


def test_the_drawing_has_a_dot_for_each_place_and_says_when_it_was_due(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = made(course, tmp_path, monkeypatch)
    assert page.count("<circle") == len(GIVEN)
    assert ">due</text>" in page


def test_what_tells_apart_is_the_correlation_with_the_other_exercises() -> None:
    rng = np.random.default_rng(3)
    points = rng.integers(0, 4, (40, 3)).astype(float)
    want = np.corrcoef(points[:, 0], points[:, 1] + points[:, 2])[0, 1]
    assert apart(points, 0) == pytest.approx(want)
    assert apart(points[: measures.FEWEST - 1], 0) is None
    points[:, 0] = 1.0
    assert apart(points, 0) is None
    assert apart(points[:, :1], 0) is None
    points[3, 1] = np.nan  # a person has yet to look: the student counts by the others
    assert apart(points, 2) is not None


def test_an_ungraded_course_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "source" / CHAPTER).mkdir(parents=True)
    monkeypatch.setattr("autograder.term.ROOT", tmp_path)
    assert main(["report"]) == 2
    assert "run `make grade`" in capsys.readouterr().err
    assert not (tmp_path / "gradebook.db").exists()
