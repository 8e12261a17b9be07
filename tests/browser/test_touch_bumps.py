"""The curve that is drawn by hand: by mouse, by finger, by keys, and what may go wrong."""

from __future__ import annotations

import pytest
from support.browser import Figure
from support.hands import Finger, Place, broken, by_mouse, mark, middle, on_page

pytestmark = pytest.mark.ch03_forward_pass

FUNCTIONS = """
import time
import numpy as np
slow, broken = 0, False
def forward(x, params, act):
    time.sleep(slow)
    if broken:
        raise ValueError("my mistake")
    for w, b in params[:-1]:
        x = act(x @ w + b)
    return x @ params[-1][0] + params[-1][1], [None] * len(params)
def join(places, heights):
    slopes = np.diff(heights) / np.diff(places)
    changes = np.diff(slopes, prepend=0.0)[:, None]
    return [(np.ones((1, len(slopes))), -places[:-1]), (changes, heights[:1])]
def relu(x):
    return np.maximum(x, 0)
"""
CALL = "f = widgets.bumps(forward, join, relu); f"
# Inputs and heights of a line that is drawn, within the large panel.
LINE = [(0.4, -1.0), (0.8, 1.2), (1.2, -0.6), (1.6, 0.9)]


def line(figure: Figure) -> list[Place]:
    """Where on the page LINE is."""
    return on_page(figure, [(46 + 462 * (x + 0.02) / 2.04, 143 - 54.2 * y) for x, y in LINE])


def heights(figure: Figure) -> list[float]:
    """How high the curve is now at the inputs of LINE."""
    figure.settled()
    curve = "__import__('numpy').interp"
    found = figure.lab.ask(
        f"list(map(float, {curve}({[x for x, _ in LINE]}, np.linspace(0, 2, 401),"
        " f._draw.__closure__[1].cell_contents.heights)))"
    )
    return [float(height) for height in found]


def is_drawn(figure: Figure) -> None:
    """What is followed is LINE, and the list of curves says so."""
    assert heights(figure) == pytest.approx([y for _, y in LINE], abs=0.12)
    assert figure.control("curve").input_value() == "3"
    assert "drawn by hand" in figure.scene


def test_a_curve_is_drawn_with_the_mouse_and_the_network_follows(figure: Figure) -> None:
    by_mouse(figure, line(figure))
    is_drawn(figure)


@pytest.mark.sweep
def test_a_curve_is_drawn_with_a_finger_and_a_second_one_draws_nothing(figure: Figure) -> None:
    finger = Finger(figure)
    finger.drag(line(figure))
    is_drawn(figure)
    first, *_, last = line(figure)
    before = heights(figure)
    finger.put(first)
    finger.put(first, last)
    finger.to(first, (last[0], last[1] + 60))
    finger.lift()
    assert heights(figure)[1:] == pytest.approx(before[1:], abs=0.05)


@pytest.mark.sweep
def test_the_line_is_seen_before_the_kernel_has_said_anything(figure: Figure) -> None:
    figure.lab.ask("globals().update(slow=0.4) or 0")
    try:
        mouse, places = figure.page.mouse, line(figure)
        mouse.move(*places[0])
        mouse.down()
        for place in places[1:]:
            mouse.move(*place, steps=5)
        trail = mark(figure, "draw").locator(".course-trail")
        assert len((trail.get_attribute("points") or "").split()) >= 15
        mouse.up()
    finally:
        figure.lab.ask("globals().update(slow=0) or 0")
    # Of a slow kernel's figure every place that was passed counts, though few messages were sent.
    figure.page.wait_for_timeout(500)
    is_drawn(figure)
    assert trail.get_attribute("points") == ""


@pytest.mark.sweep
def test_by_keys_the_grip_walks_and_raises_the_curve(figure: Figure) -> None:
    mark(figure, "pen").focus()
    keys = figure.page.keyboard
    for key in ["ArrowLeft"] * 4:
        keys.press(key)
    figure.settled()
    assert figure.control("curve").input_value() == "1"
    assert "input 0.8" in (mark(figure, "pen").get_attribute("aria-valuetext") or "")
    before = mark(figure, "pen").get_attribute("aria-valuetext")
    for key in ["ArrowUp"] * 6:
        keys.press(key)
    figure.settled()
    assert figure.control("curve").input_value() == "3"
    assert mark(figure, "pen").get_attribute("aria-valuetext") != before
    assert figure.page.evaluate("document.activeElement.dataset.mark") == "pen"


@pytest.mark.sweep
def test_the_dot_of_the_errors_is_the_slider(figure: Figure) -> None:
    x, y = middle(figure, "count")
    by_mouse(figure, [(x, y), (x + 60, y)])
    figure.settled()
    units = figure.ask("f.settings['units']")
    assert units > 8 and figure.control("units").input_value() == str(units - 1)
    mark(figure, "count").press("ArrowRight")
    figure.settled()
    assert figure.ask("f.settings['units']") == units + 1


@pytest.mark.sweep
def test_a_unit_lights_up_where_it_is_pointed_at_and_by_arrow_keys(figure: Figure) -> None:
    glow = mark(figure, "unit1").locator(".course-glow")
    hint = figure.root.locator(".course-hint")
    assert glow.evaluate("e => getComputedStyle(e).visibility") == "hidden"
    figure.page.mouse.move(*middle(figure, "unit1"))
    assert glow.evaluate("e => getComputedStyle(e).visibility") == "visible"
    assert hint.inner_text().startswith("unit 2 of 3: silent up to 0.667")
    figure.page.mouse.move(0, 0)
    mark(figure, "unit0").focus()
    figure.page.keyboard.press("ArrowRight")
    assert figure.page.evaluate("document.activeElement.dataset.mark") == "unit1"
    assert glow.evaluate("e => getComputedStyle(e).visibility") == "visible"
    figure.page.keyboard.press("ArrowLeft")
    stops = figure.root.locator('.course-told[tabindex="0"]')
    assert stops.count() == 1


@pytest.mark.sweep
def test_a_pointer_that_leaves_the_picture_draws_along_its_edge(figure: Figure) -> None:
    by_mouse(figure, [line(figure)[1], (5, 5), (1270, 890), line(figure)[2]])
    figure.settled()
    assert "<svg" in figure.scene
    assert figure.ask("f.settings['curve']") == "drawn by hand"


@pytest.mark.sweep
def test_a_network_that_raises_while_it_is_drawn_is_told_and_can_be_drawn_again(
    figure: Figure,
) -> None:
    mouse, places = figure.page.mouse, line(figure)
    mouse.move(*places[0])
    mouse.down()
    mouse.move(*places[1], steps=4)
    with broken(figure):
        mouse.move(*places[2], steps=4)
        figure.root.locator(".course-error").wait_for()
        assert "my mistake" in figure.root.inner_text()
        mouse.up()
    figure.control("units").press("ArrowRight")
    figure.root.locator(".course-picture > svg").wait_for()
    by_mouse(figure, line(figure))
    is_drawn(figure)
