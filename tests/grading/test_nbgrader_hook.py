"""nbgrader's own commands with the judge behind them, on a class of every kind of submission.

The same class is graded twice, by `nbgrader autograde` and by `grade`: nothing may differ.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import determine_grade, is_solution, notebook_hash
from support.lines import (
    BROKEN,
    CHAPTER,
    CONFIG,
    ENDLESS,
    MESSY,
    NO_BIAS,
    NUMBER_FOR_ONE,
    POINTS,
    RIGHT,
    cell_of,
    copied,
    make_course,
    nbgrader,
    put,
    snapshot,
    written,
)

from autograder import grade, nbgrader_hook
from autograder.authoring import answers, build, release
from autograder.grade import Settings
from autograder.handed_in import classroom
from autograder.judging import sandbox
from autograder.judging.bundle import STAMP
from autograder.judging.result import Outcome, Result
from autograder.judging.slot import failed
from autograder.shared import nbsettings

SETTINGS = f"""
c.LateSubmissionPlugin.penalty_method = "zero"
c.Exchange.root = "exchange"
c.Exchange.cache = "cache"
{CONFIG}"""
SEED = "5eed"

LOUD = """\
import sys, warnings
print("working on it")
print("almost", file=sys.stderr)
warnings.warn("nearly done")
def twice(x):
    print("twice of", x)
    warnings.warn("what a large number")
    return 2 * x"""
# What would win points if the tests ran where the answer runs.
PATCHED = """\
import builtins, numpy.testing
from course import check
def fine(*args, **kwargs): pass
for module in (check, np, np.testing):
    for name in ("close", "same", "call", "passed", "allclose", "array_equal", "assert_allclose"):
        if hasattr(module, name):
            setattr(module, name, fine)
builtins.AssertionError = Exception
def twice(x): return x"""
LIAR = """\
class Agrees(np.ndarray):
    def __eq__(self, other): return np.ones(2, dtype=bool)
    def __sub__(self, other): return np.zeros(2)
    __rsub__ = __sub__
    def __array_function__(self, *args, **kwargs): return True
    def __array_ufunc__(self, *args, **kwargs): return np.zeros(2)
def twice(x): return np.zeros(2).view(Agrees)"""
READS = """\
def twice(x):
    space = {{"np": np}}
    exec(open({path!r}).read(), space)
    return space["twice"](x)"""
FRAMES = """\
def twice(x):
    import gc, sys
    frame = sys._getframe()
    while frame:
        for value in frame.f_locals.values():
            if isinstance(value, np.ndarray) and value is not x and value.shape == x.shape:
                return value
        frame = frame.f_back
    arrays = [a for a in gc.get_objects() if isinstance(a, np.ndarray) and a.shape == x.shape]
    return arrays[-1] if arrays else x"""
CHEATS = ("patched", "liar", "reads", "frames", "forged")
FAILING = [*BROKEN, "absent", "odd [1]", "link", "no time"]


def forged(root: Path) -> NotebookNode:
    """Nothing written, but tests that pass, points for them, and what a pass looks like."""
    notebook = answers.released(build.notebook(root, CHAPTER))
    notebook.metadata.kernelspec = {"name": "no-such-kernel", "display_name": "?"}
    for cell in notebook.cells:
        mark = cell.metadata.get("nbgrader", {})
        if mark.get("grade") and cell.cell_type == "code":
            cell.source = "pass"
            mark["points"] = 100
            mark["locked"] = False
            cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "100"})]
    notebook.cells.append(copied(cell_of(notebook, "test_twice")))
    return notebook


def hand_in(root: Path, secret: Path) -> None:
    """Everyone's notebooks; secret is a file of the course with the answers in it."""
    reads = READS.format(path=str(secret))
    put(root, "perfect", written(root, why="It lets the line miss the origin."), "my homework (1)")
    put(root, "blank", answers.released(build.notebook(root, CHAPTER)))
    for student, text in (("no bias", NO_BIAS), ("peeks", NUMBER_FOR_ONE)):
        put(root, student, written(root, line=text))
    for student, text in (
        ("loud", LOUD), ("endless", ENDLESS), ("typo", RIGHT["twice"] + " +"),
        ("killed", "import os\nos._exit(1)"), ("patched", PATCHED), ("liar", LIAR),
        ("reads", reads), ("frames", FRAMES), ("late", RIGHT["twice"]), ("no time", RIGHT["twice"]),
    ):  # fmt: skip
        put(root, student, written(root, twice=text))
    put(root, "forged", forged(root))
    for student, change in MESSY.items():
        put(root, student, change(root))
    put(root, "windows", "\ufeff" + nbformat.writes(written(root)).replace("\n", "\r\n"))
    for student, broken in BROKEN.items():
        put(root, student, broken)
    put(root, "odd [1]", written(root))
    folders = {p.name: p / CHAPTER for p in (root / "submitted").iterdir()}
    for student, folder in folders.items():
        (folder / "timestamp.txt").write_text("2026-01-30 12:00:00 UTC")
        (folder / "submission_secret.txt").write_text(f"secret of {student}")
    (folders["late"] / "timestamp.txt").write_text("2026-02-03 12:00:00 UTC")
    (folders["no time"] / "timestamp.txt").write_text("the day before yesterday")
    (root / "submitted" / "absent" / CHAPTER).mkdir(parents=True)
    (root / "submitted" / "link" / CHAPTER).mkdir(parents=True)
    (root / "submitted" / "link" / CHAPTER / f"{CHAPTER}.ipynb").symlink_to(
        build.notebook_path(root, CHAPTER)
    )
    # What nbgrader would copy, for students to find in their feedback, or wait for.
    (folders["split"] / "gradebook.txt").symlink_to(root / "gradebook.db")
    os.mkfifo(folders["split"] / "pipe.txt")


