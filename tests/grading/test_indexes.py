"""One submission's rows are found without looking through those of the class."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, inspect
from support import big_class
from support.small_class import url

from autograder.handed_in.classroom import Classroom
from autograder.records import beside, indexes
from autograder.records.gradebook import Gradebook
from autograder.records.marks import Entry
from course.results import outline

CHAPTER, STUDENT = outline.chapters()[0].name, "s00000"  # who has handed in
OF_THE_CLASS = {
    "grade", "comment", "submitted_notebook", "submitted_assignment", beside.dropped_grade.name,
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook as nbgrader alone makes it; not to be changed."""
    root = tmp_path_factory.mktemp("indexes")
    big_class.make(root / "gradebook.db", 12, 1)
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "course")


def held(root: Path) -> set[str | None]:
    look = inspect(create_engine(url(root)))
    return {
        index["name"] for table, _ in indexes.WANTED.values() for index in look.get_indexes(table)
    }


def looked_through(root: Path, do: Callable[[Gradebook], object]) -> set[str]:
    """The tables of the class that SQLite reads from end to end for what is done."""
    said: list[tuple[str, object]] = []
    with Gradebook(Classroom(root)) as book:
        engine = book._connection.book.engine
        event.listen(
            engine, "before_cursor_execute",
            lambda _c, _k, statement, values, _x, many: said.append(
                (statement, values[0] if many else values)
            ),
        )  # fmt: skip
        do(book)
        raw = sqlite3.connect(root / "gradebook.db")
        steps = [
            row[3] for one in said for row in raw.execute(f"EXPLAIN QUERY PLAN {one[0]}", one[1])
        ]
        raw.close()
    assert len(steps) >= 5, "the gradebook was asked"
    return {
        table for table in OF_THE_CLASS for step in steps if step.split()[:2] == ["SCAN", table]
    }


@pytest.mark.parametrize(
    "do",
    [
        lambda book: book.renewed(STUDENT, CHAPTER, "2026-03-09 10:00:00 UTC"),
        lambda book: book.marks(STUDENT, CHAPTER),
        lambda book: book.write(Entry(STUDENT, CHAPTER, "", {"essay": None}, answers={})),
        lambda book: book.write(Entry("new", CHAPTER, "", {"essay": None}, answers={})),
    ],
    ids=["unchanged", "read", "graded again", "graded"],
)  # fmt: skip
def test_a_submission_costs_the_same_in_a_class_of_any_size(
    root: Path, do: Callable[[Gradebook], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert looked_through(root, do) == set()
    for name in indexes.WANTED:
        with sqlite3.connect(root / "gradebook.db") as book:
            book.execute(f"DROP INDEX {name}")
    monkeypatch.setattr(indexes, "create", lambda engine: None)
    assert looked_through(root, do), "what nbgrader has does not do"


def test_a_gradebook_gets_its_indexes_when_it_is_opened_and_goes_on_without_where_it_cannot(
    root: Path,
) -> None:
    assert not held(root) & indexes.WANTED.keys()
    before = (root / "gradebook.db").read_bytes()
    with sqlite3.connect(root / "gradebook.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        indexes.create(create_engine(url(root), connect_args={"timeout": 0.1}))
        other.execute("ROLLBACK")
    indexes.create(create_engine(f"sqlite:///file:{root}/gradebook.db?mode=ro&uri=true"))
    assert (root / "gradebook.db").read_bytes() == before
    for _ in range(2):
        with Gradebook(Classroom(root)) as book:
            assert book.marks(STUDENT, CHAPTER).points
        assert held(root) >= indexes.WANTED.keys()
