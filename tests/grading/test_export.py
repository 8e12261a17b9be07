"""`nbgrader export`: every mark in its column, whatever people are called, and no formula."""

from __future__ import annotations

import csv
import shutil
import sys
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import ExportApp
from nbgrader.plugins import CsvExportPlugin
from sqlalchemy import event
from support import big_class
from support.chapters import ROOT
from support.lines import nbgrader

from autograder.handed_in.people import People
from autograder.records import totals
from autograder.records.export import COLUMNS, CsvExport
from autograder.records.report import measures, standings
from autograder.records.returning import grades as returning
from autograder.shared.nbsettings import read as config
from autograder.shared.nbsettings import tools_on_path
from course.results import outline

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

NAMES = [
    "ada", "Müller, Änne", 'Bob "the" Builder', "line\nbreak", " spaced ", "semi;colon", "O'Hara",
    "-5", "+3.5", "{email}",
]  # fmt: skip
FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1+1", "=HYPERLINK(\"//x\",\"y\")",
    "\uff1d1+1", "-1e5x", "+", "-", "=cmd|' /C calc'!A0",
]  # fmt: skip


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook with a chapter and everybody in it, each with 3 of 4 points, one of them late."""
    path = tmp_path_factory.mktemp("export") / "gradebook.db"
    with tools_on_path(), Gradebook(f"sqlite:///{path}") as book:
        book.add_assignment("ch01", duedate=datetime(2026, 1, 31, 23, 59))
        book.add_notebook("ch01", "ch01")
        book.add_grade_cell("test", "ch01", "ch01", max_score=4, cell_type="code")
        book.add_assignment("=ch02")
        for number, name in enumerate(NAMES + FORMULAS):
            book.add_student(name, first_name=name, last_name=f"{name},", email=f"{number}@b.c")
            book.add_submission("ch01", name, timestamp=datetime(2026, 2, 1))
            book.find_grade("test", "ch01", "ch01", name).auto_score = 3.0
        book.find_submission_notebook("ch01", "ch01", "ada").late_submission_penalty = 1.25
        book.add_student("nobody")
        book.db.commit()
    return path


@pytest.fixture
def address(gradebook: Path, tmp_path: Path) -> str:
    """The gradebook of one test."""
    return f"sqlite:///{shutil.copy(gradebook, tmp_path)}"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A gradebook of forty students and two of the course's chapters."""
    path = tmp_path_factory.mktemp("many") / "gradebook.db"
    big_class.make(path, 40, chapters=2)
    return f"sqlite:///{path}"


def exported(address: str, to: Path, **options: list[str]) -> list[dict[str, str]]:
    """The rows of our export."""
    with Gradebook(address) as book:
        CsvExport(to=str(to), **options).export(book)
    with to.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_every_mark_stands_in_its_column_whatever_the_student_is_called(
    address: str, tmp_path: Path
) -> None:
    rows = [r for r in exported(address, tmp_path / "grades.csv") if r["assignment"] == "ch01"]
    marks = {r["student_id"]: (r["raw_score"], r["score"], r["max_score"]) for r in rows}
    assert marks.pop("nobody") == ("0.0", "0.0", "4.0")
    assert marks.pop("ada") == ("3.0", "1.75", "4.0")
    assert set(marks) == {*NAMES[1:], *(f"'{name}" for name in FORMULAS)}
    assert set(marks.values()) == {("3.0", "3.0", "4.0")}
    assert all(list(r) == list(COLUMNS) and None not in r.values() for r in rows)


def test_nothing_that_turns_marks_around_or_commands_a_terminal_is_exported(
    address: str, tmp_path: Path
) -> None:
    with Gradebook(address) as book:
        book.add_student("eve\u202e\u2066", last_name="\x1b[31mred\x07", first_name="\u200fZoe")
    rows = exported(address, tmp_path / "grades.csv")
    found = next(r for r in rows if r["student_id"].startswith("eve"))
    assert [found[name] for name in ("student_id", "last_name", "first_name")] == [
        r"eve\u202e\u2066", r"\x1b[31mred\x07", r"\u200fZoe",
    ]  # fmt: skip


def test_nothing_that_a_spreadsheet_would_run_is_exported(address: str, tmp_path: Path) -> None:
    for row in exported(address, tmp_path / "grades.csv"):
        for cell in row.values():
            begins = cell.lstrip(" ")[:1]
            assert begins not in set("=@\t\r\n\uff1d") | {""} or cell == "", cell
            if begins in {"+", "-"}:
                float(cell)


def test_for_people_with_plain_names_it_is_the_file_that_nbgrader_writes(
    address: str, tmp_path: Path
) -> None:
    plain = ["ada", "nobody", "-5"]
    with Gradebook(address) as book:
        for student in plain:
            book.find_student(student).last_name = None
        book.db.commit()
        stock = CsvExportPlugin(to=str(tmp_path / "stock.csv"), student=plain, assignment=["ch01"])
        stock.export(book)
    exported(address, tmp_path / "ours.csv", student=plain, assignment=["ch01"])
    assert (tmp_path / "ours.csv").read_text() == (tmp_path / "stock.csv").read_text()


def test_the_command_uses_it_and_may_write_anywhere(address: str, tmp_path: Path) -> None:
    assert config(ROOT).ExportApp.plugin_class == "autograder.records.export.CsvExport"
    assert ExportApp(config=config(ROOT)).plugin_class is CsvExport
    (tmp_path / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text())
    assert "Using exporter: CsvExport" in nbgrader(tmp_path, "export")
    nbgrader(tmp_path, "export", "--to", "other.csv")
    assert (tmp_path / "other.csv").read_text() == (tmp_path / "grades.csv").read_text()
    if sys.platform == "linux":
        nbgrader(tmp_path, "export", "--to", "/dev/null")


def test_every_number_is_nbgraders_own_in_the_export_the_report_and_what_goes_back(
    many: str, tmp_path: Path
) -> None:
    with Gradebook(many) as book:
        CsvExportPlugin(to=str(tmp_path / "stock.csv")).export(book)
        found = totals.read(book.db)
        for chapter in book.assignments:
            read = standings.read(book.db, chapter.name)
            reported = dict(zip([o.student for o in read.submissions], points(read), strict=True))
            returned = {one.student: returning._grade(read, one) for one in read.submissions}
            assert len(chapter.submissions) == len(reported) > 20
            for one in chapter.submissions:
                total = found[chapter.id, one.student.id]
                numbers = (one.timestamp, one.score, one.late_submission_penalty)
                assert total == numbers
                assert reported[one.student.id] == total.score
                assert returned[one.student.id].points == total.score
                assert returned[one.student.id].waiting == any(
                    g.auto_score is None and g.manual_score is None for g in one.notebooks[0].grades
                )
            assert measures.of(read, People()).maximum == chapter.max_score
    exported(many, tmp_path / "ours.csv")
    assert (tmp_path / "ours.csv").read_text() == (tmp_path / "stock.csv").read_text()


def points(read: standings.ChapterStandings) -> list[float]:
    """What the report counts for each submission."""
    return measures.of(read, People()).points


def test_the_gradebook_is_asked_as_often_for_forty_students_as_for_one(
    many: str, tmp_path: Path
) -> None:
    said: list[str] = []
    with Gradebook(many) as book:
        event.listen(book.engine, "before_cursor_execute", lambda *a: said.append(a[2]))
        CsvExport(to=str(tmp_path / "grades.csv")).export(book)
        for chapter in outline.chapters()[:2]:
            standings.read(book.db, chapter.name)
    assert len(said) < 20  # they have eighty submissions