def button(root: Path, student: str) -> dict[str, Any]:
    """What Formgrader's button for one submission does, in this process."""
    config = nbsettings.read(root)
    config.CourseDirectory.root = str(root)
    return NbGraderAPI(CourseDirectory(config=config), config=config).autograde(CHAPTER, student)  # type: ignore[no-any-return]


def rows(root: Path) -> dict[str, Any]:
    """All that the gradebook says of each student's submission."""
    found = {}
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        assert {s.id for s in gradebook.students} == {
            s.student_id for s in gradebook.assignment_submissions(CHAPTER)
        }
        for submitted in gradebook.assignment_submissions(CHAPTER):
            (notebook,) = submitted.notebooks
            found[submitted.student_id] = {
                "time": submitted.timestamp,
                "penalty": notebook.late_submission_penalty,
                "grades": {
                    g.name: (g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade)
                    for g in notebook.grades
                },
                "comments": {c.name: (c.auto_comment, c.manual_comment) for c in notebook.comments},
            }
    return found


def graded_notebook(root: Path, student: str) -> NotebookNode:
    return nbformat.read(root / "autograded" / student / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)


def graded_students(root: Path) -> list[str]:
    return sorted(path.parts[-3] for path in root.glob("autograded/*/*/*.ipynb"))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class that has handed in, and nothing graded; not to be changed."""
    root = make_course(tmp_path_factory.mktemp("course"))
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(SETTINGS)
    release.release(root)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(CHAPTER, duedate="2026-02-01 00:00:00 UTC")
    hand_in(root, build.notebook_path(root, CHAPTER).with_suffix(".py"))
    return root


def copy_of(course: Path, folder: Path, *students: str) -> Path:
    """The same class again, or some of it."""
    root = folder / "course"
    shutil.copytree(course, root, ignore=shutil.ignore_patterns("submitted"))
    for student in students or [p.name for p in (course / "submitted").iterdir()]:
        for path in (course / "submitted" / student).rglob("*"):
            target = root / path.relative_to(course)
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.is_fifo():
                os.mkfifo(target)
            elif path.is_symlink() or path.is_file():
                shutil.copy(path, target, follow_symlinks=False)
            else:
                target.mkdir(parents=True, exist_ok=True)
    return root


@pytest.fixture(scope="module")
def graded(course: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The class, graded by `grade`: where, and the results."""
    root = copy_of(course, tmp_path_factory.mktemp("grade"))
    results = grade.grade(root, settings=Settings(seed=SEED))
    return root, {result.student: result for result in results}


