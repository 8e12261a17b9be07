"""Formgrader in a real browser: from the assignment to the feedback, by its own buttons.

One instructor's afternoon, played once; the tests are about what was on the screen. Pictures of
every step are in the folder that pytest keeps for the session.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import FrameLocator, Locator, Page
from support import browser
from support.lines import CHAPTER, NO_BIAS, POINTS, make_course, put, written

from autograder.authoring import build
from autograder.handed_in.classroom import Classroom
from autograder.records.rulings import Rulings

ALIVE = """\
It lets the line $a<b$ **miss** the origin.

<script>top.alive = 1</script><img src="x" onerror="top.alive = 1"><b onclick="top.alive = 1">!</b>

[a link](JavaScript:top.alive=1) $$\\href{javascript:top.alive=1}{x}$$

<div id="test_line" class="nbgrader_cell"><input class="score"></div>
"""


# An afternoon in a browser; what Formgrader's button does is tried without one, too.
pytestmark = pytest.mark.sweep


@dataclass
class Afternoon:
    """What was seen: texts by step, and where the course lies."""

    root: Path
    seen: dict[str, str] = field(default_factory=dict)
    alive: bool = False


class Formgrader:
    """The page in JupyterLab's frame, and what an instructor does there."""

    def __init__(self, page: Page, pictures: Path) -> None:
        self.page, self.pictures = page, pictures
        self.frame: FrameLocator = page.frame_locator("iframe")
        pictures.mkdir()

    def picture(self, name: str) -> None:
        self.page.screenshot(
            path=self.pictures / f"{len(list(self.pictures.iterdir()))} {name}.png"
        )

    def go(self, *links: str) -> None:
        """Follow links by their words."""
        for words in links:
            self.frame.get_by_role("link", name=words, exact=True).first.click()

    def row(self, words: str) -> Locator:
        return self.frame.locator("#main-table tr").filter(has_text=words)

    def press(self, row: str, column: str) -> str:
        """Press the button in a column of a row; the words of the dialogue that answers."""
        self.row(row).locator(f"td.{column} a").click()
        dialogue = self.frame.locator(".modal.in")
        dialogue.wait_for()
        self.page.wait_for_timeout(400)  # it slides in
        said = dialogue.inner_text()
        self.picture(f"{column} {row}")
        dialogue.locator(".modal-footer button").click()
        self.frame.locator(".modal").wait_for(state="detached")
        return said


def grade_by_hand(formgrader: Formgrader, student: str, points: str, comment: str) -> str:
    """Open a student's notebook, give points and a comment; the whole notebook as it is shown."""
    formgrader.row(student).locator("td.student-name a").click()
    formgrader.row(CHAPTER).locator("a").first.click()
    score = formgrader.frame.locator("input#why")
    score.wait_for()
    formgrader.frame.locator("#test_line_flat[placeholder]").last.wait_for()
    formgrader.picture("submission")
    score.fill(points)
    with formgrader.page.expect_response(lambda r: "/api/grade/" in r.url and r.ok):
        score.press("Tab")
    said = formgrader.frame.locator("#why-comment")
    said.fill(comment)
    with formgrader.page.expect_response(lambda r: "/api/comment/" in r.url and r.ok):
        said.press("Tab")
    score.scroll_into_view_if_needed()
    formgrader.picture("points by hand")
    return formgrader.frame.locator("#notebook-container").first.inner_html()


@pytest.fixture(scope="module")
def afternoon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Afternoon]:
    if browser.chromium() is None:
        pytest.skip(browser.MISSING)
    folder = tmp_path_factory.mktemp("formgrader")
    root = make_course(folder / "work")
    build.build(root, [CHAPTER])
    done = Afternoon(root)
    with pytest.MonkeyPatch.context() as patch:
        # As `make lab` and a double click start it: nothing of the environment is on the path.
        tools = os.path.dirname(sys.executable)
        paths = [p for p in os.environ["PATH"].split(os.pathsep) if p != tools]
        patch.setenv("PATH", os.pathsep.join(paths))
        with browser.lab(folder) as lab:
            lab.command("nbgrader:open-formgrader")
            play(Formgrader(lab.page, folder / "pictures"), done)
    yield done


