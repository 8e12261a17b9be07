"""Cells that come or go after grading: the gradebook learns them, and what stays is kept."""

from __future__ import annotations

import functools
import shutil
import sqlite3
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from support import small_class as small
from support.lines import CHAPTER, NO_BIAS, TEXT, make_course, nbgrader, put, written

from autograder import grade
from autograder.authoring import answers, build, release
from autograder.judging.result import Result
from autograder.records import connection
from autograder.records.sync_cells import renamed
from autograder.shared import nbsettings
from autograder.shared.errors import CourseError

OTHER = "ch02_curves"
MORE = '''
# %% [markdown]
# ## Exercise 4 · `thrice` (2 points)

# %% solution="thrice"
def thrice(x):
    """x : (N,) -> (N,)"""
    ### BEGIN SOLUTION
    return 3 * x
    ### END SOLUTION

# %% tests="thrice" points=2
check.close("thrice(x)", check.call(thrice, np.array([1.0, 2.0])), np.array([3.0, 6.0]))
check.passed("thrice")

# %% [markdown]
# ## Exercise 5 · `how` (2 points)

# %% [markdown] manual="how" points=2
# ### BEGIN SOLUTION
# With care.
# ### END SOLUTION
'''
FLAT = TEXT[
    TEXT.index('# %% tests="line" part="flat"') : TEXT.index("# %% [markdown]\n# ## Exercise 3")
]
pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    pytest.mark.usefixtures("warm_pool"),
]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two chapters, graded, with points and comments of a person; not to be changed."""
    root = make_course(tmp_path_factory.mktemp("learn") / "course")
    text = TEXT
    for old, new in (("Lines", "Curves"), ("twice", "double"), ("line", "curve"), ("why", "where")):
        text = text.replace(old, new)
    (root / "source" / OTHER).mkdir()
    (root / "source" / OTHER / f"{OTHER}.py").write_text(text, encoding="utf-8")
    release.release(root)
    for student, texts in (("ada", {}), ("ben", {"line": NO_BIAS})):
        put(root, student, written(root, **texts))
        source = build.notebook(root, OTHER)
        path = root / "submitted" / student / OTHER / f"{OTHER}.ipynb"
        path.parent.mkdir()
        nbformat.write(answers.solved(source, answers.reference(source)), path)
    grade.grade(root)
    with nbsettings.tools_on_path(), Gradebook(small.url(root)) as book:
        for chapter, why, flat in (
            (CHAPTER, "why", "test_line_flat"), (OTHER, "where", "test_curve_flat"),
        ):  # fmt: skip
            book.find_grade(why, chapter, chapter, "ada").manual_score = 2.5
            book.find_grade(flat, chapter, chapter, "ada").manual_score = 0.5
            book.find_comment(why, chapter, chapter, "ada").manual_comment = "Quite so."
        book.db.commit()
    return root


@pytest.fixture
def root(graded: Path, tmp_path: Path) -> Path:
    return shutil.copytree(graded, tmp_path / "course")


def change(root: Path, text: str) -> None:
    (root / "source" / CHAPTER / f"{CHAPTER}.py").write_text(text, encoding="utf-8")


def exchange(text: str) -> str:
    """A chapter with one exercise and its answer in words more, and one test cell less."""
    return text.replace(FLAT, "").replace("`line` (3 points)", "`line` (2 points)") + MORE


def of(root: Path, chapter: str, name: str = "gradebook.db") -> dict[str, dict[str, object]]:
    """Points and comments in the gradebook, by student and cell."""
    with nbsettings.tools_on_path(), Gradebook(f"sqlite:///{root / name}") as book:
        found: dict[str, dict[str, object]] = {}
        for submission in book.assignment_submissions(chapter):
            (notebook,) = submission.notebooks
            rows = {g.name: (g.auto_score, g.manual_score) for g in notebook.grades}
            rows |= {f"{c.name}!": c.comment for c in notebook.comments}
            rows["total"] = (submission.score, submission.max_score)
            found[submission.student_id] = rows
        return found


def by_student(found: list[Result], chapter: str) -> dict[str, Result]:
    return {one.student: one for one in found if one.chapter == chapter}


def test_cells_added_and_removed_are_learnt_and_the_chapter_is_graded_again(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other, before = of(root, OTHER), of(root, CHAPTER)
    change(root, exchange(TEXT))
    found = grade.grade(root)
    assert {one.unchanged for one in by_student(found, OTHER).values()} == {True}
    assert {one.unchanged for one in by_student(found, CHAPTER).values()} == {False}
    rows = of(root, CHAPTER)
    cells = {"test_twice", "test_line", "why", "test_thrice", "how"}
    said = {"twice!", "line!", "why!", "thrice!", "how!"}
    assert rows["ada"].keys() == rows["ben"].keys() == cells | said | {"total"}
    assert rows["ada"]["why"] == (0.0, 2.5) and rows["ada"]["why!"] == "Quite so."
    assert rows["ada"]["total"] == (1 + 2 + 2.5, 10.0)
    assert rows["ben"]["total"] == (1.0, 10.0)
    assert of(root, OTHER) == other
    assert "test_line_flat is no longer in the chapter; points that a person gave" in caplog.text
    [as_it_was] = root.glob("gradebook.db.*")
    assert f"went with it; the gradebook as it was is {as_it_was}." in caplog.text
    assert of(root, CHAPTER, as_it_was.name) == before
    assert {one.unchanged for one in grade.grade(root)} == {True}
    change(root, TEXT)
    assert by_student(grade.grade(root), CHAPTER)["ada"].points == 6.5
    assert of(root, OTHER) == other


def test_who_is_not_graded_yet_keeps_the_points_of_the_cells_that_stayed(root: Path) -> None:
    change(root, exchange(TEXT))
    grade.grade(root, student="ada")
    rows = of(root, CHAPTER)
    assert rows["ben"]["test_twice"] == (1.0, None) and "test_thrice" not in rows["ben"]
    assert rows["ben"]["total"] == (1.0, 10.0)
    found = by_student(grade.grade(root), CHAPTER)
    assert (found["ada"].unchanged, found["ben"].unchanged) == (True, False)
    assert "test_thrice" in of(root, CHAPTER)["ben"]


def test_an_answer_in_words_that_is_added_is_looked_for_in_every_submission(root: Path) -> None:
    change(
        root, TEXT + MORE[MORE.index("# %% [markdown]\n# ## Exercise 5") :].replace("5 ·", "4 ·")
    )
    found = by_student(grade.grade(root), CHAPTER)
    assert {one.unchanged for one in found.values()} == {False}
    assert "how" in of(root, CHAPTER)["ben"]


def test_a_run_that_ends_while_the_gradebook_learns_leaves_all_or_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = of(root, CHAPTER), of(root, OTHER)
    change(root, exchange(TEXT))
    with sqlite3.connect(root / "gradebook.db") as book:
        book.execute(
            "CREATE TRIGGER no BEFORE INSERT ON base_cell WHEN NEW.name = 'how'"
            " BEGIN SELECT RAISE(ABORT, 'the power failed'); END"
        )
    monkeypatch.setattr(release, "GRADEBOOK_PATIENCE", 0.0)
    with pytest.raises(CourseError, match="the power failed.*run the same command again"):
        grade.grade(root)
    with sqlite3.connect(root / "gradebook.db") as book:
        book.execute("DROP TRIGGER no")
    book.close()
    assert (of(root, CHAPTER), of(root, OTHER)) == before
    assert by_student(grade.grade(root), CHAPTER)["ada"].points == 5.5


def test_a_cell_under_another_name_keeps_what_a_person_gave(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    change(
        root,
        TEXT.replace('part="flat"', 'part="level"')
        .replace("`why`", "`reason`").replace('manual="why"', 'manual="reason"')
        .replace("twice", "double"),
    )  # fmt: skip
    found = by_student(grade.grade(root), CHAPTER)
    rows = of(root, CHAPTER)["ada"]
    assert rows["test_line_level"] == (1.0, 0.5) and rows["reason"] == (0.0, 2.5)
    assert rows["reason!"] == "Quite so." and not rows.keys() & {"why", "why!", "test_line_flat"}
    assert found["ada"].max_points == 7.0 and "test_double" in rows and "test_twice" not in rows
    for old, new in (("test_line_flat", "test_line_level"), ("twice", "double"), ("why", "reason")):
        assert f"{old} is {new} now; what it got by the grader or a person stays" in caplog.text
    assert "no longer in the chapter" not in caplog.text
    assert not list(root.glob("gradebook.db.*"))


@pytest.mark.parametrize(
    ("before", "now", "names"),
    [
        ({"test_a_x": "1"}, {"test_a_y": "1"}, {"test_a_x": "test_a_y"}),
        ({"test_a_x": "1"}, {"test_a_y": "2"}, {}),
        ({"test_a_x": "1", "test_a_y": "1"}, {"test_a_z": "1"}, {}),
        ({"test_a_x": "1"}, {"test_a_y": "1", "test_a_z": "1"}, {}),
        ({"test_a_x": "1"}, {"test_a_x": "1", "test_a_y": "1"}, {}),
        ({"f": "def f(x): fx"}, {"g": "def g(x): fx"}, {"f": "g"}),
        ({"f": "def f(x): f"}, {"g": "def g(x): f"}, {}),
    ],
)
def test_a_new_name_is_known_only_where_it_is_certain(
    before: dict[str, str], now: dict[str, str], names: dict[str, str]
) -> None:
    one, other = ({name: ("code", text) for name, text in c.items()} for c in (before, now))
    assert renamed(one, other, ["a", "g"]) == names
    assert renamed(one, {name: ("markdown", text) for name, text in now.items()}, ["a"]) == {}


@pytest.mark.sweep
def test_nbgraders_own_command_learns_them_too(root: Path) -> None:
    change(root, exchange(TEXT))
    build.build(root, [CHAPTER])
    nbgrader(root, "generate_assignment", CHAPTER, "--force")
    rows = of(root, CHAPTER)
    assert "test_line_flat" not in rows["ada"] and rows["ada"]["why"] == (0.0, 2.5)
    nbgrader(root, "autograde", CHAPTER, "--force")
    assert of(root, CHAPTER)["ada"]["total"] == (5.5, 10.0)


def test_a_gradebook_that_is_locked_while_it_learns_is_waited_for_and_said_to_be(
    root: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    change(root, exchange(TEXT))
    monkeypatch.setattr(release, "GRADEBOOK_PATIENCE", 1.0)
    monkeypatch.setattr(connection, "GRADEBOOK_PATIENCE", 1.0)
    # nbgrader's own connection waits for five seconds each time.
    at_once = functools.partial(sqlite3.connect, timeout=0.1)
    monkeypatch.setattr(sqlite3.dbapi2, "connect", at_once)
    book = sqlite3.connect(root / "gradebook.db", isolation_level=None)
    book.execute("BEGIN EXCLUSIVE")
    with pytest.raises(CourseError, match=r"database is locked.*run the same command again"):
        release.release(root, [CHAPTER], publish=False)
    assert "does not answer (database is locked); waiting" in caplog.text
    real = release.time.sleep

    def unlocked(seconds: float) -> None:
        if book.in_transaction:
            book.execute("ROLLBACK")
        real(min(seconds, 0.1))

    monkeypatch.setattr(release.time, "sleep", unlocked)
    monkeypatch.setattr(release, "GRADEBOOK_PATIENCE", 60.0)
    release.release(root, [CHAPTER], publish=False)
    monkeypatch.undo()
    book.close()
    assert by_student(grade.grade(root), CHAPTER)["ada"].points == 5.5
