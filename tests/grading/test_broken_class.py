"""A class with every broken folder in it, run to its end, and again: no one else loses a point."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from support import small_class as small
from support.lines import CHAPTER, NO_BIAS, POINTS, make_course, put, written
from support.patience import HANG
from support.sweeps import first_of_each

from autograder import grade
from autograder.authoring import release
from autograder.grading.bounded_work import BoundedWork
from autograder.grading.recorder import Recorder
from autograder.judging.bundle import STAMP
from autograder.judging.result import Outcome, Result
from autograder.records import graded
from autograder.records.writing import EntryWriter
from autograder.shared import atomic, disk
from autograder.shared.errors import CourseError

pytestmark = pytest.mark.usefixtures("warm_pool")
NO_TEXT = os.fsdecode(b"m\xfcller")
ODD = [
    "a, b", "o'hara", 'the "quote"', " spaced ", "новая", "Zoe\u0308", "two\nlines", "\x1bcred",
    "\u202edrow", "-rf", "--force", "{student}", "%s", "=1+1", "x" * 200, "back\\slash", "a;b|c&d",
]  # fmt: skip
FULL = {**POINTS, "why": 0.0}


def broken(root: Path) -> dict[str, str]:
    """Hand in and put in the way all that a bad unpacking, a platform or a person may leave.

    Returns the outcome of each student.
    """
    right = nbformat.writes(written(root))
    for name in (*ODD, NO_TEXT):
        put(root, name, right)
    expected = dict.fromkeys(ODD, "ok") | {NO_TEXT: "invalid"}
    submitted, autograded, pages = (root / n for n in ("submitted", "autograded", "feedback"))
    (submitted / "a file.txt").write_text("notes")
    (submitted / "ada2").mkdir()
    (submitted / "ada2" / CHAPTER).write_text("a file where a folder belongs")
    (submitted / "zoe" / os.fsdecode(b"ch\xff")).mkdir(parents=True)
    (submitted / "loop").symlink_to(submitted / "loop")
    deep = os.open(submitted, os.O_RDONLY)
    for _ in range(1_500):
        os.mkdir("deep", dir_fd=deep)
        below = os.open("deep", os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = below
    os.close(deep)

    def handed(name: str, outcome: str, text: str = right) -> Path:
        put(root, name, text)
        expected[name] = outcome
        return submitted / name / CHAPTER

    shutil.rmtree(handed("linked", "invalid"))
    (submitted / "linked" / CHAPTER).symlink_to(submitted / "a, b" / CHAPTER)
    (handed("unread", "invalid") / f"{CHAPTER}.ipynb").unlink()
    os.mkfifo(submitted / "unread" / CHAPTER / f"{CHAPTER}.ipynb")
    (handed("no zone", "invalid") / "timestamp.txt").write_text("2026-01-31 10:00 XYZ")
    (handed("no time", "invalid") / "timestamp.txt").mkdir()
    (handed("year 0", "invalid") / "timestamp.txt").write_text("0000-01-31 10:00 UTC")
    (handed("too late", "invalid") / "timestamp.txt").write_text("9999-12-31 23:59 -1200")
    (handed("halves", "ok", halves(root)) / "timestamp.txt").write_bytes(b"\xff\xfe\n")
    expected["halves"] = "invalid"
    handed("half", "ok", halves(root))
    for folder in (autograded, pages):
        folder.mkdir()
    handed("file 1", "internal error")
    (autograded / "file 1").write_text("in the way")
    handed("file 2", "internal error")
    (pages / "file 2").write_text("in the way")
    handed("file 3", "ok")
    (autograded / "file 3").mkdir()
    (autograded / "file 3" / CHAPTER).write_text("what an earlier run may have left is taken away")
    handed("folder", "ok")
    (autograded / "folder" / CHAPTER / f"{CHAPTER}.ipynb").mkdir(parents=True)
    handed("nowhere", "ok")
    (autograded / "nowhere").mkdir()
    (autograded / "nowhere" / CHAPTER).symlink_to(root / "gone")
    for name, stamp in (("stamp", ["x"]), ("stamp 2", {"outcome": "splendid", "key": 3})):
        handed(name, "ok")
        notebook = nbformat.v4.new_notebook(metadata={STAMP: stamp})
        atomic.write(autograded / name / CHAPTER / f"{CHAPTER}.ipynb", nbformat.writes(notebook))
    handed("refused", "internal error")
    with sqlite3.connect(root / "gradebook.db") as book:
        book.execute(
            "CREATE TRIGGER no BEFORE INSERT ON submitted_assignment WHEN NEW.student_id ="
            " 'refused' BEGIN SELECT RAISE(ABORT, 'not this one'); END"
        )
    book.close()
    return expected


def halves(root: Path) -> str:
    """A notebook with halves of characters in it, as JSON may hold them."""
    notebook = written(root, why="HALF", twice="def twice(x):\n    'HALF'\n    return 2 * x")
    notebook.cells.append(nbformat.v4.new_markdown_cell("HALF"))
    notebook.metadata.title = "HALF"
    return nbformat.writes(notebook).replace("HALF", "\\ud800")


@pytest.fixture(scope="module")
def course(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = small.copy(handed_in, tmp_path_factory.mktemp("broken"))
    yield root
    unpile(root / "submitted" / "deep")


def unpile(folder: Path) -> None:
    """Remove a folder that is too deep for whoever tidies up."""
    above = folder.parent
    while folder.exists():
        inside, shallow = folder, above / "shallow"
        for _ in range(100):
            if not (inside / "deep").exists():
                break
            inside = inside / "deep"
        inside.rename(shallow) if inside != folder else None
        shutil.rmtree(folder)
        if shallow.exists():
            shallow.rename(folder)


def results(root: Path, report: Path, code: int) -> tuple[dict[str, dict[str, Any]], str]:
    """Grade: the JSON by student, and what stood on the terminal."""
    with small.start(root, "--json", str(report)) as process:
        said, errors = process.communicate(timeout=HANG)
    assert process.returncode == code, said + errors
    assert "Traceback" not in errors, errors
    found = json.loads(report.read_bytes())
    return {one["student"]: one for one in found}, said + errors


@pytest.mark.sweep
def test_a_class_with_every_broken_folder_in_it_runs_to_its_end_and_again(
    course: Path, tmp_path: Path
) -> None:
    expected = broken(course) | dict.fromkeys(small.STUDENTS, "ok")
    expected |= {"dan": "killed", "hugo": "invalid"}
    first, said = results(course, tmp_path / "first.json", code=1)
    assert {name: one["outcome"] for name, one in first.items()} == expected
    points = {
        name: {c["grade_id"]: c["points"] for c in one["cells"]} for name, one in first.items()
    }
    for name in [*ODD, "ada", "file 3", "folder", "nowhere", "stamp", "stamp 2"]:
        assert points[name] == FULL, name
    # What was judged and could be recorded is kept, also where a file could not be written.
    assert points["file 1"] == points["file 2"] == FULL
    assert points["refused"] == points[NO_TEXT] == dict.fromkeys(POINTS, 0.0)
    assert points["half"] == {**POINTS, "why": None}
    assert "not this one" in said and "no text in UTF-8" in said and "XYZ" in said
    assert not [c for c in said if not c.isprintable() and c != "\n"]
    held = {row[0] for row in small.rows(small.url(course))["submissions"]}
    assert held == expected.keys() - {NO_TEXT, "refused"}

    again, told = results(course, tmp_path / "again.json", code=1)
    assert again == first
    assert "unchanged" in told

    for folder in ("autograded", "feedback"):
        for path in (course / folder).iterdir():
            if path.is_file():
                path.unlink()
    with sqlite3.connect(course / "gradebook.db") as book:
        book.execute("DROP TRIGGER no")
    book.close()
    (course / "submitted" / NO_TEXT).rename(course / "submitted" / "müller")
    last, _ = results(course, tmp_path / "last.json", code=0)
    mended = ("file 1", "file 2", "refused", "müller")
    for name in mended:
        assert last[name]["outcome"] == "ok", last[name]
        assert {c["grade_id"]: c["points"] for c in last[name]["cells"]} == FULL
    assert {n: o for n, o in last.items() if n not in mended} == {
        n: o for n, o in first.items() if n not in (*mended, NO_TEXT)
    }


# --- any step, any error -------------------------------------------------------------------------

STEPS: dict[str, tuple[Any, str]] = {
    "reading": (BoundedWork, "prepare"),
    "outputs": (graded, "with_outputs"),
    "scores": (graded, "scores"),
    "comments": (graded, "comments"),
    "gradebook": (EntryWriter, "_scores"),
    "notebook": (Recorder, "_notebook"),
    "page": (BoundedWork, "page"),
    "earlier run's": (Recorder, "_forget"),
}
ERRORS: dict[str, Exception] = {
    "ben": ValueError("said\x1b[31m so"),
    "cleo": UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    "dan": PermissionError(errno.EACCES, "Permission denied"),
    "eve": OSError(errno.ENAMETOOLONG, "File name too long"),
    "gwen": MemoryError(),
    "hugo": RecursionError("too deep"),
}
AFTER = ("notebook", "page", "earlier run's")  # after which the points stay
HONEST = ("ada", "finn")


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which three have handed in; not to be changed."""
    root = make_course(tmp_path_factory.mktemp("three") / "course")
    release.release(root)
    for name in (*HONEST, "eve"):
        put(root, name, written(root))
    return root


