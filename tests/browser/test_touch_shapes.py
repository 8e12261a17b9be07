"""A network whose units are opened: by mouse, by finger, by keys."""

from __future__ import annotations

import pytest
from support.browser import Figure
from support.hands import Finger, mark, middle

pytestmark = pytest.mark.ch03_forward_pass

FUNCTIONS = """
def count(dims):
    w, b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:])
    return w, b, w + b
"""
CALL = "widgets.shapes(count, dims=(3, 5, 4, 2))"


def focused(figure: Figure) -> str:
    return str(figure.page.evaluate("document.activeElement.dataset.mark"))


def test_a_click_opens_a_unit_and_the_arithmetic_is_there(figure: Figure) -> None:
    assert "Unit 0 of hidden layer 1" in figure.words
    figure.page.mouse.click(*middle(figure, "unit2_3"))
    figure.settled()
    assert "Unit 3 of hidden layer 2" in figure.words
    assert "out[0, 4] · w[4, 3]" in figure.scene and "+ b[3]" in figure.scene


@pytest.mark.sweep
def test_a_finger_opens_a_unit(figure: Figure) -> None:
    finger = Finger(figure)
    finger.put(middle(figure, "unit3_1"))
    finger.lift()
    figure.settled()
    assert "Output 1 hands on its sum" in figure.words


@pytest.mark.sweep
def test_all_units_are_one_stop_and_arrow_keys_go_between_them(figure: Figure) -> None:
    units = figure.root.locator(".course-spot")
    assert units.count() == 5 + 4 + 2
    assert figure.root.locator('.course-spot[tabindex="0"]').count() == 1
    keys = figure.page.keyboard
    mark(figure, "unit1_0").focus()
    for key, to in (
        ("ArrowDown", "unit1_1"),
        ("ArrowRight", "unit2_0"),
        ("ArrowRight", "unit3_0"),
        ("ArrowRight", "unit3_0"),
        ("ArrowDown", "unit3_1"),
        ("ArrowDown", "unit3_1"),
        ("ArrowLeft", "unit2_2"),
    ):
        keys.press(key)
        assert focused(figure) == to, key
    keys.press("Enter")
    figure.settled()
    assert "Unit 2 of hidden layer 2" in figure.words and focused(figure) == "unit2_2"
    keys.press("Shift+Tab")  # to the inputs and lines, of which one is a stop, too
    assert figure.root.locator(".course-told:focus").count() == 1
    keys.press("Tab")
    assert focused(figure) == "unit2_2"


@pytest.mark.sweep
def test_a_line_into_the_open_unit_tells_its_weight(figure: Figure) -> None:
    hint = figure.root.locator(".course-hint")
    figure.page.mouse.move(*middle(figure, "into1"))
    assert hint.inner_text().startswith("w[1, 0] = ") and "x[0, 1] · w[1, 0]" in hint.inner_text()
    figure.page.mouse.move(*middle(figure, "input2"))
    assert "input 2 of sample 0" in hint.inner_text()
    figure.page.mouse.move(0, 0)
    assert hint.is_hidden()


@pytest.mark.sweep
def test_a_larger_layer_keeps_a_unit_open_and_everything_within_the_picture(figure: Figure) -> None:
    figure.page.mouse.click(*middle(figure, "unit3_1"))
    figure.put("outputs", "9")
    figure.put("inputs", "12")
    figure.settled()
    assert "Output 1 hands on" in figure.words
    reach = figure.root.evaluate(
        """root => { const box = root.querySelector(".course-picture svg").getBoundingClientRect();
        return [...root.querySelectorAll(".course-picture text")].every((t) => {
            const b = t.getBoundingClientRect();
            return b.left >= box.left && b.right <= box.right && b.bottom <= box.bottom; }); }"""
    )
    assert reach