def play(formgrader: Formgrader, done: Afternoon) -> None:
    """The afternoon, step by step."""
    page, root, seen = formgrader.page, done.root, done.seen
    formgrader.row(CHAPTER).wait_for()
    seen["generate"] = formgrader.press(CHAPTER, "assign")
    put(root, "ada", written(root, why=ALIVE))
    put(root, "ben", written(root, line=NO_BIAS))
    put(root, "eve", "no notebook")
    formgrader.go("Manage Assignments")
    formgrader.row(CHAPTER).locator("td.num-submissions a").click()
    formgrader.row("eve").wait_for()
    for student in ("ada", "ben", "eve"):
        seen[f"autograde {student}"] = formgrader.press(student, "autograde")
    for student, status in (("ada", "needs manual grading"), ("ben", "graded")):
        formgrader.row(student).get_by_text(status, exact=True).wait_for()
    formgrader.picture("submissions")
    seen["submissions"] = formgrader.frame.locator("#main-table").inner_text()
    seen["submission"] = grade_by_hand(formgrader, "ada", "2.5", "Which origin?")
    fields = {name: formgrader.frame.locator(f"input.score#{name}") for name in POINTS}
    seen["scores"] = " ".join(
        f"{name}={place.get_attribute('placeholder') or ''}" for name, place in fields.items()
    )
    done.alive = bool(page.evaluate("() => 'alive' in window"))
    formgrader.go("Manual Grading")
    formgrader.go("Manage Assignments")
    formgrader.row(CHAPTER).locator("td.num-submissions a").click()
    seen["feedback"] = formgrader.press("ada", "generate-feedback")
    formgrader.row("ada").get_by_text("graded", exact=True).wait_for()
    seen["after"] = formgrader.row("ada").inner_text()
    with Rulings(Classroom(root)) as book:
        book.drop("line")
    formgrader.row("ada").locator("td.student-name a").click()
    seen["total"] = formgrader.row(CHAPTER).inner_text()
    formgrader.row(CHAPTER).locator("a").first.click()
    formgrader.frame.locator("#test_line_flat[placeholder]").last.wait_for()
    formgrader.frame.locator("#test_line_flat").first.scroll_into_view_if_needed()
    formgrader.picture("dropped")
    seen["dropped"] = formgrader.frame.locator("#notebook-container").first.inner_text()
    page.goto((root / "feedback" / "ada" / CHAPTER / f"{CHAPTER}.html").as_uri())
    formgrader.picture("feedback page")
    seen["page"] = page.locator("body").inner_text()


def test_the_assignment_is_generated_by_its_button(afternoon: Afternoon) -> None:
    assert f"Successfully created the student version of '{CHAPTER}'" in afternoon.seen["generate"]
    assert (afternoon.root / "release" / CHAPTER / f"{CHAPTER}.ipynb").is_file()


def test_the_autograde_button_uses_the_sandbox_and_the_judge(afternoon: Afternoon) -> None:
    for student in ("ada", "ben"):
        said = afternoon.seen[f"autograde {student}"]
        assert f"Successfully autograded '{CHAPTER}' for student '{student}'" in said
        assert "Sandbox: " in said
    rows = afternoon.seen["submissions"].splitlines()
    assert [row.split("\t")[-5:-3] for row in rows] == [
        ["needs manual grading", "4 / 7"], ["graded", "2 / 7"], ["needs autograding", ""],
    ]  # fmt: skip


def test_a_file_that_is_no_notebook_is_said_to_be_none(afternoon: Afternoon) -> None:
    said = afternoon.seen["autograde eve"]
    assert f"There was an error autograding '{CHAPTER}' for student 'eve'" in said
    assert f"eve, {CHAPTER}: invalid: {CHAPTER}.ipynb is not a Jupyter notebook" in said


def test_a_submission_shows_the_judges_points_where_a_person_may_change_them(
    afternoon: Afternoon,
) -> None:
    assert afternoon.seen["scores"] == "test_twice=1 test_line=2 test_line_flat=1 why="


def test_points_and_comments_by_hand_are_kept(afternoon: Afternoon) -> None:
    with Gradebook(f"sqlite:///{afternoon.root / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade("why", CHAPTER, CHAPTER, "ada")
        comment = gradebook.find_comment("why", CHAPTER, CHAPTER, "ada")
        assert (grade.auto_score, grade.manual_score) == (None, 2.5)
        assert comment.manual_comment == "Which origin?"
        mistake = gradebook.find_comment("line", CHAPTER, CHAPTER, "ben")
        assert mistake.auto_comment == "Usual cause: bias left out."
    assert "graded" in afternoon.seen["after"]
    assert "6.5 / 7" in afternoon.seen["after"]


def test_a_dropped_exercise_is_of_no_points_where_a_notebook_is_graded(
    afternoon: Afternoon,
) -> None:
    assert "3.5 / 4" in afternoon.seen["total"]
    shown = afternoon.seen["dropped"]
    assert [float(most) for most in re.findall(r"/ ([0-9.]+)", shown)] == [1, 0, 0, 3]
    assert shown.count("Dropped, does not count; it would be of") == 2


def test_nothing_of_a_students_comes_alive_in_formgrader(afternoon: Afternoon) -> None:
    assert not afternoon.alive
    shown = afternoon.seen["submission"]
    assert "<strong>miss</strong>" in shown, "words are still words"
    assert "onclick" in shown, "and what did something can be read"
    for alive in (
        '<div id="test_line"',
        "<script>top",
        "<img src=",
        "<b onclick",
        'href="javascript',
        "\\\\href{",
    ):
        assert alive not in shown.lower(), alive


def test_feedback_by_its_button_shows_points_and_comment(afternoon: Afternoon) -> None:
    assert f"Successfully generated feedback for '{CHAPTER}'" in afternoon.seen["feedback"]
    page = afternoon.seen["page"]
    assert "6.5" in page
    assert "Which origin?" in page
    assert "def line(x, w, b):" in page
    assert "classified" not in page, "a hidden test"
