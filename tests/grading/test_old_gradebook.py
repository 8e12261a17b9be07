"""A gradebook from elsewhere: of an older nbgrader, of other cells, of another course."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.lines import CHAPTER, NO_BIAS, TEXT, make_course, nbgrader, put, written
from support.sweeps import first_of_each

from autograder import grade
from autograder.__main__ import main
from autograder.authoring import build, release
from autograder.shared.errors import CourseError

pytestmark = pytest.mark.usefixtures("warm_pool")
BY_HAND = (
    "UPDATE grade SET manual_score = 2.5 WHERE cell_id IN"
    " (SELECT id FROM base_cell WHERE name = 'why')"
)
KEPT = "Nothing was graded now, and nothing"
# As nbgrader 0.5 had it, before there were several courses in one gradebook.
OLD = (
    "CREATE TABLE old (id VARCHAR(32) NOT NULL PRIMARY KEY, name VARCHAR(128) NOT NULL UNIQUE,"
    " duedate DATETIME)",
    "INSERT INTO old SELECT id, name, duedate FROM assignment",
    "DROP TABLE assignment",
    "ALTER TABLE old RENAME TO assignment",
    "DROP TABLE course",
    "UPDATE alembic_version SET version_num = '282d30a0218e'",
)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose gradebook holds points, some of them a person's; not to be changed."""
    root = make_course(tmp_path_factory.mktemp("graded") / "course")
    release.release(root)
    put(root, "ada", written(root))
    put(root, "ben", written(root, line=NO_BIAS))
    grade.grade(root)
    change(root, BY_HAND)
    return root


@pytest.fixture
def root(graded: Path, tmp_path: Path) -> Path:
    return shutil.copytree(graded, tmp_path / "course")


def change(root: Path, *statements: str) -> None:
    """Make a gradebook what others left."""
    book = sqlite3.connect(root / "gradebook.db", isolation_level=None)
    for statement in statements:
        book.execute(statement)
    book.close()


def kept(root: Path) -> list[str]:
    """All that a gradebook holds."""
    book = sqlite3.connect(root / "gradebook.db")
    found = list(book.iterdump())
    book.close()
    return found


def files(root: Path) -> dict[Path, bytes]:
    """What earlier runs wrote for the students."""
    return {p: p.read_bytes() for p in sorted(root.glob("[af]*/**/*")) if p.is_file()}


def refused(root: Path, match: str) -> None:
    """Grading says why it cannot be, in one sentence, and changes nothing."""
    before, pages = kept(root), files(root)
    assert pages
    with pytest.raises(CourseError, match=match) as error:
        grade.grade(root, settings=grade.Settings(force=True))
    assert KEPT in str(error.value) and "the same command again" in str(error.value)
    assert "\n" not in str(error.value)
    assert (kept(root), files(root)) == (before, pages)


@pytest.mark.parametrize(
    "lacks",
    first_of_each(
        [
            "grade.extra_credit",
            "notebook.kernelspec",
            "student.lms_user_id",
            "submitted_notebook.late_submission_penalty",
            "source_cell.checksum",
        ]
    ),
)
def test_a_gradebook_without_a_column_is_refused_before_anything_is_written(
    lacks: str, root: Path
) -> None:
    table, column = lacks.split(".")
    change(root, f"ALTER TABLE {table} DROP COLUMN {column}")
    refused(root, rf"gradebook\.db\) is not of this .*: it has no {table}\.{column}\. .*db upgrade")


@pytest.mark.sweep
def test_the_gradebook_of_an_older_nbgrader_is_good_again_once_it_is_upgraded(root: Path) -> None:
    change(root, "PRAGMA foreign_keys = OFF", *OLD)
    with pytest.raises(CourseError, match=r"it has no assignment\.course_id"):
        grade.grade(root)
    nbgrader(root, "db", "upgrade")
    found = {one.student: one for one in grade.grade(root)}
    assert {name: one.points for name, one in found.items()} == {"ada": 6.5, "ben": 4.5}
    assert {one.unchanged for one in found.values()} == {True}


def test_a_release_into_a_gradebook_without_a_column_says_the_same(root: Path) -> None:
    change(root, "ALTER TABLE notebook DROP COLUMN kernelspec")
    match = r"is not of this version of nbgrader: no such column: notebook\.kernelspec\. .*upgrade"
    with pytest.raises(CourseError, match=match):
        release.release(root, [CHAPTER], publish=False)


@pytest.mark.parametrize(
    "statements",
    [["UPDATE notebook SET name = 'problem1'"], ["DELETE FROM notebook"]],
    ids=["another notebook", "no notebook"],
)
def test_the_gradebook_of_another_course_is_left_as_it_is(
    statements: Sequence[str], root: Path
) -> None:
    change(root, *statements)
    refused(root, rf"has submissions of {CHAPTER} in which another notebook was graded")


DAMAGED = {
    "cut off": lambda content: content[: len(content) * 2 // 3],
    "another file": lambda content: "id;name\nmü;Müller\n".encode("utf-16") * 300,
}
COMMANDS = (
    ["roster", "import", "roster.csv"], ["report"], ["export", "--for", "csv"], ["drop", "line"],
    ["extend"], ["collect", CHAPTER, "archive.zip"], ["grade"],
)  # fmt: skip


@pytest.mark.parametrize("kind", first_of_each(DAMAGED))
def test_a_damaged_gradebook_is_one_sentence_and_good_again_with_its_copy(
    kind: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in ("term", "rulings", "command_line"):
        monkeypatch.setattr(f"autograder.{module}.ROOT", root)
    monkeypatch.chdir(root)
    Path("roster.csv").write_text("id,name\nada,Ada\n")
    with zipfile.ZipFile("archive.zip", "w") as archive:
        archive.write(root / "submitted" / "ada" / CHAPTER / f"{CHAPTER}.ipynb", "ada/a.ipynb")
    good = (root / "gradebook.db").read_bytes()
    before = sorted(path for path in root.rglob("*") if "__pycache__" not in path.parts)
    (root / "gradebook.db").write_bytes(bad := DAMAGED[kind](good))
    for command in COMMANDS:
        assert main([*command]) == 2, command
        (*_, said) = capsys.readouterr().err.splitlines()
        assert "gradebook.db) is damaged: " in said and "Put your copy of it back." in said, command
        assert (root / "gradebook.db").read_bytes() == bad
    (root / "gradebook.db").write_bytes(good)
    assert main(["drop", "line"]) == main(["drop", "line", "--undo"]) == 0
    assert {one.unchanged for one in grade.grade(root)} == {True}
    gone = {path for path in before if not path.exists()}
    assert not gone


def test_a_gradebook_that_nbgrader_made_alone_is_gone_on_with(root: Path, tmp_path: Path) -> None:
    """Stock settings, stock nbgrader's grades, and a text whose cells were others."""
    alone = make_course(tmp_path / "alone")
    text = alone / "source" / CHAPTER / f"{CHAPTER}.py"
    text.write_text(TEXT.replace('part="flat"', 'part="level"'), encoding="utf-8")
    build.build(alone)
    put(alone, "ada", written(alone))
    text.unlink()
    (alone / "nbgrader_config.py").write_text("c = get_config()\n")
    nbgrader(alone, "generate_assignment", CHAPTER)
    nbgrader(alone, "autograde", CHAPTER)
    change(alone, BY_HAND)
    shutil.copy(alone / "gradebook.db", root)
    found = {one.student: one for one in grade.grade(root)}
    assert {name: one.points for name, one in found.items()} == {"ada": 6.5, "ben": 2.0}
    assert "test_line_flat" in {cell.grade_id for cell in found["ada"].cells}
