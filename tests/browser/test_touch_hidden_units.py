"""The drawn networks in a browser: samples by mouse, finger and keys; weights by pointing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import is_grade, is_locked, is_solution
from playwright.sync_api import expect
from support.browser import Figure, Lab
from support.chapters import source_notebook

from autograder.authoring import answers

CHAPTER = "ch06_training_loop"
FIGURES = {"hidden_units": ("answers",), "penalty": ("large", "small")}
RUN = "f._touched.__self__._run"
COUNT = f"len({RUN}.samples.x)"

pytestmark = [pytest.mark.ch06_training_loop]


def written() -> str:
    """The chapter's functions, in one cell."""
    source = source_notebook(CHAPTER)
    answered, parts = answers.reference(source), []
    for cell in source.cells:
        if is_solution(cell):
            parts.append(answered[cell.metadata.nbgrader.grade_id])
        elif cell.cell_type == "code" and is_locked(cell) and not is_grade(cell):
            parts.append(cell.source)
    return "\n".join([*parts, "from course import widgets"])


@pytest.fixture(scope="module")
def page(page: Lab) -> Lab:
    """A notebook with the two figures in a browser."""
    cells = [written(), *(f"widgets.{name}(loss_and_grads, sgd_step)" for name in FIGURES)]
    kernel = {"name": "python3", "display_name": "", "language": "python"}
    made = new_notebook(cells=[*map(new_code_cell, cells)], metadata={"kernelspec": kernel})
    page.write("n", made)
    page.open("n")
    page.run_all()
    return page


@pytest.fixture(
    params=[pytest.param(n, marks=[pytest.mark.sweep] * (n != "hidden_units")) for n in FIGURES]
)
def figure(request: pytest.FixtureRequest, page: Lab) -> Iterator[Figure]:
    """Each figure with its first samples, at rest; a page that complains is a failure."""
    page.errors.clear()
    shown = page.figure(1 + list(FIGURES).index(request.param))
    shown.ask(f"({RUN}.samples.__init__(*{RUN}.samples._given), f.press('reset'), 0)[-1]")
    shown.root.scroll_into_view_if_needed()
    shown.settled()
    yield shown
    shown.rest()
    assert page.errors == []


def mark(figure: Figure, name: str) -> Any:
    return figure.root.locator(f'[data-mark="{name}"]')


def area(figure: Figure) -> str:
    """The last area of the figure."""
    return next(m["name"] for m in reversed(figure.ask("f.marks")) if m["kind"] == "area")


def place(figure: Figure, across: float, down: float) -> tuple[float, float]:
    """A place of the area on the page, by shares of its size."""
    rectangle = mark(figure, area(figure)).locator("rect")  # the cursor may be beyond it
    rectangle.scroll_into_view_if_needed()
    box = rectangle.bounding_box()
    assert box
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def until(figure: Figure, expression: str, wanted: Any) -> None:
    """Wait until the kernel says so."""
    for _ in range(200):
        if (found := figure.ask(expression)) == wanted:
            return
        figure.page.wait_for_timeout(50)
    raise AssertionError(f"{expression} is {found}, not {wanted}")


def test_the_mouse_adds_a_sample_moves_it_and_removes_it_while_the_net_learns(
    figure: Figure,
) -> None:
    mouse, first = figure.page.mouse, figure.ask(COUNT)
    x, y = place(figure, 0.06, 0.96)
    mouse.click(x, y)
    until(figure, COUNT, first + 1)
    assert figure.playing
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 20, y - 10, steps=8)
    mouse.move(x - 900, y + 400, steps=8)  # out of the picture
    mouse.up()
    in_the_corner = f"{RUN}.samples.x[-1].tolist() == {RUN}.samples.x.min(0).tolist()"
    until(figure, in_the_corner, True)
    figure.rest()
    assert figure.ask(f"{RUN}.samples.held") is False
    mouse.click(*place(figure, 0.01, 0.99))
    until(figure, COUNT, first)