@pytest.fixture(scope="module")
def hooked(course: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The class, graded by `nbgrader autograde`: where, and what it said."""
    root = copy_of(course, tmp_path_factory.mktemp("nbgrader"))
    return root, nbgrader(root, "autograde", CHAPTER, code=1)


Graded = tuple[Path, dict[str, Result]]
Hooked = tuple[Path, str]


@pytest.mark.sweep
def test_the_gradebook_is_row_by_row_the_one_that_grade_writes(
    graded: Graded, hooked: Hooked
) -> None:
    ours, theirs = rows(graded[0]), rows(hooked[0])
    assert set(theirs) == {p.name for p in (hooked[0] / "submitted").iterdir()}
    assert {student: theirs[student] for student in ours} == ours
    assert ours["late"]["penalty"] == 4, "the plugin that the course has chosen"
    assert ours["perfect"]["grades"]["why"] == (None, None, None, True)


@pytest.mark.sweep
def test_the_graded_notebooks_are_those_that_grade_writes(graded: Graded, hooked: Hooked) -> None:
    students = graded_students(graded[0])
    assert graded_students(hooked[0]) == students
    assert set(students).isdisjoint(FAILING)
    for student in students:
        ours, theirs = (graded_notebook(root, student) for root in (graded[0], hooked[0]))
        assert theirs.metadata[STAMP].pop("seed") != SEED, "every run has a new secret"
        assert ours.metadata[STAMP].pop("seed") == SEED
        assert theirs == ours, student
        assert {c.metadata.nbgrader.grade_id for c in theirs.cells if "nbgrader" in c.metadata} > {
            *POINTS
        }


def test_outcomes_and_reasons_are_those_of_grade(graded: Graded, hooked: Hooked) -> None:
    for student, result in graded[1].items():
        if result.outcome is not Outcome.OK:
            said = f"{student}, {CHAPTER}: {result.outcome}: {result.reason}"
            assert said in hooked[1], hooked[1]
    assert {graded[1][student].outcome for student in FAILING} == {Outcome.INVALID}
    assert graded[1]["endless"].outcome == Outcome.TIMEOUT
    assert graded[1]["killed"].outcome == Outcome.KILLED


def test_a_failure_is_one_students_alone(hooked: Hooked) -> None:
    failed = set(re.findall(r"error processing assignment '.*' for student '(.*)'", hooked[1]))
    assert failed == set(FAILING)
    scores = rows(hooked[0])
    for student in FAILING:
        assert {g[0] for g in scores[student]["grades"].values()} == {0.0}
    assert "Sandbox: " in hooked[1]


def test_honest_answers_lose_nothing_and_cheats_win_nothing(hooked: Hooked) -> None:
    scores = {
        student: {name: score[0] for name, score in row["grades"].items() if name != "why"}
        for student, row in rows(hooked[0]).items()
    }
    full = {name: points for name, points in POINTS.items() if name != "why"}
    for student in ("perfect", "loud", "late", "windows", *MESSY):
        assert scores[student] == full, student
    for student in CHEATS:
        assert scores[student]["test_twice"] == 0, student
    for student in set(CHEATS) - {"forged", "patched"}:
        assert scores[student] == full | {"test_twice": 0}, "the other answers are honest"


def test_the_named_mistake_is_the_comment_on_the_answer(hooked: Hooked) -> None:
    found = rows(hooked[0])
    assert found["no bias"]["comments"]["line"] == ("Usual cause: bias left out.", None)
    assert found["typo"]["comments"]["twice"] == ("Usual cause: syntax error.", None)
    assert found["blank"]["comments"]["twice"] == ("No response.", None)
    assert found["perfect"]["comments"]["twice"] == (None, None)


def test_nbgraders_own_rules_read_the_judges_points_from_the_outputs(hooked: Hooked) -> None:
    scores = rows(hooked[0])
    seen = 0
    for student in graded_students(hooked[0]):
        for cell in graded_notebook(hooked[0], student).cells:
            mark = cell.metadata.get("nbgrader", {})
            if mark.get("grade") and not is_solution(cell):
                score = scores[student]["grades"][mark.grade_id][0]
                assert determine_grade(cell)[0] == score, (student, mark.grade_id)
                seen += 1
    assert seen == 3 * len(graded_students(hooked[0]))


def test_nothing_of_a_students_but_the_notebook_is_opened_or_kept(
    course: Path, hooked: Hooked
) -> None:
    held = {p.name for p in (hooked[0] / "autograded").rglob("*") if not p.is_dir()}
    assert held == {f"{CHAPTER}.ipynb", "timestamp.txt", "submission_secret.txt"}
    assert not (hooked[0] / "progress.json").exists(), "grading is nobody's own progress"
    submitted = snapshot(hooked[0] / "submitted")
    (
        submitted.pop("split/ch01_lines/gradebook.txt"),
        submitted.pop("link/ch01_lines/ch01_lines.ipynb"),
    )
    assert submitted.items() <= snapshot(course / "submitted").items()


@pytest.mark.sweep
def test_feedback_and_export_work_as_for_any_course(
    hooked: Hooked, graded: Graded, tmp_path: Path
) -> None:
    root = hooked[0]
    nbgrader(root, "generate_feedback", CHAPTER)
    pages = {p.parts[-3]: p.read_text(encoding="utf-8") for p in root.glob("feedback/*/*/*.html")}
    assert sorted(pages) == graded_students(root)
    assert "Usual cause: bias left out" in pages["no bias"]
    assert all("classified" not in re.sub("<[^>]*>", "", page) for page in pages.values())
    nbgrader(root, "export", f"--to={tmp_path / 'grades.csv'}")
    lines = (tmp_path / "grades.csv").read_text().splitlines()
    assert len(lines) == 1 + len(rows(root))
    (root / "exchange").mkdir(mode=0o777)
    (root / "exchange").chmod(0o777)
    nbgrader(root, "release_feedback", CHAPTER)
    released = {path.stem: path.read_text() for path in (root / "exchange").rglob("*.html")}
    for student, page in pages.items():
        assert released[notebook_hash(secret=f"secret of {student}", notebook_id=CHAPTER)] == page
        beside = Path("feedback", student, CHAPTER, "submission_secret.txt")
        assert (graded[0] / beside).read_text() == f"secret of {student}", "as for `grade`"


def test_what_nbgrader_has_graded_is_graded_for_grade(hooked: Hooked, tmp_path: Path) -> None:
    root = copy_of(hooked[0], tmp_path, "no bias", "late")
    fresh: dict[str, bool] = {}

    def tell(total: int) -> Any:
        return lambda result, new: fresh.update({result.student: new})

    grade.grade(root, tell=tell)
    assert fresh == {"no bias": False, "late": False}


@pytest.mark.sweep
def test_grading_again_changes_nothing(hooked: Hooked, tmp_path: Path) -> None:
    root = copy_of(hooked[0], tmp_path, "perfect", "no bias", "late", "typo")
    before = rows(root)
    kept = snapshot(root / "autograded")
    assert nbgrader(root, "autograde", CHAPTER).count("Skipping existing assignment") == 4
    assert snapshot(root / "autograded") == kept
    nbgrader(root, "autograde", CHAPTER, "--force")
    assert snapshot(root / "autograded") != kept, "another seed"
    assert rows(root) == before


def test_a_failed_regrade_leaves_no_old_points_but_those_of_a_person(
    hooked: Hooked, tmp_path: Path
) -> None:
    root = copy_of(hooked[0], tmp_path, "perfect")
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("why", CHAPTER, CHAPTER, "perfect").manual_score = 2.5
        gradebook.db.commit()
    feedback = root / "feedback" / "perfect" / CHAPTER
    feedback.mkdir(parents=True, exist_ok=True)
    (root / "submitted" / "perfect" / CHAPTER / "my homework (1).ipynb").write_text("lost")
    answer = button(root, "perfect")
    assert not answer["success"]
    assert "my homework (1).ipynb is not a Jupyter notebook" in answer["log"]
    scores = {n: g[:2] for n, g in rows(root)["perfect"]["grades"].items()}
    assert scores == dict.fromkeys(POINTS, (0.0, None)) | {"why": (0.0, 2.5)}
    assert not feedback.exists()
    assert not (root / "autograded" / "perfect" / CHAPTER).exists()


@pytest.mark.sweep
def test_a_half_made_or_changed_submission_is_graded_again_without_being_asked(
    hooked: Hooked, tmp_path: Path
) -> None:
    root = copy_of(hooked[0], tmp_path, "perfect", "late", "no bias")
    half = root / "autograded" / "perfect" / CHAPTER / f"{CHAPTER}.ipynb"
    half.chmod(0o644)
    notebook = graded_notebook(root, "perfect")
    del notebook.metadata[STAMP]
    nbformat.write(notebook, half)
    stamp = root / "submitted" / "late" / CHAPTER / "timestamp.txt"
    stamp.write_text("2026-01-03 12:00:00 UTC")
    said = nbgrader(root, "autograde", CHAPTER)
    assert said.count("Skipping existing assignment") == 1
    assert rows(root)["late"]["penalty"] is None, "handed in again, in time this once"
    assert STAMP in graded_notebook(root, "perfect").metadata


def test_the_button_grades_one_submission_and_takes_no_saved_outputs(
    course: Path, tmp_path: Path
) -> None:
    root = copy_of(course, tmp_path, "forged", "no bias")
    answer = button(root, "forged")
    assert answer["success"], answer
    assert set(rows(root)) == {"forged"}
    assert {g[0] for g in rows(root)["forged"]["grades"].values()} == {0.0}
    said = nbgrader(root, "autograde", CHAPTER, "--no-execute", "--force")
    assert "Sandbox: " in said
    assert {g[0] for g in rows(root)["forged"]["grades"].values()} == {0.0}


def test_without_a_sandbox_nothing_is_run(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_of(course, tmp_path, "no bias")
    before = rows(root)
    with (root / "nbgrader_config.py").open("a") as config:
        config.write('\nc.Judge.sandbox = "castle"\n')
    answer = button(root, "no bias")
    assert not answer["success"]
    assert "There is no sandbox castle; there are bwrap, landlock, none." in answer["log"]

    def unavailable(_command: object, _call: str) -> list[str]:
        raise OSError("there are no walls")

    monkeypatch.setattr(sandbox, "_command", unavailable)
    monkeypatch.setattr(nbgrader_hook, "SLOT", nbgrader_hook._SharedSlot())
    (root / "nbgrader_config.py").write_bytes((course / "nbgrader_config.py").read_bytes())
    answer = button(root, "no bias")
    assert not answer["success"]
    assert "cannot be walled off on this machine, so nothing was graded" in answer["log"]
    assert rows(root) == before
    assert not (root / "autograded").exists()


def test_the_button_waits_its_turn_while_a_class_is_graded(course: Path, tmp_path: Path) -> None:
    root = copy_of(course, tmp_path, "perfect")
    with classroom.Classroom(root).alone():
        answer = button(root, "perfect")
    assert not answer["success"]
    assert "Another run is grading this course" in answer["log"]
    assert not rows(root)
    assert button(root, "perfect")["success"]
    with classroom.Classroom(root).alone():
        assert rows(root)["perfect"]["grades"]["test_line"][0] == 2, "and lets go afterwards"


def test_a_grader_that_fails_is_no_fault_of_the_class(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_of(course, tmp_path, "perfect")
    with monkeypatch.context() as broken:
        broken.setattr(nbgrader_hook.SLOT, "run", lambda work: failed("The disk is full."))
        answer = button(root, "perfect")
    assert not answer["success"]
    assert f"perfect, {CHAPTER}: internal error: The disk is full." in answer["log"]
    assert not graded_students(root)
    assert button(root, "perfect")["success"]
    assert rows(root)["perfect"]["grades"]["test_line"][0] == 2


def test_what_concerns_all_costs_nobody_the_points_of_an_earlier_run(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_of(course, tmp_path, "perfect")
    assert button(root, "perfect")["success"]
    before = rows(root)

    def full(work: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(nbgrader_hook.SLOT, "run", full)
        answer = button(root, "perfect")
    assert not answer["success"]
    assert "Grading cannot go on: No space left on device." in answer["log"]
    assert rows(root) == before
    assert button(root, "perfect")["success"], "and the next one may begin"


def test_an_assignment_that_is_no_chapter_is_not_run(course: Path, tmp_path: Path) -> None:
    root = copy_of(course, tmp_path, "no bias")
    other = root / "submitted" / "ada" / "essay" / "essay.ipynb"
    other.parent.mkdir(parents=True)
    nbformat.write(written(root), other)
    said = nbgrader(root, "autograde", "essay", code=1)
    assert "essay is no chapter of this course" in said
    assert not (root / "autograded").exists()
