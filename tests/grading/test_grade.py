"""A small class, graded once: outcomes, points, mistakes, feedback, and what must not change."""

from __future__ import annotations

import json
import re
import shutil
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from support.chapters import FIRST_THEN_ALL, ROOT, full_points, source_notebook
from support.lines import (
    BROKEN,
    CHAPTER,
    ENDLESS,
    MESSY,
    NO_BIAS,
    NUMBER_FOR_ONE,
    POINTS,
    RIGHT,
    TEXT,
    make_course,
    put,
    snapshot,
    written,
)

from autograder import grade
from autograder.authoring import answers, build, release
from autograder.grade import Settings
from autograder.judging.result import Outcome, Result, to_json
from autograder.records.table import table
from autograder.shared.errors import CourseError
from course import data

pytestmark = pytest.mark.usefixtures("warm_pool")


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course before anyone has handed in; not to be changed."""
    root = make_course(tmp_path_factory.mktemp("released"))
    release.release(root)
    return root


@pytest.fixture
def root(released: Path, tmp_path: Path) -> Path:
    """A copy for one test: to start a gradebook takes nbgrader longer than to grade with it."""
    return shutil.copytree(released, tmp_path / "course")


@pytest.fixture(scope="module")
def course(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class that has handed in."""
    root = shutil.copytree(released, tmp_path_factory.mktemp("class") / "course")
    put(root, "perfect", written(root, why="It lets the line miss the origin."), "my homework (1)")
    put(root, "blank", answers.released(build.notebook(root, CHAPTER)))
    put(root, "no bias", written(root, line=NO_BIAS))
    put(root, "peeks", written(root, line=NUMBER_FOR_ONE))
    put(root, "endless", written(root, twice=ENDLESS))
    put(root, "typo", written(root, twice=RIGHT["twice"] + " +"))
    put(root, "killed", written(root, twice="import os\nos._exit(1)"))
    for student, change in MESSY.items():
        put(root, student, change(root))
    for student, text in BROKEN.items():
        put(root, student, text)
    put(root, "odd [1]", written(root))
    (root / "submitted" / "absent" / CHAPTER).mkdir(parents=True)
    return root


@pytest.fixture(scope="module")
def handed_in(course: Path) -> dict[str, bytes]:
    return snapshot(course / "submitted")


@pytest.fixture(scope="module")
def results(course: Path, handed_in: dict[str, bytes]) -> dict[str, Result]:
    return {result.student: result for result in grade.grade(course)}


def points(result: Result) -> dict[str, float | None]:
    return {cell.grade_id: cell.points for cell in result.cells}


def test_a_perfect_student_gets_all_points_but_those_a_person_gives(
    results: dict[str, Result],
) -> None:
    assert results["perfect"].outcome == Outcome.OK
    assert points(results["perfect"]) == {**POINTS, "why": None}
    assert [c.message for c in results["perfect"].cells[:3]] == [None] * 3


def test_a_blank_student_gets_no_point_on_any_cell(results: dict[str, Result]) -> None:
    assert points(results["blank"]) == dict.fromkeys(POINTS, 0)
    assert {c.mistake for c in results["blank"].cells[:3]} == {"not written yet"}


def test_a_wrong_answer_loses_its_points_and_is_named(results: dict[str, Result]) -> None:
    assert points(results["no bias"]) == {**POINTS, "test_line": 0, "why": 0}
    lost = next(c for c in results["no bias"].cells if c.grade_id == "test_line")
    assert lost.mistake == "bias left out"
    assert lost.message and "Usual cause: bias left out" in lost.message
    assert "\x1b" not in lost.message


@pytest.mark.parametrize("student", MESSY)
def test_cells_split_doubled_moved_or_deleted_cost_nothing(
    student: str, results: dict[str, Result]
) -> None:
    assert results[student].outcome == Outcome.OK
    assert points(results[student]) == {**POINTS, "why": 0}


@pytest.mark.parametrize("student", [*BROKEN, "absent", "odd [1]"])
def test_a_file_that_is_no_submission_is_invalid_and_told_why(
    student: str, results: dict[str, Result]
) -> None:
    result = results[student]
    assert result.outcome == Outcome.INVALID
    assert points(result) == dict.fromkeys(POINTS, 0)
    assert result.reason and {c.message for c in result.cells} == {result.reason}


def test_an_endless_loop_costs_only_its_own_cell(results: dict[str, Result]) -> None:
    assert results["endless"].outcome == Outcome.TIMEOUT
    assert points(results["endless"]) == {**POINTS, "test_twice": 0, "why": 0}
    assert "too long" in (results["endless"].cells[0].message or "")


