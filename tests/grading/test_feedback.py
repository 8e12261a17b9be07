"""A feedback page says a thing once: what was seen at each check, and why at the first."""

from __future__ import annotations

import re

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.judging import outputs
from autograder.records import feedback
from autograder.records.marks import Marks

WHY = "Every value has the other sign: a minus is missing, or one too many."
CAUSE = f"Usual cause: wrong sign. {WHY}"


def page(*said: str, comment: str = "") -> str:
    """The page of an exercise whose checks say this, or pass where it is ""."""
    cells = [new_markdown_cell("# Chapter"), cell("f", "def f(x):\n    return x", solution=True)]
    for number, text in enumerate(said):
        told = [from_dict(outputs.raised("CheckFailed", text, text))] if text else []
        cells.append(cell(f"test_f_{number}", "", solution=False, outputs=told))
    points = {f"test_f_{number}": float(not text) for number, text in enumerate(said)}
    return feedback.page(new_notebook(cells=cells), "ada", Marks(points, {"f": comment}))


def cell(name: str, source: str, solution: bool, **more: list[NotebookNode]) -> NotebookNode:
    made = new_code_cell(source, **more)
    made.metadata["nbgrader"] = {
        "grade": not solution, "grade_id": name, "solution": solution, "points": 1,
        "locked": False, "schema_version": 3, "task": False, "cell_type": "code",
    }  # fmt: skip
    return made


def words(html: str) -> str:
    return re.sub("<[^>]*>", "", html)


def test_the_sentence_on_a_cause_stands_once_and_its_name_at_each_check() -> None:
    first, second = f"`a` is 1, expected -1.\n{CAUSE}", f"`b` is 2, expected -2.\n{CAUSE}"
    made = page(first, second, comment="Usual cause: wrong sign.")
    assert words(made).count(WHY) == 1
    assert made.count("Usual cause: <strong>wrong sign.</strong>") == 2
    assert words(made).count("Usual cause: wrong sign.") == 3, "in the table, too"
    assert 'class="about"' not in made


def test_what_two_checks_say_alike_is_said_once() -> None:
    said = f"`f` stopped with a TypeError.\nIn `f`, line 2.\n{CAUSE}"
    text = words(page(said, said))
    assert text.count("line 2") == text.count("The same as above.") == 1


def test_a_blank_is_quiet_each_time_and_not_commented_twice() -> None:
    made = page(*["`f` is not written yet."] * 2, comment="No response.")
    assert made.count('class="check-result check-blank"') == 2
    assert 'class="check-result check-failed"' not in made
    assert words(made).count("No response.") == 1


def test_what_a_person_says_stands_above_the_answer() -> None:
    made = page(f"`a` is 1, expected -1.\n{CAUSE}", comment="Well begun.")
    assert '<p class="about">Well begun.</p>' in made


def test_a_check_that_passes_says_nothing() -> None:
    assert 'class="check-result' not in page("")
