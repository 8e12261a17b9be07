"""The result of a check in a real browser: below its cell in JupyterLab, and on a feedback page."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import Locator, Page, expect
from support.browser import DARK, LIGHT, SIZE, Lab

from autograder.judging import outputs
from autograder.records import feedback
from autograder.records.marks import Marks

SETUP = """
import os
os.environ["COURSE_PROGRESS"] = "off"
import course
import numpy as np
from course import check

X = np.array([[1.5, -2.25, 3.0], [0.3, -1.0, 4.1], [2.9, 0.01, -0.6]])

def blank(x):
    raise NotImplementedError()

def relu(x):
    return max(0, x)

def affine(x):
    return x

out = affine
"""
PASSES = 'check.begin("affine", points=2)\nprint("a line of theirs")\ncheck.passed()'
BLANK = 'check.begin("blank", points=1)\ncheck.call(blank, X)\ncheck.passed()'
VALUES = 'check.begin("out", points=1)\ncheck.close("out", X * [1, -1, 1], X, inputs={"x": X})'
STOPS = 'check.begin("relu", points=1)\ncheck.call(relu, X)\ncheck.passed()'
SLEEPS = "height = blank(X)"
SLEEPS_ON = "print(height.shape)"
PROGRESS = """
from course.results import record
for label, state in (("double", "passes"), ("weighted_sum", "passes"), ("xor_weights", "blank")):
    record.RESULTS.note(label, state)
record.RESULTS.note("weighted_sum: one sample", "fails")
course.progress(1)
"""
CELLS = [SETUP, PASSES, BLANK, VALUES, STOPS, SLEEPS, SLEEPS_ON, PROGRESS]


def notebook() -> NotebookNode:
    cells = [new_code_cell(source.strip()) for source in CELLS]
    for cell in cells[2:]:
        cell.metadata["tags"] = ["raises-exception"]  # or JupyterLab would not run what follows
    kernel = {"name": "python3", "display_name": "", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture(scope="module")
def ran(page: Lab) -> Lab:
    """A notebook with each kind of result."""
    page.write("results", notebook())
    page.open("results")
    page.run_all()
    page.save()
    return page


def outputs_of(shown: Lab, index: int) -> Locator:
    """What of a cell's outputs is to be seen."""
    return shown.scroll(index).locator(".jp-OutputArea-child:visible")


SAID = {
    2: "blank is not written yet.",
    3: "differs in 3",
    4: "Usual cause",
    5: "This cell wakes up once blank works.",
    6: "This cell wakes up once blank works.",
}
"""What the cells say that do not pass."""


def looks_right(shown: Lab) -> None:
    """Each cell shows its result, and the error behind it, which has the same words, is hidden."""
    expect(outputs_of(shown, 1)).to_have_count(2)
    expect(outputs_of(shown, 1).last).to_contain_text("affine: passed, 2 points.")
    for index, words in SAID.items():
        kinds = [output["output_type"] for output in shown.cells()[index]["outputs"]]
        assert kinds == ["display_data", "error"]
        expect(outputs_of(shown, index)).to_have_count(1)
        expect(outputs_of(shown, index)).to_contain_text(words)
        expect(outputs_of(shown, index)).not_to_contain_text("`")


@pytest.mark.parametrize("theme", [LIGHT, pytest.param(DARK, marks=pytest.mark.sweep)])
def test_a_result_is_all_that_is_seen_of_a_check(ran: Lab, theme: str) -> None:
    ran.theme(theme)
    looks_right(ran)
    assert ran.axe(".jp-Notebook .check-result") == []


def test_numbers_that_differ_are_marked_and_stay_in_their_columns(ran: Lab) -> None:
    picture = outputs_of(ran, 3).locator(".check-values")
    lines = picture.inner_text().replace("*", " ").splitlines()
    assert [line.split() for line in lines[:2]] == [
        ["got", "expected"],
        ["1.5", "2.25", "3.0", "1.5", "-2.25", "3.0"],
    ]
    marks = picture.locator("mark")
    expect(marks).to_have_count(3)
    # Aligned at their points: the marked 2.25 and 1.0 below it begin at the same place.
    boxes = [marks.nth(i).bounding_box() for i in (0, 1)]
    assert all(boxes) and abs(boxes[0]["x"] - boxes[1]["x"]) < 1
    assert marks.first.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


@pytest.mark.parametrize("theme", [LIGHT, pytest.param(DARK, marks=pytest.mark.sweep)])
def test_progress_can_be_read_in_either_theme_and_is_whole_when_narrow(
    ran: Lab, theme: str
) -> None:
    ran.theme(theme)
    shown = outputs_of(ran, 7).locator(".course-progress")
    expect(shown).to_contain_text("Next: Exercise 1 · weighted_sum")
    assert ran.axe(".jp-Notebook .course-progress") == []
    ran.page.set_viewport_size({"width": 390, "height": 800})
    try:
        assert shown.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    finally:
        ran.page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})


