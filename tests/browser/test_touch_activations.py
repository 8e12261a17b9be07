"""A point that is dragged along a curve, and a control that is shown where it does something."""

from __future__ import annotations

import re

import pytest
from support.browser import Figure
from support.hands import Finger, by_mouse, mark, middle

pytestmark = pytest.mark.ch02_activations

FUNCTIONS = """
import time
import numpy as np
slow = 0
def sigmoid(x):
    time.sleep(slow)
    return 0.5 + 0.5 * np.tanh(x / 2)
def relu(x):
    return np.maximum(x, 0)
def elu(x, alpha):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
"""
CALL = "widgets.activations(sigmoid, relu=relu, elu=elu)"


def place(figure: Figure) -> tuple[float, float]:
    """Where on the canvas the point is."""
    found = re.findall(r"[\d.]+", mark(figure, "point").get_attribute("transform") or "")
    return float(found[0]), float(found[1])


def on_the_sigmoid(x: float) -> float:
    """How far down the canvas the sigmoid is."""
    from math import exp

    value = 1 / (1 + exp(-((x - 40) / 316 * 16 - 8)))
    return 42 + 200 * (2 - value) / 3.6


def test_the_point_is_dragged_along_the_curve_with_the_mouse(figure: Figure) -> None:
    x, y = middle(figure, "point")
    by_mouse(figure, [(x, y), (x + 60, y - 200)])
    figure.settled()
    assert figure.ask("f.settings['at']") > 1
    assert place(figure)[1] == pytest.approx(on_the_sigmoid(place(figure)[0]), abs=0.6)
    value = figure.control("at").get_attribute("aria-valuetext")
    assert f"input {value}" in (mark(figure, "point").get_attribute("aria-valuetext") or "")


@pytest.mark.sweep
def test_the_point_is_on_the_curve_while_the_kernel_is_busy(figure: Figure) -> None:
    figure.lab.ask("globals().update(slow=0.5) or 0")
    try:
        x, y = middle(figure, "point")
        figure.page.mouse.move(x, y)
        figure.page.mouse.down()
        for step in range(1, 9):
            figure.page.mouse.move(x + 12 * step, y + 30)
            now = place(figure)
            assert now[1] == pytest.approx(on_the_sigmoid(now[0]), abs=0.6)
        figure.page.mouse.up()
    finally:
        figure.lab.ask("globals().update(slow=0) or 0")
    figure.page.wait_for_timeout(600)
    figure.settled()
    assert figure.ask("f.settings['at']") == pytest.approx((now[0] - 40) / 316 * 16 - 8, abs=0.06)


@pytest.mark.sweep
def test_the_point_is_dragged_with_a_finger(figure: Figure) -> None:
    x, y = middle(figure, "point")
    Finger(figure).drag([(x, y), (x + 80, y + 40)])
    figure.settled()
    assert figure.ask("f.settings['at']") > 2


@pytest.mark.sweep
def test_an_arrow_key_moves_the_point_and_the_slider_with_it(figure: Figure) -> None:
    point = mark(figure, "point")
    before = figure.ask("f.settings['at']")
    point.focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "ArrowLeft", "ArrowUp"):
        figure.page.keyboard.press(key)
    figure.settled()
    assert figure.ask("f.settings['at']") == pytest.approx(before + 0.6)
    assert figure.control("at").input_value() == str(figure.ask("f.values['at']"))


def test_alpha_is_shown_and_reached_only_where_a_function_takes_it(figure: Figure) -> None:
    alpha, picture = figure.control("alpha"), figure.root.locator(".course-picture")
    assert alpha.is_hidden()
    before = picture.bounding_box()
    reached = set()
    figure.control("function").focus()
    for _ in range(4):
        figure.page.keyboard.press("Tab")
        reached.add(figure.page.evaluate("document.activeElement.dataset.control ?? ''"))
    assert reached >= {"spread", "at"} and "alpha" not in reached
    figure.control("function").select_option(label="ELU")
    assert alpha.is_visible()
    figure.settled()
    after = picture.bounding_box()
    assert before and after and after["y"] == before["y"]
    figure.control("function").select_option(label="ReLU")
    assert alpha.is_hidden()
    figure.ask("f.set(function='ELU')")
    figure.settled()
    assert alpha.is_visible()
