"""A feedback page: how each exercise stands, and each mistake explained once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from support.chapters import each_chapter, source_notebook
from support.offline import Reader, browser_offline, serious

from autograder.judging import outputs
from autograder.judging.bundle import STAMP
from autograder.publishing.pages.markdown import Prose
from autograder.records import feedback, standing, whereabouts
from autograder.records.marks import Marks
from autograder.shared import nbcells
from course import check
from course.results import marks, outline
from course.results.marks import BLANK, PARTLY, RIGHT, WAITING, WRONG

WHY = "Every value has the other sign: a minus is missing, or one too many."
CAUSE = f"Usual cause: wrong sign. {WHY}"
WRITTEN = "`{}` is not written yet."
SIGNS = {RIGHT: "right", PARTLY: "partly right", WRONG: "not right yet", BLANK: "still blank"}


@pytest.fixture(scope="module")
def offline() -> Iterator[Reader]:
    with browser_offline() as reader:
        yield reader


def page(*said: str, comment: str = "", **more: Any) -> str:
    """The page of an exercise whose checks say this, or pass where it is ""."""
    return of({"f": said}, {"f": comment}, **more)


def of(
    exercises: dict[str, Sequence[str]], comments: dict[str, str] | None = None,
    title: str = "Chapter", **more: Any,
) -> str:  # fmt: skip
    """The page of exercises, each with what its checks say; a section precedes each."""
    cells = [new_markdown_cell(f"# {title}")]
    points: dict[str, float | None] = {}
    for number, (name, messages) in enumerate(exercises.items()):
        cells.append(
            new_markdown_cell(f"## On {name}\n\n## Exercise {number} · `{name}` (2 points)")
        )
        cells.append(cell(name, f"def {name}(x):\n    return x", solution=True))
        for part, text in enumerate(messages):
            told = [from_dict(outputs.raised("CheckFailed", text, text))] if text else []
            cells.append(cell(f"test_{name}_{part}", "", solution=False, outputs=told))
            points[f"test_{name}_{part}"] = float(not text)
    return feedback.page(new_notebook(cells=cells), "ada", Marks(points, comments or {}), **more)


def cell(name: str, source: str, solution: bool, **more: list[NotebookNode]) -> NotebookNode:
    made = new_code_cell(source, **more)
    made.metadata["nbgrader"] = {
        "grade": not solution, "grade_id": name, "solution": solution, "points": 1,
        "locked": False, "schema_version": 3, "task": False, "cell_type": "code",
    }  # fmt: skip
    return made


def words(html: str) -> str:
    """What a page says, marks by what they say to those who do not see them."""
    body = html.partition("<main>")[2]
    spoken = re.sub(r'<svg class="mark[^>]*aria-label="([^"]*)"', r"[\1] <svg ", body)
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", "", spoken))


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
    assert text.count("line 2") == text.count(WHY) == 1
    assert "Tests of 0, 1: 0 of 2 points" not in text, "all of the exercise's tests: its heading"
    three = words(page("", said, said))
    assert three.count("line 2") == 1
    assert "[right] Test of 0: 1 of 1 point" in three
    assert "Tests of 1, 2: 0 of 2 points" in three


def test_a_blank_is_quiet_and_said_once() -> None:
    made = page(*[WRITTEN.format("f")] * 2, comment="No response.")
    assert made.count('class="check-result check-blank"') == 1
    assert 'class="check-result check-failed"' not in made
    assert words(made).count("Still blank.") == words(made).count("is not written yet") == 1
    assert "def f" not in words(made), "what was handed out is no answer"
    assert "def f" in words(page(WRITTEN.format("f"), comment="Why nothing?")), "it may be one"


def test_what_a_person_says_stands_above_the_answer() -> None:
    made = page(f"`a` is 1, expected -1.\n{CAUSE}", comment="Well begun.")
    assert '<p class="about">Well begun.</p>' in made


def test_a_check_that_passes_says_nothing() -> None:
    assert 'class="check-result' not in page("")


# How an exercise stands


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (["", ""], RIGHT),
        (["", f"`a` is 1.\n{CAUSE}"], PARTLY),
        ([f"`a` is 1.\n{CAUSE}", "`b` is 2."], WRONG),
        ([WRITTEN.format("f")] * 2, BLANK),
    ],
)
def test_each_exercise_has_a_mark_of_its_own_shape_in_the_table_and_above_its_answer(
    said: list[str], state: str
) -> None:
    made = page(*said)
    for where in ("<tr><td>", '<h2 id="f">'):
        assert re.search(rf'{where}[^/]*<svg class="mark mark-{state}" role="img"', made)
    assert f"[{SIGNS[state]}]" in words(made)
    assert made.count(f'<symbol id="course-mark-{state}"') == 1, "the shape that it refers to"
    assert f">{marks.SHAPES[state]}</symbol>" in made


def test_no_two_marks_have_the_same_shape() -> None:
    assert len(set(marks.SHAPES.values())) == len(marks.SHAPES) == len(marks.COLOURS)
    assert len(set(standing.MEANING.values())) == len(standing.MEANING)


def contrast(one: str, other: str) -> float:
    """By WCAG's formula."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
        return sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted([light(one), light(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", ["#ffffff", "#111111", "#181a1b"])
def test_marks_are_strong_enough_on_either_ground(ground: str) -> None:
    assert min(contrast(colour, ground) for colour in marks.COLOURS.values()) >= 3


def test_a_page_says_how_many_are_right_and_which_is_next() -> None:
    made = of({"f": [""], "g": ["`a` is 1."], "h": [WRITTEN.format("h")]})
    assert "1 of 3 exercises is right, 1 not right yet, 1 blank." in words(made)
    assert "Next: Exercise 1 · g" in words(made)
    assert 'Next: <a href="#g">' in made
    assert "Well done" not in made


def test_full_marks_get_a_kind_word_and_nothing_to_read_again() -> None:
    made = words(of({"f": ["", ""], "g": [""]}))
    assert "Every exercise is right: full marks. Well done." in made
    assert "Read again" not in made and "Next" not in made and "not right" not in made
    assert made.count("point") == 3, "in all, and one for each answer: no test is told"


def test_after_a_chapter_comes_the_next_one_by_name_and_after_the_last_none() -> None:
    chapters = outline.chapters()
    for chapter, following in zip(chapters, [*chapters[1:], None], strict=True):
        made = of({chapter.exercises[0].name: [""]}, title=chapter.title)
        if following is None:
            assert "Next:" not in words(made)
        else:
            first = following.exercises[0]
            said = f"Next: {following.title}, which begins with {first.number} · {first.name}."
            assert said in words(made)


def test_a_bonus_is_right_or_blank_without_points() -> None:
    cells = [new_markdown_cell("## Bonus · `f` (no points)"), cell("f", "def f(): 1", True)]
    test = cell("test_f", "", False)
    test.metadata.nbgrader.points = 0
    done = words(feedback.page(new_notebook(cells=[*cells, test]), "ada", Marks({}, {})))
    assert (
        "[right] Bonus f" in done
        and "no points" in done
        and "0 of 0" not in done.replace("0 of 0 points", "", 1)
    )
    said = WRITTEN.format("f")
    test.outputs = [from_dict(outputs.raised("CheckFailed", said, said))]
    left = words(feedback.page(new_notebook(cells=[*cells, test]), "ada", Marks({}, {})))
    assert "[still blank] Bonus f" in left and "Next: Bonus · f" in left


@pytest.mark.parametrize(
    ("states", "points", "said"),
    [
        ([], 0, ""),
        ([RIGHT, BLANK], 4, "Full marks. Well done."),  # a bonus is left
        ([RIGHT, WAITING], 2, "Every test passes. Well done."),
        ([WAITING], 0, ""),
        ([BLANK, BLANK], 0, "Nothing is written yet. Each exercise says what to read for it."),
        ([WRONG, BLANK], 0, "None of 2 exercises is right, 1 not right yet, 1 blank."),
        ([RIGHT, RIGHT, PARTLY], 3, "2 of 3 exercises are right, 1 partly right."),
    ],
)
def test_a_sentence_sums_up_and_praises_only_what_is_all_right(
    states: list[str], points: float, said: str
) -> None:
    assert standing.summary(states, points, 4) == said


# Said once


def test_the_sentence_on_a_cause_stands_once_on_the_page_and_leads_there() -> None:
    made = of({"f": [f"`a` is 1.\n{CAUSE}"], "g": [f"`b` is 2.\n  got  2\n{CAUSE}"]})
    assert words(made).count(WHY) == 1
    assert "got 2" in words(made), "what was seen at another exercise is not the same"
    assert 'Explained at <a href="#f"><code>f</code></a>' in made


def test_of_a_second_test_with_the_same_cause_only_what_was_seen_first_is_said() -> None:
    made = words(page(f"`a` is 1.\n  got 1\n{CAUSE}", f"`b` is 2.\n  got 2\n{CAUSE}"))
    assert "got 1" in made and "b is 2." in made and "got 2" not in made


def test_an_answer_that_did_not_run_is_said_once_and_its_tests_name_no_other_error() -> None:
    broken = from_dict(outputs.raised("SyntaxError", "incomplete input (line 2)"))
    missing = from_dict(outputs.raised("NameError", "name 'f' is not defined"))
    cells = [cell("f", "def f(", True, outputs=[broken])]
    cells += [cell(f"test_f_{n}", "", False, outputs=[missing]) for n in range(2)]
    made = words(feedback.page(new_notebook(cells=cells), "ada", Marks({}, {})))
    assert made.count("The answer did not run") == made.count("incomplete input") == 1
    assert "NameError" not in made


# What to read again


def test_what_is_not_right_names_the_section_and_the_chapter() -> None:
    made = of({"f": [""], "g": ["`a` is 1."]}, title="Chapter 9 · Trees")
    assert re.findall("Read again[^<]*<q>[^<]*</q>[^<]*", made) == [
        "Read again: the section <q>On g</q> of Chapter 9 · Trees"
    ]


@each_chapter
def test_every_exercise_of_a_chapter_has_a_section_that_its_page_has_too(chapter: str) -> None:
    notebook = source_notebook(chapter)
    [listed] = [one for one in outline.chapters() if one.name == chapter]
    places = whereabouts.places(notebook)
    assert {name: place.number for name, place in places.items()} == {
        exercise.name: exercise.number for exercise in listed.exercises
    }
    html = Prose().html(nbcells.prose(notebook.cells))
    found = whereabouts.chapter(listed.title, list(places))
    for place in places.values():
        address = whereabouts.address("https://example.org/read/", found, place.section)
        start, _, anchor = address.partition("#")
        assert start == f"https://example.org/read/{chapter}.html"
        assert f' id="{anchor}"' in html


def test_a_section_is_linked_where_the_pages_are_and_nowhere_else() -> None:
    first = outline.chapters()[0]
    wrong = {first.exercises[0].name: ["`a` is 1."]}
    link = f'href="https://example.org/{first.name}.html#on-{first.exercises[0].name}"'
    assert link in of(wrong, title=first.title, pages="https://example.org")
    assert "href=" not in of(wrong, title="Another", pages="https://example.org").replace(
        'href="#', ""
    )
    for unsafe in ("javascript:alert(1)//", "", "data:text/html,x", "//example.org"):
        assert 'href="' not in of(wrong, title=first.title, pages=unsafe).replace('href="#', "")
    marked = Marks({}, {})
    assert feedback.digest("a", "ada", marked, "https://a") != feedback.digest("a", "ada", marked)


# What is shown, and how


def test_what_a_student_puts_into_a_heading_acts_nowhere_and_is_cut() -> None:
    hostile = "<b>x</b> \u202e\x1b[2J" + "y" * 500
    cells = [new_markdown_cell(f"# T\n\n## {hostile}\n\n## Exercise 1 · `f`")]
    cells += [cell("f", "", True), cell("test_f", "", False)]
    made = feedback.page(new_notebook(cells=cells), "ada", Marks({"test_f": 0.0}, {}))
    assert "<b>x" not in made and "&lt;b&gt;x" in made
    assert "\u202e" not in made and "y" * 80 not in made


@pytest.mark.parametrize("said", ["<script>x</script> `<i>y</i>`", "`a` & <b onclick=x>"])
def test_a_comment_shows_its_code_and_nothing_of_it_acts(said: str) -> None:
    made = page("`a` is 1.", comment=said)
    assert "<code>" in made
    assert not re.search(r"<(script|i|b)\b", made)


class Nesting(HTMLParser):
    """The elements that are not closed in their order, and the ids that are there twice."""

    VOID = ("meta", "img", "br", "path", "rect", "use")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if "p" in self.open and tag in ("div", "p", "ul", "table", "pre", "section", "h2"):
            self.wrong.append(f"{tag} within p")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")


def test_a_page_is_well_formed_and_refers_to_nothing_that_is_not_there() -> None:
    printed = new_output("stream", text="<hello>")
    made = of(
        {"f": ["", f"`a` is 1.\n  got *1*\n{CAUSE}"], "g": [f"`a`.\n{CAUSE}"], "h": [""],
         "i": [WRITTEN.format("i")]},
        {"g": "Well begun.", "i": "No response."}, said="Stopped.",
    )  # fmt: skip
    found = Nesting(made)
    assert (found.wrong, found.open) == ([], [])
    assert len(set(found.ids)) == len(found.ids)
    assert set(re.findall('href="#([^"]*)"', made)) <= set(found.ids)
    other = new_notebook(cells=[new_code_cell("print('<hello>')", outputs=[printed])])
    assert Nesting(feedback.page(other, "ada", Marks({}, {}))).wrong == []
    assert Nesting("<p><div></p>").wrong and Nesting("<p>").open, "it can fail"


def test_a_crash_is_said_above_and_praised_by_nothing() -> None:
    cells = [cell("f", "", True), cell("test_f", "", False)]
    stamp = {STAMP: {"outcome": "timeout", "reason": "The test of `f` ran too long."}}
    notebook = new_notebook(cells=cells, metadata=stamp)
    made = words(feedback.page(notebook, "ada", Marks({"test_f": 0.0}, {})))
    assert "The test of f ran too long." in made and "Well done" not in made


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_the_page_on_any_screen(
    scheme: Literal["light", "dark"], offline: Reader, tmp_path: Path
) -> None:
    """Arrays side by side are wider than a phone: they are scrolled, by keys as well."""
    with pytest.raises(Exception, match=r"f\(x\)") as failed:
        check.close("f(x)", np.array([0.25, 1.0, 2.0]), np.array([0.5, 1.0, 4.0]))
    (file := tmp_path / "page.html").write_text(page(str(failed.value), WRITTEN), "utf-8")
    shown = offline.open(file)
    shown.emulate_media(color_scheme=scheme)
    for width in (1200, 390, 320):
        shown.set_viewport_size({"width": width, "height": 800})
        assert serious(shown) == []
        pictures = shown.locator(".check-values")
        assert pictures.count() and pictures.evaluate_all(
            "all => all.every((one) => one.scrollWidth <= one.clientWidth || one.tabIndex === 0)"
        )
    assert offline.trouble == []
