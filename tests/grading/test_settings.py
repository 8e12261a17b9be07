"""Settings: whoever reads them reads the same, wherever they stand."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from nbgrader.apps.baseapp import NbGrader
from support import small_class as small
from support.lines import CHAPTER, make_course, nbgrader, put, written

from autograder import grade
from autograder.authoring import release
from autograder.handed_in.classroom import Classroom
from autograder.shared import nbsettings
from autograder.shared.errors import CourseError

PLACES = {
    "JUPYTER_CONFIG_PATH": "nbgrader_config.py",
    "JUPYTER_CONFIG_DIR": "nbgrader_config.py",
    "as JSON": "nbgrader_config.json",
    "of Jupyter as a whole": "jupyter_config.py",
    "under its old name": "nbgrader_config.py",
}


def said(place: str, address: str) -> str:
    """The setting as it stands in a file."""
    if place == "as JSON":
        return f'{{"CourseDirectory": {{"db_url": "{address}"}}}}'
    section = "NbGrader" if place == "under its old name" else "CourseDirectory"
    return f"c.{section}.db_url = {address!r}\n"


def keep(place: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Name a gradebook in one of Jupyter's own files; where it is."""
    variable = place if place.startswith("JUPYTER") else "JUPYTER_CONFIG_PATH"
    monkeypatch.setenv(variable, str(folder))
    folder.mkdir()
    book = folder / "book.db"
    (folder / PLACES[place]).write_text(said(place, f"sqlite:///{book}"))
    return book


@pytest.mark.parametrize("place", PLACES)
def test_they_are_read_as_nbgrader_reads_them(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_course(tmp_path / "course")
    book = keep(place, tmp_path / "jupyter", monkeypatch)
    monkeypatch.chdir(root)
    theirs = NbGrader()
    theirs.initialize([])
    room = Classroom(root)
    assert room.directory.db_url == theirs.coursedir.db_url == f"sqlite:///{book}"
    assert room.directory.course_id == theirs.coursedir.course_id == "neural_networks_by_hand"
    settings = root / "nbgrader_config.py"
    own = f"\nc.CourseDirectory.db_url = 'sqlite:///{root / 'own.db'}'\n"
    settings.write_text(settings.read_text() + own)
    assert Classroom(root).directory.db_url.endswith("own.db"), "the course has the last word"


@pytest.mark.sweep
def test_every_command_writes_the_one_gradebook_that_jupyters_settings_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_course(tmp_path / "course")
    book = keep("JUPYTER_CONFIG_PATH", tmp_path / "jupyter", monkeypatch)
    release.release(root)
    for student in ("ada", "eve"):
        put(root, student, written(root))
    assert [one.points for one in grade.grade(root, student="ada")] == [4.0]
    nbgrader(root, "autograde", CHAPTER, "--student", "eve")
    nbgrader(root, "generate_assignment", CHAPTER, "--force")
    (root / "feedback").rename(root / "feedback of grade")
    nbgrader(root, "generate_feedback", CHAPTER)
    assert len(list(root.glob("feedback/*/*/*.html"))) == 2
    nbgrader(root, "export")
    with (root / "grades.csv").open(newline="") as file:
        assert {r["student_id"]: r["score"] for r in csv.DictReader(file)} == {
            "ada": "4.0", "eve": "4.0",
        }  # fmt: skip
    assert {row[0] for row in small.rows(f"sqlite:///{book}")["submissions"]} == {"ada", "eve"}
    assert not (root / "gradebook.db").exists()
    nbgrader(
        root, "autograde", CHAPTER, "--student", "eve", "--force", "--db", "sqlite:///given.db"
    )
    assert {row[0] for row in small.rows(f"sqlite:///{root / 'given.db'}")["submissions"]} == {
        "eve"
    }
    assert not (root / "gradebook.db").exists()


@pytest.mark.parametrize("place", ["jupyter", "course"])
def test_a_file_of_settings_that_cannot_be_read_is_named(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_course(tmp_path / "course")
    (tmp_path / "jupyter").mkdir()
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path / "jupyter"))
    (tmp_path / place / "nbgrader_config.py").write_text("c.Execute.timeout = = 2\n")
    with pytest.raises(CourseError, match=r"settings cannot be read .*nbgrader_config.*line 1"):
        nbsettings.read(root)


def test_a_demo_leaves_the_courses_gradebook_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    from autograder import demo

    root = make_course(tmp_path / "course")
    book = keep("JUPYTER_CONFIG_PATH", tmp_path / "jupyter", monkeypatch)
    monkeypatch.setattr(demo.tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    demo.demo(root)
    assert not book.exists() and not (root / "gradebook.db").exists()
    assert len(list(tmp_path.glob("temporary/*/gradebook.db"))) == 1
    assert capsys.readouterr().out.count(".html") == len(demo._students())


def test_students_are_named_one_by_one_and_who_handed_in_nothing_is_said(
    tmp_path: Path,
) -> None:
    root = make_course(tmp_path / "one" / "course")
    small.put_project(root)
    release.release(root)
    for student in ("ada", "eve", "a,b", "finn"):
        put(root, student, written(root))
    told = small.grade(root, "--student", "ada", "--student", "a,b", "--student", "zoe\x1b[1m")
    assert "zoe\\x1b[1m has handed in nothing for ch01_lines." in told
    assert "2/2 graded" in told
    graded = sorted(path.name for path in (root / "autograded").iterdir())
    assert graded == ["a,b", "ada"]
    told = small.grade(root, "--student", "ada", "--student", "eve")
    assert "2/2 done: 1 graded, 1 unchanged" in told
    told = small.grade(root, "--student", "zoe", "--student", "ada,eve", code=2)
    assert "ada,eve, zoe has handed in nothing" in told and "submissions of a,b, ada" in told


@pytest.mark.sweep
def test_results_that_cannot_be_written_are_said_and_nothing_is_lost(tmp_path: Path) -> None:
    root = make_course(tmp_path / "one" / "course")
    small.put_project(root)
    release.release(root)
    put(root, "ada", written(root))
    told = small.grade(root, "--json", str(tmp_path / "no" / "folder.json"), code=2)
    assert "Everything is graded and kept, but the results cannot be written" in told
    with open("/dev/full", "w") as full:
        env = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        line = [sys.executable, "-m", "autograder", "grade"]
        done = subprocess.run(
            line, cwd=root, env=env, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    assert "No space left on device" in done.stderr
