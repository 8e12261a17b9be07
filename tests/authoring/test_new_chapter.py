"""A chapter more: `make new` writes its folder, `make release` does the rest, and all checks hold.

In a copy of the project a chapter of one exercise is begun. Nothing is edited: no number, no list
of chapters, no marker, no installation.
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.utils import is_task
from support import copies
from support.chapters import CHAPTERS, ROOT
from support.copies import run

from autograder import grade
from autograder.__main__ import main
from autograder.authoring import answers, build

CHAPTER = f"ch{len(CHAPTERS) + 1:02}_echo"
EXERCISE = "echo_centred"
# Answers that a person grades, which a chapter may have besides.
WORDS = """
# %% [markdown]
# ## Exercise 2 · `why_centred` (3 points)
#
# Why is the mean of what is left 0?

# %% [markdown] manual="why_centred" points=3
# ### BEGIN SOLUTION
# The sum of the differences is the sum of the numbers less N times their mean.
# ### END SOLUTION

# %% [markdown] task="where_centred" points=2
# ## Exercise 3 · `where_centred` (2 points)
#
# Look for a place where somebody centred numbers, and write three sentences on it.
#
# ### BEGIN MARK SCHEME
# A place, one point; a reason, one point.
# ### END MARK SCHEME

"""
ROOMS = ("tests/authoring", "tests/course")  # the others' tests of a chapter run a sandbox
# What looks at all chapters at once; what is tried for each of them is found by its marker.
ACROSS = (
    "tests/authoring/test_answers.py::test_nearly_every_wrong_answer_is_told_a_name",
    "tests/authoring/test_chapters.py::test_a_chapter_is_named_by_its_number",
    "tests/authoring/test_project.py::test_the_readmes_table_is_what_the_chapters_hold",
    "tests/authoring/test_project.py::test_every_figure_is_photographed_in_both_themes_and_nothing_"
    "else_is",
    "tests/authoring/test_project.py::test_no_file_of_the_course_is_ignored",
    "tests/course/test_progress.py::test_the_list_is_what_the_texts_say",
    "tests/course/test_progress.py::test_a_label_belongs_to_one_check_of_the_course",
    "tests/course/test_progress.py::test_the_chapter_is_the_kernels_then_the_notebooks_then_the_"
    "last_run",
)


@pytest.fixture(scope="module")
def longer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with one chapter more, released."""
    root = tmp_path_factory.mktemp("longer") / "course"
    copies.make(root)
    said = run(root, "autograder", "new", CHAPTER)
    assert f"source/{CHAPTER}/answers/{EXERCISE}.py" in said
    path = root / "source" / CHAPTER / f"{CHAPTER}.py"
    before, recap, after = path.read_text("utf-8").partition("# %% [markdown]\n# ## Recap")
    path.write_text(before + WORDS.lstrip() + recap + after, "utf-8")
    copies.track(root)
    run(root, "autograder", "release", CHAPTER)
    return root


def test_the_readmes_table_gets_a_row_by_itself(longer: Path) -> None:
    before, after = ((root / "README.md").read_text("utf-8") for root in (ROOT, longer))
    place = f"release/{CHAPTER}/{CHAPTER}.ipynb"
    row = f"| {len(CHAPTERS) + 1} | [Echo]({place}) | `{EXERCISE}` |\n"
    assert after.replace(row, "") == before
    assert row in after


@pytest.mark.sweep  # every chapter is built and released anew
def test_make_check_finds_nothing(longer: Path) -> None:
    run(longer, "autograder", "check")
    run(longer, "ruff", "check", ".")
    run(longer, "ruff", "format", "--check", ".")


def test_its_own_tests_and_those_across_chapters_pass(longer: Path) -> None:
    names = [one.rpartition("::")[2] for one in ACROSS]
    one_run = "pytest", *ROOMS, "-m", "not sweep", "-k", " or ".join([CHAPTER, *names]), "-vv"
    passed = re.findall(r"^tests/(\S+?::\w+)\S* PASSED", run(longer, *one_run), re.MULTILINE)
    assert {*ACROSS} <= {f"tests/{one}" for one in passed}
    assert len(passed) > 20 + len(ACROSS), passed


def test_answers_in_words_are_graded_by_a_person_and_shown(longer: Path, tier: str) -> None:
    said = {"why_centred": "Because $\\sum_i (x_i - m) = 0$.", "where_centred": "In *every* exam."}
    handed = answers.solved(build.notebook(longer, CHAPTER), {"why_centred": said["why_centred"]})
    (task,) = [cell for cell in handed.cells if is_task(cell)]
    task.source = said["where_centred"]
    path = longer / "submitted" / "ada" / CHAPTER / f"{CHAPTER}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(handed, path)
    (result,) = grade.grade(longer, [CHAPTER])
    points = {cell.grade_id: cell.points for cell in result.cells}
    assert points == {f"test_{EXERCISE}": 0, "why_centred": None, "where_centred": None}
    page = longer / "feedback" / "ada" / CHAPTER / f"{CHAPTER}.html"
    assert "every" in page.read_text("utf-8") and "sum_i" in page.read_text("utf-8")
    with Gradebook(f"sqlite:///{longer / 'gradebook.db'}") as book:
        for name, given in {"why_centred": 2.5, "where_centred": 1.0}.items():
            found = book.find_grade(name, CHAPTER, CHAPTER, "ada")
            found.manual_score, found.needs_manual_grade = given, False
            book.find_comment(name, CHAPTER, CHAPTER, "ada").manual_comment = f"So so: {name}."
        book.db.commit()
    (result,) = grade.grade(longer, [CHAPTER])
    assert sum(cell.points or 0 for cell in result.cells) == 3.5
    shown = page.read_text("utf-8")
    assert all(f"So so: {name}." in shown for name in said) and "every" in shown
    assert "one point" not in shown and "MARK SCHEME" not in shown


REFUSED = {
    "ch02_echo": "source/ch02_echo is there already; it is left as it is.",
    "ch01_other": "Number 1 is taken by ch01_begun; the next is ch03_other.",
    "ch05_other": "the next is ch03_other.",
    "ch3_other": "'ch3_other' is no name of a chapter",
    "ch03_Other": "such as ch03_title",
    "ch03_": "is no name of a chapter",
    "ch03_other.py": "is no name of a chapter",
    "../ch03_other": "is no name of a chapter",
    "ch03_a\x1b[2Jb": r"'ch03_a\\x1b[2Jb' is no name of a chapter",
    f"ch03_{'a' * 40}": "at most 40 characters",
    "": "'' is no name of a chapter",
    "ch03_echo": "ch02_echo has an exercise `echo_centred` already",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_will_not_do_is_one_sentence_and_writes_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("autograder.command_line.ROOT", tmp_path)
    for chapter in ("ch01_begun", "ch02_echo"):
        assert main(["new", chapter]) == 0
    before = sorted(tmp_path.rglob("*"))
    capsys.readouterr()
    assert main(["new", name]) == 2
    said = capsys.readouterr().err
    assert REFUSED[name] in said and said.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_the_first_chapter_of_a_course_leads_nowhere_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.command_line.ROOT", tmp_path)
    assert main(["new", "ch01_begun"]) == 0
    text = (tmp_path / "source" / "ch01_begun" / "ch01_begun.py").read_text("utf-8")
    assert "# ## Exercise 0 · `begun_centred` (2 points)" in text and "](../" not in text
    assert main(["build"]) == 0