def test_an_answer_that_does_not_run_is_told_so_and_not_that_its_name_is_missing(
    results: dict[str, Result],
) -> None:
    assert points(results["typo"]) == {**POINTS, "test_twice": 0, "why": 0}
    assert results["typo"].cells[0].mistake == "syntax error"
    assert "The answer cell did not run" in (results["typo"].cells[0].message or "")


def test_a_notebook_that_ends_its_process_is_reported_and_says_so_to_the_student(
    results: dict[str, Result],
) -> None:
    assert results["killed"].outcome == Outcome.KILLED
    assert points(results["killed"]) == {**POINTS, "test_twice": 0, "why": 0}
    lost = [cell for cell in results["killed"].cells if cell.points == 0]
    assert lost.pop().grade_id == "why", "blank for reasons of its own"
    assert all("ended its own process" in (cell.message or "") for cell in lost)
    assert lost


def test_what_was_handed_in_is_not_changed(
    course: Path, results: dict[str, Result], handed_in: dict[str, bytes]
) -> None:
    assert results
    assert snapshot(course / "submitted") == handed_in


def test_the_json_has_the_documented_keys_and_words(results: dict[str, Result]) -> None:
    documented = (ROOT / "autograder" / "README.md").read_text(encoding="utf-8")
    for one in json.loads(to_json(results.values())):
        assert list(one) == ["student", "chapter", "outcome", "cells"]
        assert [c["grade_id"] for c in one["cells"]] == list(POINTS)
        assert f"`{one['outcome']}`" in documented
        for cell in one["cells"]:
            assert list(cell) == [
                "grade_id", "points", "max_points", "mistake", "message", "counts"
            ]  # fmt: skip
            assert cell["max_points"] == POINTS[cell["grade_id"]]


def test_the_table_fits_and_names_students_points_and_mistakes(results: dict[str, Result]) -> None:
    lines = table(results.values()).splitlines()
    assert max(map(len, lines)) <= 100
    row = next(n for n, line in enumerate(lines) if line.startswith("no bias"))
    assert lines[row].split() == ["no", "bias", "1", "1", "0", "2"]
    assert lines[row + 1].strip() == "line: bias left out"
    assert next(line for line in lines if line.startswith("perfect")).split()[-2:] == ["?", "4"]


def test_feedback_names_the_mistake_and_keeps_hidden_tests_hidden(
    course: Path, results: dict[str, Result]
) -> None:
    assert results
    pages = {p.parts[-3]: p.read_text(encoding="utf-8") for p in course.glob("feedback/*/*/*.html")}
    assert set(pages) == {
        *MESSY,
        "perfect",
        "blank",
        "no bias",
        "peeks",
        "endless",
        "typo",
        "killed",
    }
    words = re.sub("<[^>]*>", "", pages["no bias"])
    assert words.count("Usual cause: bias left out") == 2, "in the table, too"
    assert "TypeError" in pages["peeks"], "one hidden test must fail outside check"
    for student, page in pages.items():
        assert "classified" not in re.sub("<[^>]*>", "", page), student
        assert "HIDDEN TESTS" not in page, student
    assert not [p for p in course.glob("feedback/**/*") if p.suffix in (".py", ".ipynb")]


def test_grading_again_runs_nothing_and_says_the_same(
    course: Path, results: dict[str, Result]
) -> None:
    notebook = course / "autograded" / "no bias" / CHAPTER / f"{CHAPTER}.ipynb"
    before = notebook.stat().st_mtime_ns
    assert grade.grade(course, [CHAPTER], "no bias") == [results["no bias"]]
    assert notebook.stat().st_mtime_ns == before
    assert grade.grade(course, [CHAPTER], "no bias", settings=Settings(force=True)) == [
        results["no bias"]
    ]
    assert notebook.stat().st_mtime_ns != before


def test_a_new_submission_replaces_the_points_of_the_last(root: Path) -> None:
    put(root, "ada", written(root))
    assert grade.grade(root)[0].points == 4
    put(root, "ada", "lost on the way")
    assert grade.grade(root)[0].points == 0
    assert not list(root.glob("feedback/*/*/*.html"))
    put(root, "ada", written(root, line=NO_BIAS))
    assert grade.grade(root)[0].points == 2