@pytest.mark.sweep
def test_the_classes_and_the_first_samples_are_chosen_with_a_click(figure: Figure) -> None:
    first = figure.ask(COUNT)
    mark(figure, "class0").click()
    figure.page.mouse.click(*place(figure, 0.06, 0.96))
    until(figure, COUNT, first + 1)
    assert figure.ask(f"int({RUN}.samples.y[-1])") == 0
    mark(figure, "again").click()
    until(figure, COUNT, first)


@pytest.mark.sweep
def test_a_finger_adds_and_drags_a_sample_and_the_page_stays(figure: Figure) -> None:
    first, session = figure.ask(COUNT), figure.page.context.new_cdp_session(figure.page)
    x, y = place(figure, 0.06, 0.96)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": a, "y": b, "id": i} for i, (a, b) in enumerate(places)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (x, y))
    for i in range(6):
        touch("touchMove", (x + 5 * i, y - 8 * i))
    touch("touchStart", (x + 25, y - 40), (x + 60, y - 20))  # a second finger changes nothing
    touch("touchEnd")
    until(figure, COUNT, first + 1)
    until(figure, f"{RUN}.samples.held", False)
    # Where the finger left it there is a sample now, and a click there removes it.
    figure.page.mouse.click(x + 25, y - 40)
    until(figure, COUNT, first)


def test_the_keys_add_a_sample_carry_it_and_delete_it(figure: Figure) -> None:
    keyboard, first = figure.page.keyboard, figure.ask(COUNT)
    mark(figure, area(figure)).focus()
    for key in ["Shift+ArrowLeft"] * 12 + ["Shift+ArrowDown"] * 12 + ["ArrowRight", "ArrowUp"]:
        keyboard.press(key)
    keyboard.press("Enter")
    until(figure, COUNT, first + 1)
    before = figure.ask(f"{RUN}.samples.x[-1].tolist()")
    keyboard.press(" ")
    for key in ["ArrowRight"] * 3:
        keyboard.press(key)
    keyboard.press(" ")
    until(figure, f"{RUN}.samples.held", False)
    after = figure.ask(f"{RUN}.samples.x[-1].tolist()")
    assert after[0] > before[0] and after[1] == pytest.approx(before[1])
    assert figure.ask(COUNT) == first + 1
    keyboard.press("Delete")
    until(figure, COUNT, first)
    assert mark(figure, area(figure)).evaluate("e => e === document.activeElement")


def test_a_line_tells_its_weight_when_pointed_at_or_focused_and_not_while_it_runs(
    figure: Figure,
) -> None:
    prefix = "" if area(figure) == "answers" else "small "
    first, second = mark(figure, f"{prefix}into0-0"), mark(figure, f"{prefix}into0-1")
    hint = figure.root.locator(".course-hint")
    first.focus()
    expect(hint).to_have_text(re.compile(r"x1 to unit 1: weight −?[\d.]+"))
    figure.page.keyboard.press("ArrowRight")
    expect(second).to_be_focused()
    expect(hint).to_have_text(re.compile(r"x1 to unit 2: weight"))
    figure.control("play").focus()
    expect(hint).to_be_hidden()
    unit = mark(figure, f"{prefix}unit0")
    box = unit.evaluate("e => (({x, y}) => [x, y])(e.getBoundingClientRect())")
    figure.page.mouse.move(box[0] + 4, box[1] + 4)
    expect(hint).to_have_text(re.compile(r"unit 1: bias"))
    figure.control("play").press("Enter")
    expect(unit).to_have_count(0)
    expect(hint).to_be_hidden()
    figure.rest()
    expect(unit).to_have_count(1)


@pytest.mark.sweep
def test_the_buttons_in_the_picture_are_seen_where_they_can_be_pressed(figure: Figure) -> None:
    assert (
        figure.root.locator(".course-live").evaluate("e => getComputedStyle(e).display") == "inline"
    )
