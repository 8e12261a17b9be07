"""One neuron's line shifted and turned, and its corners pressed: by mouse, by finger, by keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect
from support.browser import SIZE, Figure
from support.hands import Finger, by_mouse, mark, middle

pytestmark = pytest.mark.ch01_neurons

FUNCTIONS = """
def predict(x, w, b):
    return (x @ w + b > 0).astype(int)
"""
CALL = "widgets.neuron(predict=predict)"
NARROW = (480, 900)


@contextmanager
def folded(figure: Figure) -> Iterator[Figure]:
    """The figure on a page so narrow that its two halves lie below one another."""
    figure.page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    try:
        figure.root.locator(".course-picture > svg > svg").nth(1).wait_for()
        figure.root.scroll_into_view_if_needed()
        yield figure
    finally:
        figure.page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})


def aside(figure: Figure, name: str, right: float, below: float) -> list[tuple[float, float]]:
    x, y = middle(figure, name)
    return [(x, y), (x + right, y + below)]


def test_the_line_is_shifted_with_the_mouse_and_the_slider_follows(figure: Figure) -> None:
    before = figure.ask("f.settings")
    by_mouse(figure, aside(figure, "shift", 90, 0))
    figure.settled()
    after = figure.ask("f.settings")
    assert after["b"] < before["b"], "further to the right it takes more to fire"
    assert {**after, "b": before["b"]} == before
    assert figure.control("b").input_value() == str(figure.ask("f.values['b']"))


@pytest.mark.sweep
def test_the_line_is_turned_about_the_other_grip(figure: Figure) -> None:
    before = figure.ask("f.settings")
    by_mouse(figure, aside(figure, "turn", 60, 0))
    figure.settled()
    after = figure.ask("f.settings")
    assert (after["w1"], after["w2"]) != (before["w1"], before["w2"])


@pytest.mark.sweep
def test_a_click_on_a_corner_asks_for_the_other_answer(figure: Figure) -> None:
    figure.page.mouse.click(*middle(figure, "corner3"))
    figure.settled()
    assert figure.words.startswith("never:")
    assert figure.control("gate").evaluate("e => e.selectedOptions[0].text") == "never"


@pytest.mark.sweep
def test_a_finger_shifts_the_line(figure: Figure) -> None:
    before = figure.ask("f.values['b']")
    Finger(figure).drag(aside(figure, "shift", 90, 0))
    figure.settled()
    assert figure.ask("f.values['b']") < before


@pytest.mark.sweep
def test_a_finger_taps_a_corner(figure: Figure) -> None:
    finger = Finger(figure)
    finger.put(middle(figure, "corner0"))
    finger.lift()
    figure.settled()
    assert figure.words.startswith("XNOR:")


@pytest.mark.sweep
def test_keys_shift_the_line_turn_it_and_press_a_corner(figure: Figure) -> None:
    keys, before = figure.page.keyboard, figure.ask("f.settings")
    mark(figure, "shift").focus()
    keys.press("ArrowRight")
    figure.settled()
    shifted = figure.ask("f.settings")
    assert shifted["b"] < before["b"]
    mark(figure, "turn").focus()
    keys.press("ArrowRight")
    figure.settled()
    assert figure.ask("f.settings") != shifted
    mark(figure, "corner3").focus()
    keys.press("Enter")
    figure.settled()
    assert figure.words.startswith("never:")


@pytest.mark.sweep
def test_a_gate_that_was_solved_keeps_its_tick(figure: Figure) -> None:
    figure.ask("f.set(w1=1.0, w2=1.0, b=-1.5)")
    figure.choose("gate", "XOR")
    figure.settled()
    assert "\N{CHECK MARK} AND" in figure.scene and "\N{WHITE CIRCLE} XOR" in figure.scene


def test_on_a_narrow_page_the_halves_lie_below_one_another_and_are_touched_there(
    figure: Figure,
) -> None:
    with folded(figure):
        left, right = (
            figure.root.locator(".course-picture > svg > svg").nth(i).bounding_box() for i in (0, 1)
        )
        assert left and right and right["y"] >= left["y"] + left["height"] - 1
        wide, room = figure.root.locator(".course-scene").evaluate(
            "e => [e.scrollWidth, e.clientWidth]"
        )
        assert wide <= room
        reach = mark(figure, "shift").locator(".course-reach").bounding_box()
        assert reach and reach["width"] >= 24
        before = figure.ask("f.values['b']")
        by_mouse(figure, aside(figure, "shift", 90, 0))
        figure.settled()
        assert figure.ask("f.values['b']") < before
        grip, (x, y) = mark(figure, "shift"), middle(figure, "corner0")
        assert grip.is_visible()
        figure.page.mouse.click(x, y)
        figure.settled()
        assert figure.words.startswith("XNOR:")
    whole = figure.root.locator(".course-picture > svg")
    expect(whole).to_have_attribute("viewBox", "0 0 700 320")