@pytest.mark.sweep
def test_a_notebook_that_is_opened_again_looks_the_same(ran: Lab) -> None:
    ran.open("results")
    looks_right(ran)


@pytest.mark.sweep
def test_a_line_longer_than_the_window_scrolls_in_its_own_place(ran: Lab) -> None:
    ran.page.set_viewport_size({"width": 480, "height": 700})
    picture = outputs_of(ran, 3).locator(".check-values")
    outer = outputs_of(ran, 3).locator(".check-result").bounding_box()
    inner = picture.bounding_box()
    assert outer and inner and inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1


# --- on a feedback page --------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.sweep)])
def test_a_feedback_page_shows_what_the_notebook_shows(
    ran: Lab, scheme: str, tmp_path: Path
) -> None:
    said = ran.cells()[3]["outputs"][1]["evalue"]
    file = tmp_path / "page.html"
    file.write_text(feedback.page(graded(said), "ada", Marks({"test_out": 0.0}, {})), "utf-8")
    page = ran.page.context.browser.new_page(color_scheme=scheme)  # type: ignore[union-attr]
    try:
        page.goto(file.as_uri())
        shown = page.locator(".check-result")
        below = outputs_of(ran, 3).locator(".check-result")
        assert shown.inner_text().split() == below.inner_text().split()
        expect(shown.locator("mark")).to_have_count(3)
        assert shown.evaluate("e => getComputedStyle(e).borderLeftWidth") == "4px"
        assert serious(page) == []
    finally:
        page.close()


def serious(page: Page) -> list[str]:
    """What axe finds serious or worse on a page."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [one["id"] for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.sweep)])
def test_a_page_of_every_kind_of_answer_is_readable_and_whole_on_a_telephone(
    ran: Lab, scheme: str, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    file.write_text(every_kind(), "utf-8")
    page = ran.page.context.browser.new_page(color_scheme=scheme)  # type: ignore[union-attr]
    try:
        page.set_viewport_size({"width": 390, "height": 800})
        page.goto(file.as_uri())
        wide = "document.documentElement.scrollWidth"
        assert page.evaluate(wide) == 390
        assert serious(page) == []
        for state in ("right", "partly", "wrong", "blank"):
            mark = page.locator(f"table .mark-{state}")
            expect(mark).to_have_count(1)
            assert mark.evaluate("e => e.getBoundingClientRect().width") == 18
            colour = mark.evaluate("e => getComputedStyle(e).color")
            assert contrast(page, colour) >= 3
        page.locator("table a").last.click()
        expect(page.locator("#wrong_one")).to_be_in_viewport()
        page.emulate_media(media="print")
        assert page.evaluate(wide) == 390
    finally:
        page.close()


def contrast(page: Page, colour: str) -> float:
    """Of a colour to the page's own ground, by WCAG's formula."""
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")

    def light(said: str) -> float:
        parts = [int(v) / 255 for v in said.removeprefix("rgb(").removesuffix(")").split(",")]
        linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
        return sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted([light(colour), light(ground)])
    return (high + 0.05) / (low + 0.05)


def every_kind() -> str:
    """The page of answers of each kind, with words too long for a line."""
    cause = "Usual cause: wrong sign. A minus is missing."
    kinds = {
        "right_one": ["", ""],
        "partly_with_a_name_that_is_longer_than_a_line": ["", f"`a` is {'9' * 200}.\n{cause}"],
        "blank_one": ["`blank_one` is not written yet."],
        "wrong_one": [f"`b` differs.\n  got {'1.25 ' * 60}\n{cause}"],
    }
    cells = [new_markdown_cell("# Chapter")]
    points: dict[str, float | None] = {}
    for number, (name, messages) in enumerate(kinds.items()):
        cells.append(new_markdown_cell(f"## Section\n\n## Exercise {number} · `{name}`"))
        cells.append(marked(name, solution=True))
        for part, said in enumerate(messages):
            cells.append(marked(f"test_{name}_{part}", solution=False, said=said))
            points[cells[-1].metadata.nbgrader.grade_id] = float(not said)
    comments = {"wrong_one": f"Usual cause: wrong sign. {'x' * 90}", "blank_one": "No response."}
    return feedback.page(new_notebook(cells=cells), "ada", Marks(points, comments))


def graded(said: str) -> NotebookNode:
    """A graded notebook with one exercise, whose check says this."""
    answer, test = marked("out", solution=True), marked("test_out", solution=False, said=said)
    return new_notebook(cells=[new_markdown_cell("# Chapter"), answer, test])


def marked(name: str, solution: bool, said: str = "") -> NotebookNode:
    """A cell as nbgrader marks it: an answer, or a test that says this."""
    told = [from_dict(outputs.raised("CheckFailed", said, said))] if said else []
    made = new_code_cell("def out(x):\n    return x" if solution else "", outputs=told)
    made.metadata["nbgrader"] = {
        "grade": not solution, "grade_id": name, "solution": solution, "points": 1,
        "locked": False, "schema_version": 3, "task": False, "cell_type": "code",
    }  # fmt: skip
    return made