@pytest.fixture
def root(three: Path, tmp_path: Path) -> Path:
    return shutil.copytree(three, tmp_path / "course")


def failing(step: str, errors: dict[str, Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a step fail whenever it is about one of these students."""
    owner, name = STEPS[step]
    real, about = getattr(owner, name), [""]
    told = grade._Supervisor.prepare, Recorder.record

    def fails(*arguments: Any) -> Any:
        if about[0] in errors:
            raise errors[about[0]]
        return real(*arguments)

    def noting(step: Callable[..., Any], student: Callable[[Any], str]) -> Callable[..., Any]:
        def noted(run: Any, one: Any, *more: Any) -> Any:
            about[0] = student(one)
            try:
                return step(run, one, *more)
            finally:
                about[0] = ""

        return noted

    monkeypatch.setattr(owner, name, fails)
    monkeypatch.setattr(grade._Supervisor, "prepare", noting(told[0], lambda one: one.student))
    monkeypatch.setattr(Recorder, "record", noting(told[1], lambda job: job.handed.student))


def by_student(found: list[Result]) -> dict[str, Result]:
    return {one.student: one for one in found}


@pytest.mark.sweep
@pytest.mark.parametrize("step", STEPS)
def test_whatever_fails_for_one_submission_is_its_internal_error_and_mended_next_time(
    step: str, root: Path
) -> None:
    """Six of a class fail, each in another way: when nothing was graded yet, and when all was."""
    for name in ERRORS:
        put(root, name, written(root))
    for _ in range(2):
        with pytest.MonkeyPatch.context() as patch:
            failing(step, ERRORS, patch)
            found = by_student(grade.grade(root, settings=grade.Settings(force=True)))
        assert found.keys() == {*HONEST, *ERRORS}
        assert {(found[n].outcome, found[n].points) for n in HONEST} == {(Outcome.OK, 4.0)}
        # The page or the row of an earlier run does not say otherwise.
        rows = small.rows(small.url(root))["grades"]
        for name, error in ERRORS.items():
            one = found[name]
            assert one.outcome is Outcome.INTERNAL_ERROR
            assert one.reason and type(error).__name__ in one.reason and one.reason.isprintable()
            assert one.points == (4.0 if step in AFTER else 0.0)
            held = sum(row[2] or 0.0 for row in rows if row[0] == name)
            if step != "gradebook":
                assert held == one.points
        quiet = by_student(grade.grade(root))
        assert {(one.outcome, one.points) for one in quiet.values()} == {(Outcome.OK, 4.0)}


@pytest.mark.parametrize("step", first_of_each(STEPS))
def test_a_full_disk_ends_the_run_in_a_sentence_and_loses_nothing(
    step: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "FULL_PATIENCE", 0.0)
    failing(step, {"eve": OSError(errno.ENOSPC, "No space left on device")}, monkeypatch)
    with pytest.raises(CourseError, match="No space left on device.*run the same command again"):
        grade.grade(root)
    monkeypatch.undo()
    found = by_student(grade.grade(root))
    assert {one.points for one in found.values()} == {4.0}


def test_an_unchanged_submission_whose_page_fails_keeps_its_points(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade.grade(root)
    shutil.rmtree(root / "feedback" / "eve")  # one that is there and shows the same stays
    failing("page", {"eve": ValueError("no")}, monkeypatch)
    eve = by_student(grade.grade(root))["eve"]
    assert (eve.outcome, eve.points, eve.unchanged) == (Outcome.INTERNAL_ERROR, 4.0, True)
    monkeypatch.undo()
    assert by_student(grade.grade(root))["eve"].outcome is Outcome.OK


def test_points_given_by_a_person_are_in_the_table_of_a_submission_that_failed(root: Path) -> None:
    grade.grade(root)
    with sqlite3.connect(root / "gradebook.db") as book:
        book.execute(
            "UPDATE grade SET manual_score = 2.5 WHERE cell_id IN (SELECT id FROM base_cell WHERE"
            " name = 'why')"
        )
    book.close()
    put(root, "eve", "lost on the way")
    put(root, "finn", written(root, line=NO_BIAS))
    found = by_student(grade.grade(root))
    assert (found["eve"].outcome, found["eve"].points) == (Outcome.INVALID, 2.5)
    assert found["finn"].points == 4.5