def test_points_given_by_a_person_are_reported_and_survive_a_regrade(
    course: Path, results: dict[str, Result]
) -> None:
    assert points(results["perfect"])["why"] is None
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("why", CHAPTER, CHAPTER, "perfect").manual_score = 2.5
        gradebook.db.commit()
    for force in (False, True):
        assert (
            points(grade.grade(course, student="perfect", settings=Settings(force=force))[0])["why"]
            == 2.5
        )


def test_changed_tests_are_released_and_graded_anew(root: Path) -> None:
    put(root, "ada", written(root))
    assert grade.grade(root)[0].points == 4
    path = root / "source" / CHAPTER / f"{CHAPTER}.py"
    thrice = TEXT.replace("return x + x", "return x + x + x")
    path.write_text(thrice.replace("[2.0, 6.0]))\ncheck.passed", "[3.0, 9.0]))\ncheck.passed"))
    assert points(grade.grade(root)[0])["test_twice"] == 0


def test_a_folder_of_no_chapter_is_named_and_left_out(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(root, "ada", "no notebook")
    (root / "submitted" / "ben" / "chapter 1").mkdir(parents=True)
    assert [result.student for result in grade.grade(root)] == ["ada"]
    assert "there is no chapter chapter 1" in caplog.text


def test_nothing_handed_in_says_where_to_put_it(root: Path) -> None:
    with pytest.raises(CourseError, match=f"submitted/STUDENT/{CHAPTER}/{CHAPTER}.ipynb"):
        grade.grade(root)
    put(root, "ada", written(root))
    with pytest.raises(CourseError, match="submissions of ada"):
        grade.grade(root, student="adam")
    with pytest.raises(CourseError, match=CHAPTER):
        grade.grade(root, ["ch09_dreams"])


def test_trying_a_notebook_gives_the_same_points_and_touches_nothing(
    course: Path, results: dict[str, Result], tmp_path: Path
) -> None:
    tried = [tmp_path / "any name.ipynb", tmp_path / "another.ipynb"]
    nbformat.write(written(course, line=NO_BIAS), tried[0])
    nbformat.write(answers.released(build.notebook(course, CHAPTER)), tried[1])
    before = snapshot(course)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = [r[0] for r in pool.map(grade.try_notebook, [course, course], tried)]
    assert [one.student for one in found] == ["try", "try"]
    assert found[0].cells == results["no bias"].cells
    assert found[1].cells == results["blank"].cells
    assert snapshot(course) == before


@pytest.mark.parametrize("name", [*BROKEN, "missing"])
def test_trying_what_is_no_notebook_of_the_course_says_so(
    name: str, course: Path, tmp_path: Path
) -> None:
    path = tmp_path / f"{name}.ipynb"
    if name in BROKEN:
        path.write_text(BROKEN[name], encoding="utf-8")
    with pytest.raises(CourseError, match=name):
        grade.try_notebook(course, path)


@pytest.mark.parametrize("chapter", FIRST_THEN_ALL)
def test_a_real_chapter_is_graded_in_a_kernel_as_its_text_says(
    chapter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(data.MNIST_ENV, raising=False)  # half a minute that tests nothing
    source = source_notebook(chapter)
    full = full_points(source)
    for texts, share in ((answers.reference(source), 1), ({}, 0)):
        path = tmp_path / "handed in.ipynb"
        nbformat.write(answers.solved(source, texts), path)
        result = grade.try_notebook(ROOT, path)[0]
        assert (result.chapter, result.outcome) == (chapter, Outcome.OK)
        got = {c.grade_id: c.points for c in result.cells if c.grade_id in full}
        assert got == {name: share * value for name, value in full.items()}, result.cells


def test_what_the_class_starts_from_is_what_is_released(released: Path) -> None:
    path = released / "release" / CHAPTER / f"{CHAPTER}.ipynb"
    made = nbformat.read(path, as_version=4)
    assert [c.source for c in made.cells] == [
        c.source for c in answers.released(build.notebook(released, CHAPTER)).cells
    ]


def test_a_missing_gradebook_is_made_anew(root: Path) -> None:
    (root / "gradebook.db").unlink()
    put(root, "ada", written(root))
    assert grade.grade(root)[0].points == 4


def test_a_notebook_in_the_wrong_place_is_named(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(root, "ada", written(root))
    stray = root / "submitted" / "eve" / f"{CHAPTER}.ipynb"
    stray.parent.mkdir()
    stray.write_text("{}")
    assert [result.student for result in grade.grade(root)] == ["ada"]
    assert f"{stray} is left out" in caplog.text
