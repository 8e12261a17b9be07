"""The star and the paintings by mouse, finger and keys; a still beside them follows the theme."""

from __future__ import annotations

import pytest
from support.browser import DARK, Figure
from support.hands import Finger, afresh, mark, middle

from course import colours

pytestmark = pytest.mark.ch03_forward_pass

FUNCTIONS = """
import numpy as np
from course import plots, widgets

def forward(x, params, act):
    for w, b in params[:-1]:
        x = act(x @ w + b)
    return x @ params[-1][0] + params[-1][1], []

def count(dims):
    return 0, 0, 21

def paint(seed, factor, n):
    return np.full((n * n, 3), seed / 50)

facing = np.pi * (0.5 + 0.4 * np.arange(5))
lines = -40 * np.stack([np.cos(facing), np.sin(facing)]), np.full(5, 40 * 0.309)
star = [lines, (np.ones((5, 1)), np.array([-2.0]))]
plots.line(w=[2.0, 1.0], b=-1.5)
"""
CALL, PAINTINGS = "widgets.star(forward, star, count)", "widgets.paintings(paint)"


def looks(figure: Figure) -> dict[str, str]:
    """How the page shows the still."""
    script = "e => (({filter, mixBlendMode}) => ({filter, mixBlendMode}))(getComputedStyle(e))"
    found = figure.page.locator(f"img.{colours.PLOT}").first.evaluate(script)
    return dict(found)


def test_a_still_follows_the_theme_and_the_stars_point_the_mouse_and_the_keys(
    shown: Figure,
) -> None:
    figure, page = afresh(shown.lab, CALL), shown.page
    assert looks(figure) == {"filter": "none", "mixBlendMode": "normal"}
    says = mark(figure, "place").get_attribute("aria-valuetext")
    x, y = middle(figure, "place")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5, y + 90, steps=6)
    page.mouse.up()
    figure.settled()
    dragged = mark(figure, "place").get_attribute("aria-valuetext")
    assert dragged != says and "= 3, inside" in str(dragged)
    mark(figure, "place").focus()
    page.keyboard.press("Shift+ArrowDown")
    figure.settled()
    assert mark(figure, "place").get_attribute("aria-valuetext") != dragged
    figure.lab.theme(DARK)
    rules = (rule.split(": ") for rule in colours.TURNED.split("; "))
    (_, turned), (_, blended) = rules
    assert looks(figure) == {"filter": turned, "mixBlendMode": blended}
    assert figure.lab.errors == []


@pytest.mark.sweep
def test_a_finger_presses_a_small_painting_and_it_stands_large(shown: Figure) -> None:
    figure = afresh(shown.lab, PAINTINGS)
    finger = Finger(figure)
    finger.put(middle(figure, "seed7"))
    finger.lift()
    figure.settled()
    assert figure.ask("f.settings")["seed"] == 7
    mark(figure, "seed8").focus()
    figure.page.keyboard.press("Enter")
    figure.settled()
    assert figure.ask("f.settings")["seed"] == 8
