"""The result of a check in a real browser: below its cell in JupyterLab, and on a feedback page."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import Locator, expect
from support.browser import DARK, LIGHT, MISSING, Lab, chromium, lab

from autograder.judging import outputs
from autograder.records import feedback
from autograder.records.marks import Marks

SETUP = """
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
CELLS = [SETUP, PASSES, BLANK, VALUES, STOPS, SLEEPS, SLEEPS_ON]


def notebook() -> NotebookNode:
    cells = [new_code_cell(source.strip()) for source in CELLS]
    for cell in cells[2:]:
        cell.metadata["tags"] = ["raises-exception"]  # or JupyterLab would not run what follows
    kernel = {"name": "python3", "display_name": "", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A notebook with each kind of result; without a browser the tests are skipped, and say so."""
    if not chromium():
        warnings.warn(MISSING, stacklevel=1)
        pytest.skip(MISSING)
    with lab(tmp_path_factory.mktemp("lab")) as shown:
        shown.write("results", notebook())
        shown.open("results")
        shown.run_all()
        shown.save()
        yield shown


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
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    finally:
        page.close()


def graded(said: str) -> NotebookNode:
    """A graded notebook with one exercise, whose check says this."""
    nbgrader = {"locked": False, "schema_version": 3, "task": False, "cell_type": "code"}
    answer = new_code_cell("def out(x):\n    return x")
    answer.metadata["nbgrader"] = {
        "grade": False, "grade_id": "out", "solution": True, **nbgrader,
    }  # fmt: skip
    test = new_code_cell(outputs=[from_dict(outputs.raised("CheckFailed", said, said))])
    test.metadata["nbgrader"] = {
        "grade": True, "grade_id": "test_out", "solution": False, "points": 1, **nbgrader,
    }  # fmt: skip
    return new_notebook(cells=[new_markdown_cell("# Chapter"), answer, test])
